import pytest

from wallwatch.model.line import Committed
from wallwatch.sources.identity import HEAD, Streams, identify, parse_stream, settled


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


def test_a_file_is_recognised_by_what_was_committed():
    """After a restart the same file is the same stream, and what was read of it is known."""
    identity = identify(1, 2, b"first line\n")
    known = Streams({identity.stream: Committed(stream=identity.stream, ranges=((0, 11),))})
    assert known.recognise(1, 2, b"first line\nsecond line\n", size=23) == identity
    assert known.read(identity) == ((0, 11),)


def test_a_file_shorter_than_what_was_read_is_a_new_one():
    """It was emptied while nobody looked, and began with the same line again."""
    identity = identify(1, 2, b"first line\n")
    known = Streams({identity.stream: Committed(stream=identity.stream, ranges=((0, 500),))})
    assert known.recognise(1, 2, b"first line\n", size=499) is None
    fresh = known.fresh(1, 2, b"first line\n")
    assert fresh != identity
    assert fresh.generation == 1


def test_the_latest_generation_is_recognised():
    """Of streams that look the same, the file is the one that was begun last."""
    first, second = (identify(1, 2, b"a\n", generation) for generation in (0, 1))
    known = Streams({})
    known.remember(first, ((0, 2),))
    known.remember(second, ((0, 2),))
    assert known.recognise(1, 2, b"a\n", size=2) == second


def test_a_stream_that_is_gone_is_never_recognised():
    """A file that was deleted does not come back, even if a new one looks the same."""
    identity = identify(1, 2, b"a\n")
    known = Streams({})
    known.remember(identity, ((0, 2),), gone=True)
    assert known.recognise(1, 2, b"a\n", size=2) is None
    assert known.fresh(1, 2, b"a\n").generation == 1


def test_an_unknown_stream_was_not_read():
    """Of a new file nothing was read."""
    assert Streams({}).read(identify(1, 2, b"a\n")) == ()
