import msgspec
import pytest

from tests.ui.alerts import SECOND, STACK, an_alert
from wallwatch.cli.events import SETTLED, TOLD, Events
from wallwatch.model import GAP
from wallwatch.ui.ledger import HIDDEN, ODD, SHOWN, Entry
from wallwatch.ui.rows import Rows


class Clock:
    """A clock that a test sets."""

    now = 0

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def rows_of(**standings):
    """Return rows with these alerts: ``a3=HIDDEN``."""
    rows = Rows()
    rows.update([Entry(int(name[1:]), int(name[1:]), 1, standing) for name, standing in standings.items()])
    return rows


def test_an_alert_is_told_when_it_is_new(clock):
    """Those that were there before are not, and noise is not."""
    events = Events(2, clock)
    rows = rows_of(a1=SHOWN, a2=SHOWN, a3=SHOWN, a4=HIDDEN, a5=ODD)
    assert list(events.heard(rows, None)) == [3, 5]
    assert list(events.heard(rows, None)) == []
    rows.update([Entry(6, 6, 1, SHOWN), Entry(7, 7, 1, HIDDEN)])
    assert list(events.heard(rows, frozenset({6, 7}))) == [6]


def test_one_that_grows_is_told_again_when_it_has_settled(clock):
    """Each change puts it off; one that becomes noise, or goes, is not told."""
    events = Events(0, clock)
    rows = rows_of(a1=SHOWN, a2=SHOWN, a3=SHOWN)
    events.heard(rows, None)
    assert list(events.heard(rows, frozenset({1, 2, 3}))) == []
    clock.now = SETTLED // 2
    rows.update([Entry(2, 2, 1, HIDDEN)], gone=[3])
    events.heard(rows, frozenset({1, 2, 3}))
    clock.now = SETTLED
    assert list(events.settled()) == []
    clock.now = SETTLED + SETTLED // 2
    assert list(events.settled()) == [1]
    assert list(events.settled()) == []


def test_at_the_end_nothing_is_waited_for(clock):
    """All that has grown is told as it is."""
    events = Events(0, clock)
    rows = rows_of(a1=SHOWN)
    events.heard(rows, None)
    events.heard(rows, frozenset({1}))
    assert list(events.settled(all_=True)) == [1]


def test_a_line_says_what_the_row_says(clock):
    """The verdict, the network, and whether it is odd among noise stand behind what ``scan`` prints."""
    events = Events(0, clock)
    alert = an_alert(id=1, os=STACK, verdict="leftover", network="EXAMPLE-54-B")
    (line,) = events.lines([alert], rows_of(a1=ODD))
    assert line == (
        "new   2002-03-02T15:32:54.630347+00:00 x1 tcp 198.51.100.7:3504 > 192.0.2.1:6346 block input "
        "os Windows hops 11 seen -K-- verdict leftover net EXAMPLE-54-B odd"
    )
    gap = an_alert(id=2, proto=GAP, src="kern.log", because="12 lines are missing")
    assert next(events.lines([gap], rows_of(a2=SHOWN))).endswith("gap kern.log: 12 lines are missing")


def test_what_looks_the_same_is_told_once(clock):
    """A mark, say, changes nothing that is printed."""
    events = Events(0, clock)
    alert, rows = an_alert(id=1), rows_of(a1=SHOWN)
    assert len(list(events.lines([alert], rows))) == 1
    assert not list(events.lines([msgspec.structs.replace(alert, lines=2)], rows))
    (grown,) = events.lines([msgspec.structs.replace(alert, packets=3, last=alert.last + SECOND)], rows)
    assert grown.startswith("grown 2002-03-02T15:32:54.630347+00:00 x3 ")


def test_no_more_is_kept_than_needed(clock):
    """A flood of alerts costs no memory."""
    events, rows = Events(0, clock), rows_of()
    list(events.lines([an_alert(id=number) for number in range(TOLD + 10)], rows))
    assert len(events._told) == TOLD
