"""The incident in every order in which its lines may come."""

from itertools import chain, permutations
from random import Random

import pytest

from tests.correlate.incident import SEPARATE, Board, at, dump, fingerprint, firewall, incident, seconds, signature
from wallwatch.correlate import Correlator

GUESSES = pytest.mark.parametrize("year", [2002, 2025], ids=["right year", "guessed year"])
PLACES = pytest.mark.parametrize("sources", [{}, SEPARATE], ids=["one report", "four logs"])

WHOLE = [
    (at("15:32:54.630347"), (2.96, 6.02), ("SKPD", "-KPD", "-KPD"), 10),
    (at("16:44:00.062976"), (2.93, 5.89), ("SKPD", "SKPD", "SKPD"), 11),
]


def told(lines, size):
    """Return what is known at the end, ``size`` lines a time."""
    correlator, board = Correlator(), Board()
    for start in range(0, len(lines), size):
        board.apply(correlator.add(lines[start : start + size]))
    return [(alert.first, alert.ladder, alert.seen, alert.lines) for alert, _ in board.rows()]


@GUESSES
@PLACES
@pytest.mark.parametrize("size", [1, 4, 100])
def test_the_sections_of_a_burst_may_come_in_any_order(year, sources, size):
    """Alerts, dumps, firewall, p0f, or the other way round: the same two alerts of three packets."""
    sections = incident(year, **sources)
    for order in permutations(range(4)):
        lines = [line for burst in (0, 4) for kind in order for line in sections[burst + kind]]
        assert told(lines, size) == WHOLE


@GUESSES
@PLACES
def test_each_source_may_be_read_to_its_end_before_the_next(year, sources):
    """Both bursts of one log, then of the next: packets an hour old are joined as if they were new."""
    sections = incident(year, **sources)
    for order in permutations(range(4)):
        assert told([line for kind in order for line in sections[kind] + sections[kind + 4]], 1) == WHOLE


@PLACES
def test_lines_may_come_as_the_packets_did(sources):
    """Live, the lines of a packet come together, and a repeat after the packets that it stands for."""
    lines = sorted(chain.from_iterable(incident(**sources)), key=lambda line: line.time + line.tick)
    assert told(lines, 1) == told(lines, 3) == WHOLE


@GUESSES
@PLACES
def test_logs_may_be_mixed_in_any_way(year, sources):
    """As long as each log is in its own order, it does not matter who is ahead."""
    for seed in range(100):
        random = Random(seed)
        sections = incident(year, **sources)
        logs = [sections[kind] + sections[kind + 4] for kind in range(4)]
        lines = []
        while any(logs):
            lines.append(random.choice([log for log in logs for _ in log]).pop(0))
        assert told(lines, random.choice([1, 2, 5, 50])) == WHOLE


@pytest.mark.parametrize("gaps", [(3, 6), (0.5, 0.5), (1, 2, 4, 8)], ids=["windows", "after RST", "linux"])
@pytest.mark.parametrize("late", [0, 1, 2])
def test_lines_may_be_late(gaps, late):
    """Each line up to two seconds late, four witnesses of thirty senders: every packet has its four lines."""
    random = Random(1)
    lines = list(chain.from_iterable(_sender(random, number, gaps) for number in range(30)))
    lines.sort(key=lambda line: line.time + random.random() * seconds(late))
    assert sorted(seen for _, _, seen, _ in told(lines, 20)) == [("SKPD",) * (len(gaps) + 1)] * 30


def _sender(random, number, gaps):
    time, ip_id = seconds(1_000_000 + 3 * number + random.random()), random.randrange(1, 60_000)
    for gap in (0, *gaps):
        time, ip_id = time + seconds(gap * random.uniform(0.99, 1.02)), ip_id + random.randrange(1, 50)
        stamp, sport = time // seconds(1) * seconds(1), 1_024 + number
        yield dump(time, sport=sport, ip_id=ip_id, seq=number)
        yield firewall(stamp, sport=sport, ip_id=ip_id)
        yield fingerprint(stamp, sport=sport)
        yield signature(stamp, sport=sport)
