import pytest

from wallwatch.sources.identity import HEAD
from wallwatch.sources.mark import TAIL, Mark, mark_of, parse_mark

TEXT = b"".join(b"line %05d\n" % number for number in range(1000))
AT = 6_000


def peek(text):
    return lambda offset, size: text[offset : offset + size]


@pytest.fixture
def mark():
    return mark_of(AT, TEXT[:HEAD], TEXT[AT - TAIL : AT], 3, "open")


def test_a_mark_is_one_word_and_back(mark):
    """What the store keeps leads back to the mark; it begins with the position."""
    assert parse_mark(mark.word) == mark
    assert mark.word.startswith("6000:")
    assert (mark.turn, mark.state) == (3, "open")


@pytest.mark.parametrize("word", ["", "s=abc;i=1", "1:2:3", "x:a:b:1:open", "1:a:b:1:other", "1:a:b:c:open"])
def test_another_sources_word_is_no_mark(word):
    """A journal's cursor, a remote file's position, and nothing at all."""
    assert parse_mark(word) is None


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        pytest.param(TEXT, True, id="as it was"),
        pytest.param(TEXT[:AT], True, id="read to its end"),
        pytest.param(TEXT + b"more", True, id="longer"),
        pytest.param(TEXT[: AT - 1], False, id="shorter than what was read"),
        pytest.param(TEXT[: AT - 1] + b"#" + TEXT[AT:], False, id="another byte before the position"),
        pytest.param(TEXT.replace(b"line", b"LINE"), False, id="other lines of the same size"),
    ],
)
def test_a_position_is_known_by_the_bytes_before_it(mark, text, agrees):
    """They must all be there, whatever follows."""
    assert mark.agrees(peek(text), len(text)) is agrees


def test_a_file_is_known_by_its_head(mark):
    """The first kilobyte must be the same, as far as it was read."""
    assert mark.begins(TEXT[:HEAD])
    assert not mark.begins(TEXT[: HEAD - 1])
    assert not mark.begins(b"L" + TEXT[1:HEAD])
    short = mark_of(11, TEXT[:HEAD], TEXT[:11], 1, "open")
    assert short.begins(TEXT[:11] + b"other lines")
    assert not short.begins(TEXT[:10])


def test_a_mark_without_digests_looks_at_the_size_only():
    """What a store has kept that knew no marks says no more than how far it was read."""
    assert Mark(10).agrees(peek(b"0123456789"), 10)
    assert Mark(10).begins(b"0123456789")
    assert not Mark(11).agrees(peek(b"0123456789"), 10)
