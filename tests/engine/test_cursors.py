"""A source's own words for how far it is."""

from wallwatch.engine.cursors import WAITING, Cursors
from wallwatch.model.line import Lines, Reading


def _batch(start: int, words: str, *, mark: str = "", stream: str = "s") -> Lines:
    """Return a batch of lines of ten bytes, each with a letter for its word."""
    count = len(words)
    starts = tuple(range(start, start + 10 * count, 10))
    return Lines(
        source="j",
        stream=stream,
        start=start,
        end=start + 10 * count,
        lines=(b"123456789",) * count,
        starts=starts,
        cursors=tuple(words),
        mark=mark,
    )


def _decided(start: int, end: int, *, stream: str = "s") -> Reading:
    return Reading(source="j", stream=stream, start=start, end=end)


def test_the_word_of_the_last_decided_line_goes_on():
    """All lines are decided: it is that of the last."""
    assert Cursors().passed_on(_batch(0, "abc"), _decided(0, 30)).cursor == "c"


def test_a_line_that_waits_has_no_word_yet():
    """It comes with the batch by which it is decided, and no line is skipped by a word of a later one."""
    cursors = Cursors()
    assert cursors.passed_on(_batch(0, "abc"), _decided(0, 10)).cursor == "a"
    assert cursors.passed_on(_batch(30, "d"), _decided(10, 30)).cursor == "c"
    assert cursors.passed_on(_batch(40, ""), _decided(30, 40)).cursor == "d"


def test_nothing_decided_is_no_word():
    """An empty word changes nothing in the store."""
    cursors = Cursors()
    assert cursors.passed_on(_batch(0, "ab"), _decided(0, 0)).cursor == ""
    assert cursors.passed_on(_batch(20, ""), _decided(0, 0)).cursor == ""


def test_streams_do_not_share_words():
    """What is decided of one says nothing of another."""
    cursors = Cursors()
    cursors.passed_on(_batch(0, "ab"), _decided(0, 0))
    assert cursors.passed_on(_batch(0, "xy", stream="t"), _decided(0, 20, stream="t")).cursor == "y"
    assert cursors.passed_on(_batch(20, ""), _decided(0, 20)).cursor == "b"


def test_a_mark_goes_on_whatever_is_decided():
    """It is about what was read."""
    reading = Cursors().passed_on(_batch(0, "", mark="5:abc"), _decided(0, 0))
    assert (reading.mark, reading.cursor) == ("5:abc", "")


def test_a_reading_without_words_stays_as_it_is():
    """Files cost nothing."""
    reading = _decided(0, 20)
    assert Cursors().passed_on(_batch(0, ""), reading) is reading


def test_the_words_that_wait_are_bounded():
    """The oldest are given up, so that the source is asked for too much rather than too little."""
    cursors = Cursors()
    for start in range(0, 30 * WAITING, 10 * WAITING):
        cursors.passed_on(_batch(start, "x" * WAITING), _decided(0, 0))
    assert cursors.passed_on(_batch(30 * WAITING, ""), _decided(0, 20 * WAITING)).cursor == ""
    assert cursors.passed_on(_batch(30 * WAITING, ""), _decided(0, 20 * WAITING + 10)).cursor == "x"
