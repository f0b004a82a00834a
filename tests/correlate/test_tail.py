from tests.correlate.incident import Board, dump, firewall, seconds
from wallwatch.correlate import Correlator
from wallwatch.correlate.attempt import PACKETS_KEPT, TAIL
from wallwatch.correlate.tail import is_long


def line(second, **fields):
    return firewall(seconds(second), ip_id=second + 1, seq=7, **fields)


def stopped(lines, then):
    """Return what is told of the lines that come ``then`` with and without a stop after the first ones."""
    boards = []
    for stop in (False, True):
        correlator, board = Correlator(), Board()
        board.apply(correlator.add(lines))
        if stop:
            rows = board.rows()
            tails = {number: tail for number, tail in correlator.tails().items() if tail is not None}
            correlator = Correlator()
            correlator.remembered = tails
            correlator.restore(rows)
        board.apply(correlator.add(then))
        boards.append(board)
    return [
        [(alert.packets, alert.witnesses, alert.lines, alert.last) for alert, _ in board.rows()] for board in boards
    ]


def test_a_long_alert_goes_on_as_if_nobody_had_stopped():
    """Another witness may join the newest packets, and those that are only counted are counted once."""
    lines = [line(second) for second in range(PACKETS_KEPT + TAIL + 9)]
    last = len(lines) - 1
    then = [dump(seconds(second), ip_id=second + 1, seq=7) for second in range(last - 5, last + 2)]
    whole, after_stop = stopped(lines, then)
    assert whole == after_stop
    assert whole[0][:2] == (len(lines) + 1, "-K-D")


def test_only_long_alerts_have_a_tail():
    """What is kept needs none, and it is asked for once."""
    correlator = Correlator()
    correlator.add([line(second) for second in range(PACKETS_KEPT)])
    assert correlator.tails() == {}
    correlator.add([line(PACKETS_KEPT)])
    ((_, tail),) = correlator.tails().items()
    assert len(tail.packets) == 1
    assert correlator.tails() == {}


def test_the_tails_of_alerts_that_nobody_speaks_of_are_forgotten():
    """Of those that are still open, they stay."""
    correlator = Correlator()
    correlator.remembered = {1: None, 2: None}
    correlator.forget_all_but([2])
    assert correlator.remembered == {2: None}
    assert correlator.tails() == {1: None}


def test_an_alert_is_long_when_packets_are_counted_only():
    """Also if what is kept is not full, as after a repeat of thousands."""
    correlator = Correlator()
    correlator.add([line(0)])
    (attempt,) = correlator._open.told_by(frozenset({line(0).source}))
    assert not is_long(attempt)
    attempt.uncounted = 1
    assert is_long(attempt)
