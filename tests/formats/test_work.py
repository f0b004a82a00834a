from tests.formats.support import batch
from wallwatch.formats.unfold import Carried, Unfolder
from wallwatch.formats.work import Range, Work


def _work() -> Work:
    letter = Carried(("one", "two", "three"), (4, 8, 12, 18), "kernel")
    return Work(batch([]), ["zero", "text", "last"], [0, 4, 18, 23], {1: letter}, {})


def test_each_line_of_the_source_is_counted_once() -> None:
    """A line of text may have been several."""
    work = _work()
    assert (work.count(1), work.count(3)) == (1, 5)
    work.advance(2)
    assert (work.at, work.received) == (2, 4)


def test_lines_are_kept_as_they_stand_in_the_source() -> None:
    """What a mail program or the journal put around them is in the raw text."""
    work = _work()
    assert (work.raw(2), work.trust()) == ("zero\none\ntwo\nthree", None)
    work.advance(1)
    assert (work.raw(1), work.trust()) == ("one\ntwo\nthree", "kernel")


def test_a_line_that_was_not_understood_keeps_its_place() -> None:
    """Each of its lines is one, with its bytes, and marked if somebody forged it."""
    work = _work()
    work.advance(1)
    work.give_up(forged=True)
    assert [(line.text, line.start, line.end, line.forged) for line in work.unparsed] == [
        ("one", 4, 8, True),
        ("two", 8, 12, True),
        ("three", 12, 18, True),
    ]


def test_what_is_not_decided_goes_on_in_the_next_batch() -> None:
    """With what carried it, at its new place."""
    work = _work()
    work.advance(1)
    texts, starts, carried = work.rest()
    assert (texts, starts, list(carried)) == (["text", "last"], [4, 18], [0])


def test_a_range_begins_at_the_first_line_that_waits() -> None:
    """Be it a line of text, or one of an entry whose end is missing."""
    assert Range().start is None
    assert Range(["x"], [7]).start == 7
    assert Range(unfolder=Unfolder([(b"x", 9)])).start == 9
