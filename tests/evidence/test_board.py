"""The scans that were found lately, where no store keeps them."""

from msgspec.structs import replace

from tests.evidence.test_scan import knocks, new, vertical
from wallwatch.evidence.board import Board
from wallwatch.evidence.scan import Scans
from wallwatch.model import Change


def test_earlier_alerts_are_told_again_when_they_turn_out_to_be_a_scan():
    """Each once, with the number of its scan; those that follow have it at once."""
    board = Board(Scans())
    alerts = knocks(vertical(range(9)))
    assert [change.alert.scan for change in board.take(new(alerts[:4]))] == [None] * 4
    told = board.take(new(alerts[4:6]))
    assert [(change.alert.id, change.kind, change.alert.scan) for change in told] == [
        (5, "new", 1),
        (6, "new", 1),
        *((number, "grown", 1) for number in range(1, 5)),
    ]
    assert [change.alert.scan for change in board.take(new(alerts[6:]))] == [1] * 3
    assert board.scans[1].alerts == 9


def test_an_alert_that_grows_stays_in_its_scan():
    """And one that takes in another is in that one's."""
    board = Board(Scans())
    alerts = knocks(vertical(range(9)))
    board.take(new(alerts))
    (grown,) = board.take([Change(kind="grown", alert=replace(alerts[0], packets=2))])
    assert (grown.alert.scan, grown.alert.packets) == (1, 2)
    (other,) = knocks([(9, {})], "203.0.113.7", start=20)
    board.take(new([other]))
    board.take([Change(kind="merged", alert=alerts[0], into=20)])
    assert board.with_scan(other).scan == 1


def test_members_of_a_slow_scan_are_judged_as_such():
    """The first ones too, as often as they are told; what was surer before stays."""
    board = Board(Scans())
    alerts = knocks(vertical(range(12), 300), verdict="client", because="one SYN")
    alerts[3] = replace(alerts[3], verdict="scanner", because="a tool")
    told = {change.alert.id: change.alert for alert in alerts for change in board.take(new([alert]))}
    assert {alert.verdict for alert in told.values()} == {"scanner"}
    assert told[1].because == "part of a scan: knocks at 10 ports of one host within 45 min, one every 5 min"
    assert board.with_scan(alerts[0]) == told[1]
    assert told[4].because == "a tool"
