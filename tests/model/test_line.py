"""Lines on their way in."""

import msgspec

from tests.model.samples import KERNEL
from wallwatch.model.line import Committed, Gap, Lines, Reading, SourceStatus, Unparsed


def test_a_batch_of_lines_knows_where_each_begins():
    """The lines of a batch can be found again by the bytes of their stream."""
    data = b"one\ntwo\n"
    lines = Lines(source="a", stream="1:2", start=0, end=8, lines=(b"one", b"two"), starts=(0, 4))
    assert [data[start : start + 3] for start in lines.starts] == list(lines.lines)
    assert (lines.idle, lines.ended, lines.context) == (False, False, False)


def test_a_reading_counts_each_line_once():
    """What was received is what the sightings took, what was ordinary, and what was not understood."""
    reading = Reading(
        source="a",
        stream="1:2",
        start=0,
        end=99,
        received=4,
        other=2,
        unparsed=(Unparsed("?", 9, 10),),
        sightings=(KERNEL,),
    )
    lines = sum(sighting.lines for sighting in reading.sightings)
    assert reading.received == lines + reading.other + len(reading.unparsed)


def test_words_that_name_files_are_made_safe():
    """A status and a gap are shown on terminals as they are."""
    name = "/log/\x1b[2J\udcff"
    status = SourceStatus(source="a", state="missing", reason=f"There is no {name}.", remedy=f"Look: {name}")
    assert (status.reason, status.remedy) == (r"There is no /log/\x1b[2J\udcff.", r"Look: /log/\x1b[2J\udcff")
    assert Gap(source="a", stream="", at=0, reason=f"{name} is gone.").reason == r"/log/\x1b[2J\udcff is gone."


def test_a_status_without_trouble_has_no_words():
    """A source that is well needs no reason and no remedy; a stream that was never read has no ranges."""
    assert msgspec.structs.astuple(SourceStatus(source="a", state="ok")) == ("a", "ok", "", "")
    assert Committed(stream="1:2").ranges == ()
