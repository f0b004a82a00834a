"""Who knocks at many doors."""

import pytest

from tests.evidence.samples import MOMENT, OURS, SECOND, an_alert
from wallwatch.evidence.campaign import Campaigns, Pattern

SRC = "198.51.100.7"


def knock(src, dst, dport, first=MOMENT, number=1):
    return an_alert(id=number, src=src, dst=dst, dport=dport, first=first)


def pattern_of(doors, gap=SECOND):
    """Return the pattern of one source that knocks at these doors, ``gap`` microseconds apart."""
    campaigns = Campaigns()
    knocks = None
    for place, (dst, dport) in enumerate(doors):
        knocks = campaigns.note(knock(SRC, dst, dport, MOMENT + place * gap))
    return None if knocks is None else knocks.pattern


def test_five_ports_within_seconds_are_a_scan():
    """Four are not, and the same port again is no other one."""
    ports = [(OURS, port) for port in (21, 22, 23, 25)]
    assert pattern_of([*ports, *ports]) is None
    assert pattern_of([*ports, (OURS, 80)]) == Pattern(5, 1, 4.0, 5)


def test_five_hosts_are_a_scan():
    """One port of many hosts is looked for just so."""
    pattern = pattern_of([(f"203.0.113.{host}", 445) for host in range(5)])
    assert pattern is not None
    assert pattern.words() == "5 hosts within 4 s"


def test_knocks_hours_apart_are_none():
    """Silence begins a new burst."""
    assert pattern_of([(OURS, port) for port in range(20)], gap=3_600 * SECOND) is None


def test_a_burst_is_one_in_any_order():
    """A log that is read backwards tells of the same scan."""
    assert pattern_of([(OURS, port) for port in range(6)], gap=-SECOND) == Pattern(6, 1, 5.0, 6)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (Pattern(12, 1, 2.0), "12 ports within 2 s"),
        (Pattern(16, 1, 0.1), "16 ports and more within 1 s"),
        (Pattern(2, 6, 700.0), "2 ports of 6 hosts within 12 min"),
    ],
)
def test_a_pattern_in_words(pattern, words):
    """Doors are counted up to a bound, which the words do not hide."""
    assert pattern.words() == words


def test_calls_of_one_door_are_counted():
    """As long as a source knocks nowhere else, its calls add up over hours."""
    campaigns = Campaigns()
    for place in range(3):
        knocks = campaigns.note(knock(SRC, OURS, 6346, MOMENT + place * 600 * SECOND))
    assert knocks is not None
    assert (knocks.calls, knocks.calling) == (3, 1200.0)
    campaigns.note(knock(SRC, OURS, 80))
    assert knocks.calls == 1


def test_memory_is_bounded():
    """However many sources knock, and at however many doors, so much is kept of the newest."""
    campaigns = Campaigns(capacity=100)
    for number in range(10_000):
        campaigns.note(knock(f"10.0.{number >> 8}.{number & 255}", OURS, 23))
    assert len(campaigns) <= 100
    for port in range(5_000):
        knocks = campaigns.note(knock(SRC, OURS, port))
    assert knocks is not None
    assert len(knocks.doors) == 16
    assert campaigns.of(SRC) is knocks
    assert campaigns.of("192.0.2.1") is None


def test_a_source_outlives_the_flood_of_others():
    """Who goes on knocking is remembered, whatever comes in between."""
    campaigns = Campaigns(capacity=50)
    for number in range(1_000):
        campaigns.note(knock(f"10.0.{number >> 8}.{number & 255}", OURS, 23))
        known = campaigns.note(knock(SRC, OURS, number % 8, MOMENT + number))
    assert known is not None
    assert known.pattern is not None


def test_the_first_alerts_are_remembered_by_their_numbers():
    """They are judged again when the source turns out to be a scanner; a few are enough."""
    campaigns = Campaigns()
    for number in range(1, 30):
        knocks = campaigns.note(knock(SRC, OURS, number, number=number))
    assert knocks is not None
    assert knocks.alerts == (1, 2, 3, 4)
    for number in range(30, 100):
        knocks = campaigns.note(knock("192.0.2.1", OURS, number % 2, number=number))
    assert knocks is not None
    assert len(knocks.alerts) == 6
