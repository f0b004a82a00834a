import pytest

from tests.formats.support import NEWEST, clock
from wallwatch.formats import envelope
from wallwatch.formats.head import Envelope


def _head(line: str) -> Envelope:
    head = envelope.split(line)
    assert head is not None
    return head


@pytest.mark.parametrize(
    ("line", "year_stated", "tick"),
    [
        ("Mar  2 15:32:54 h x", False, 1_000_000),
        ("2026-03-02T15:32:54.123Z h x", True, 1_000),
        ("1737634941.537693 h x", True, 1),
        ("[  449.059230] x", False, 1_000_000),
        ("<4>1 - - - - - - x", False, 1_000_000),
    ],
)
def test_a_stamp_tells_how_sure_its_time_is(line: str, tick: int, *, year_stated: bool) -> None:
    """Its resolution is that of its digits; a line without a wall clock is dated by the clock of its source."""
    moment = _head(line).moment(clock())
    assert moment is not None
    assert (moment.year_stated, moment.tick) == (year_stated, tick)


def test_a_line_of_the_kernels_own_clock_is_dated_from_the_newest_one() -> None:
    """The last line that is known was written now; one from ten seconds before it, ten seconds before."""
    times = clock()
    times.booted(449_059_230)
    early, late = (_head(f"[  {stamp}] x").moment(times) for stamp in ("439.059230", "449.059230"))
    assert early is not None
    assert late is not None
    assert (late.time, late.time - early.time) == (NEWEST, 10_000_000)


def test_no_impossible_date_becomes_a_time() -> None:
    """A stamp that looks right and is no date has no moment."""
    assert _head("Mar 32 15:32:54 h x").moment(clock()) is None
    assert _head("MMM 22 07:54:32 h x").moment(clock()) is None


def test_fields_that_are_all_nil_do_not_speak_against_the_kernel() -> None:
    """RFC 5424 lines of the kernel may name neither host nor program; one with a process id is a program's."""
    assert _head("<4>1 2026-03-02T15:32:54Z - - - - - IN=a").is_kernel
    assert not _head("<4>1 2026-03-02T15:32:54Z - - 7 - - IN=a").is_kernel
    assert not _head("<4>1 2026-03-02T15:32:54Z - sshd - - - IN=a").is_kernel
