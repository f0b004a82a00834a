"""What was read of a log on another host."""

import pytest

from wallwatch.model.line import Committed
from wallwatch.sources.proof import NOTHING, proof
from wallwatch.sources.remote import CONTEXT, Mark, Remote

TEXT = b"one\ntwo\nthr"


def _committed(remote_lines, decided: int) -> dict[str, Committed]:
    """Return what a store holds after these batches, of which ``decided`` bytes are decided."""
    last = remote_lines[-1]
    return {last.stream: Committed(stream=last.stream, ranges=((0, decided),), mark=last.mark)}


def test_a_mark_is_written_and_read():
    """And anything else is none: what is in it becomes an argument."""
    mark = Mark(11, proof(b"tail"), proof(b"head"))
    assert Mark.parse(str(mark)) == mark


@pytest.mark.parametrize("text", ["", "x", "1 2 3", f"-1 {NOTHING} {NOTHING}", f"1 {NOTHING} ;id", f"1 {NOTHING}"])
def test_what_is_no_mark_is_left(text):
    """A store that somebody wrote into is no reason to fail."""
    assert Mark.parse(text) is None


def test_a_file_is_a_stream_and_its_bytes_are_counted():
    """A half line waits; the mark is where reading is, not where the last line ends."""
    remote = Remote("gate", {})
    assert remote.begin("77", 0) == []
    (batch,) = remote.data(TEXT)
    assert (batch.stream, batch.start, batch.end, batch.lines, batch.starts) == ("1-77", 0, 8, (b"one", b"two"), (0, 4))
    assert Mark.parse(batch.mark) == Mark(11, proof(TEXT), proof(TEXT))
    assert remote.position == 11


def test_the_next_file_ends_the_one_before():
    """Its half line is a line then."""
    remote = Remote("gate", {})
    remote.begin("77", 0)
    remote.data(TEXT)
    (end,) = remote.begin("78", 0)
    assert (end.stream, end.lines, end.end, end.ended) == ("1-77", (b"thr",), 11, True)
    assert remote.data(b"a\n")[0].stream == "2-78"


def test_nothing_read_is_nothing_to_find_again():
    """From the first byte, or from the end."""
    assert Remote("gate", {}).arguments()[0] == "0"
    assert Remote("gate", {}, from_end=True).arguments()[0] == "end"


def test_after_a_cut_it_goes_on_at_the_half_line():
    """The other host gives it whole, and what was there of it is forgotten."""
    remote = Remote("gate", {})
    remote.begin("77", 0)
    remote.data(TEXT)
    assert remote.arguments() == ("8", "77", "0", proof(TEXT), "11", proof(TEXT), proof(TEXT))
    remote.rejoin()
    (batch,) = remote.data(b"three\n")
    assert (batch.lines, batch.start, batch.end) == ((b"three",), 8, 14)


def test_after_a_restart_what_is_decided_is_context():
    """It goes on with the first line that is not."""
    first = Remote("gate", {})
    first.begin("77", 0)
    again = Remote("gate", _committed(first.data(TEXT), decided=4))
    assert again.arguments() == ("0", "77", "0", proof(TEXT), "11", proof(TEXT), proof(TEXT))
    again.rejoin()
    context, batch = again.data(b"one\ntwo\n")
    assert (context.lines, context.context, context.end, context.mark) == ((b"one",), True, 4, "")
    assert (batch.lines, batch.start, batch.context) == ((b"two",), 4, False)


def test_context_is_bounded_and_begins_with_a_whole_line():
    """In a long file it is the last lines before the place, whatever pieces they come in."""
    text = b"".join(b"line %06d\n" % number for number in range(9_000))
    first = Remote("gate", {})
    first.begin("77", 0)
    again = Remote("gate", _committed(first.data(text), decided=len(text)))
    start = int(again.arguments()[0])
    assert start == len(text) - CONTEXT
    again.rejoin()
    rest = text[start:] + b"new\n"
    batches = [batch for at in range(0, len(rest), 1000) for batch in again.data(rest[at : at + 1000])]
    assert [batch.context for batch in batches] == [True, False]
    assert b"\n".join(batches[0].lines) + b"\n" == rest[rest.index(b"\n") + 1 : -4]
    assert (batches[1].lines, batches[1].start) == ((b"new",), len(text))


def test_from_within_a_line_the_next_whole_one_is_the_first():
    """The end of a file may be the middle of a line."""
    remote = Remote("gate", {}, from_end=True)
    remote.begin("77", 99)
    (batch,) = remote.data(b"f\nwhole\n")
    assert (batch.lines, batch.start, batch.end) == ((b"whole",), 101, 107)


def test_a_file_of_which_nothing_was_read_is_found_after_the_one_before():
    """It has nothing by which it could be known."""
    remote = Remote("gate", {})
    remote.begin("77", 0)
    remote.data(TEXT)
    remote.begin("78", 0)
    assert remote.arguments()[1] == "77"
    assert remote.give_up() != []
    assert remote.arguments()[0] == "0"


def test_silence_is_a_batch_where_the_lines_end():
    """Half records may be given up."""
    remote = Remote("gate", {})
    assert remote.idle() == []
    remote.begin("77", 0)
    remote.data(TEXT)
    (idle,) = remote.idle()
    assert (idle.start, idle.end, idle.idle, idle.lines) == (8, 8, True, ())
