"""Our own address, and when it changes."""

from tests.evidence.samples import MOMENT, SECOND
from wallwatch.evidence.tenure import Line, Tenure

OLD, NEW, THIRD = "203.0.113.1", "203.0.113.77", "203.0.113.200"
MINUTE = 60 * SECOND


def knock(line, address, start, count, gap=MINUTE):
    """Let ``count`` sources call an address, and return what came of the last call."""
    moved = None
    for place in range(count):
        time = MOMENT + start * MINUTE + place * gap
        tenure = line.at(address, time)
        assert tenure is not None
        tenure.note(f"198.51.100.{place}", time)
        moved = line.moved(tenure) or moved
    return moved


def test_one_address_and_then_another_is_a_change():
    """The old one was called for a while, and then only the new one is, by several."""
    line = Line()
    assert knock(line, OLD, 0, 20) is None
    moved = knock(line, NEW, 30, 5)
    assert moved is not None
    assert moved.address == OLD
    assert knock(line, NEW, 40, 5) is None, "it is told once"


def test_two_addresses_at_once_are_no_change():
    """An interface may have several; what is called in turn was not given up."""
    line = Line()
    for start in range(0, 60, 2):
        assert knock(line, OLD, start, 1) is None
        assert knock(line, NEW, start + 1, 1) is None


def test_a_late_line_of_a_second_address_is_no_change():
    """Addresses whose times overlap were ours together, whichever was called last."""
    line = Line()
    knock(line, OLD, 0, 3)
    knock(line, NEW, 3, 3)
    knock(line, OLD, 6, 20)
    assert knock(line, NEW, 40, 10) is None


def test_a_short_time_or_one_caller_proves_nothing():
    """An address that was called for seconds, or a new one that a single source sweeps over, changes nothing."""
    line = Line()
    knock(line, OLD, 0, 20, gap=SECOND)
    assert knock(line, NEW, 60, 10) is None
    swept = Line()
    knock(swept, OLD, 0, 20)
    for time in range(10):
        tenure = swept.at(NEW, MOMENT + (100 + time) * MINUTE)
        assert tenure is not None
        tenure.note("198.51.100.9", MOMENT + (100 + time) * MINUTE)
        assert swept.moved(tenure) is None


def test_a_log_read_backwards_shows_the_same_change():
    """The newest part of a log is read first: what was before is found out later."""
    line = Line()
    assert knock(line, NEW, 30, 10) is None
    knock(line, OLD, 0, 20)
    tenure = line.tenures[NEW]
    moved = line.moved(tenure)
    assert moved is not None
    assert moved.address == OLD


def test_the_silence_must_be_longer_than_usual():
    """Where an address is called once an hour, a few minutes without a call are none."""
    line = Line()
    knock(line, OLD, 0, 10, gap=60 * MINUTE)
    assert knock(line, NEW, 541, 3, gap=SECOND) is None


def test_a_net_behind_an_interface_is_left_alone():
    """With many addresses nothing is kept of any."""
    line = Line()
    for host in range(20):
        line.at(f"203.0.113.{host}", MOMENT)
    assert line.crowded
    assert line.tenures == {}
    assert line.at(OLD, MOMENT) is None


def test_addresses_that_were_given_up_make_room():
    """A line that is dialled anew every day never counts as a net."""
    line = Line()
    for day in range(20):
        moved = knock(line, f"203.0.113.{day}", day * 1_440, 20)
        assert (moved is None) == (day == 0)
    assert not line.crowded
    assert len(line.tenures) <= 6


def test_callers_of_an_address_are_bounded():
    """Three are enough to know that there are several."""
    tenure = Tenure(OLD, MOMENT, MOMENT)
    for host in range(100):
        tenure.note(f"198.51.100.{host}", MOMENT - host)
    assert len(tenure.callers) == 3
    assert (tenure.knocks, tenure.first) == (100, MOMENT - 99)
