import pytest

from wallwatch.sources.identity import HEAD, digest, identify, parse_stream, settled


@pytest.mark.parametrize(
    ("head", "enough"),
    [
        (b"", False),
        (b"half a line", False),
        (b"one line\n", True),
        (b"x" * HEAD, True),
        (b"x" * (HEAD - 1), False),
    ],
)
def test_a_file_is_known_from_its_first_whole_line_on(head, enough):
    """A half line says too little, except where it is as long as a head ever is."""
    assert settled(head) is enough


def test_a_small_file_that_grows_stays_itself():
    """The identity stands for the bytes that were there when it was made."""
    identity = identify(1, 2, b"first line\nhalf")
    assert identity.length == 11
    assert identity.matches(1, 2, b"first line\nhalf a line\n" + b"x" * HEAD)


@pytest.mark.parametrize(
    ("device", "inode", "head"),
    [
        pytest.param(1, 2, b"other line\n", id="another head: the inode was reused (T11)"),
        pytest.param(1, 3, b"first line\n", id="another inode"),
        pytest.param(9, 2, b"first line\n", id="another device"),
        pytest.param(1, 2, b"first", id="a file that is shorter"),
    ],
)
def test_another_file_does_not_match(device, inode, head):
    """Device, inode and head must all agree."""
    assert not identify(1, 2, b"first line\n").matches(device, inode, head)


def test_an_identity_is_one_word_and_back():
    """What the store keeps leads back to the identity."""
    identity = identify(0xFD01, 0xABCDEF, b"first line\n", generation=3)
    assert parse_stream(identity.stream) == identity
    assert " " not in identity.stream


@pytest.mark.parametrize("stream", ["stdin", "", "a-b-c-d-e", "fd01-2-x-00-0", "1-2-3-4-5-6"])
def test_the_name_of_another_stream_is_no_identity(stream):
    """Streams that are no files are left alone."""
    assert parse_stream(stream) is None


def test_bytes_have_one_digest():
    """Sixteen hexadecimal digits stand for them."""
    assert digest(b"first line\n") == identify(1, 2, b"first line\n").digest
    assert len(digest(b"")) == 16
    assert digest(b"a") != digest(b"b")
