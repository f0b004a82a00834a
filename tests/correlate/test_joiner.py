"""Where a sighting is put, and what gives way to it."""

import random

import pytest

from tests.correlate.incident import Board, dump, firewall, seconds, signature
from tests.correlate.views import live, off, score, shuffled, thinned, unchanged, views
from wallwatch.correlate import Correlator

ENOUGH = 0.995


def _seen(*lines):
    board, correlator = Board(), Correlator()
    for line in lines:
        board.apply(correlator.add([line]))
    return [seen for _, seen, _ in board.seen()]


FIRST, SECOND = seconds(1_000.3), seconds(1_001.4)
EXACT = (dump(FIRST, ip_id=7, seq=1), dump(SECOND, ip_id=9, seq=1))
VAGUE = (signature(seconds(1_000)), signature(seconds(1_001)))


@pytest.mark.parametrize(
    "lines",
    [
        (EXACT[0], VAGUE[1], EXACT[1]),
        (EXACT[0], EXACT[1], VAGUE[1]),
        (VAGUE[1], EXACT[0], EXACT[1]),
    ],
)
def test_a_line_without_an_id_goes_to_the_packet_of_its_time(lines):
    """Also where another one stood there alone when it came in."""
    assert _seen(*lines) == [("---D", "S--D")]


def test_a_line_that_came_late_takes_the_place_of_one_that_goes_less_well():
    """The other one is put where it belongs: the packets of both are seen by both."""
    assert _seen(EXACT[0], VAGUE[1], VAGUE[0], EXACT[1]) == [("S--D", "S--D")]


def test_a_line_with_an_id_stays_with_it():
    """Whatever its time says, inside the window."""
    line = firewall(seconds(1_001), ip_id=7)
    assert _seen(EXACT[0], line, EXACT[1]) == [("-K-D", "---D")]


@pytest.mark.parametrize(
    "changes",
    [
        (unchanged,),
        (shuffled,),
        (thinned,),
        (off("kern", 3),),
        (off("dump", -3),),
        (off("ids", 3),),
        (off("p0f", -3),),
        (off("kern", 3_600),),
        (off("p0f", -3_600), thinned, shuffled),
        (off("ids", 86_400), shuffled),
    ],
)
def test_four_views_of_a_thousand_packets_are_put_together(changes):
    """Each packet once, in its alert: whoever is late, silent now and then, seconds off or in another time zone."""
    rng, logs = random.Random(3), views(3)
    for change in changes:
        logs = change(logs, rng)
    precision, recall, whole = score(live(logs))
    assert min(precision, recall, whole) >= ENOUGH


def test_what_was_told_before_a_clock_was_known_is_put_together_then():
    """No packet stays two, not even the first one; and what nobody else has seen stays an alert of its own."""
    board, correlator = Board(), Correlator()
    for number in range(20):
        time = seconds(1_000 + 60 * number)
        tuple_ = {"sport": 2_000 + number, "ip_id": 5 + number}
        board.apply(correlator.add([firewall(time, source="kern", **tuple_)]))
        if number:
            board.apply(correlator.add([dump(time + seconds(90.5), source="dump", seq=1, **tuple_)]))
    assert [seen for _, seen, _ in board.seen()] == [("-K--",), *19 * [("-K-D",)]]
    assert correlator.skews.ahead == {"dump": seconds(90)}
    assert sum(lines for _, _, lines in board.seen()) == 39


def test_lines_are_counted_once_whatever_moves():
    """What is given from one packet to another is one line as before."""
    rng, logs = random.Random(5), views(5, attempts=60)
    logs = off("ids", -3)(shuffled(logs, rng), rng)
    board, correlator = Board(), Correlator()
    lines = live(logs)
    for line in lines:
        board.apply(correlator.add([line]))
    assert sum(count for _, _, count in board.seen()) == len(lines)
