from zoneinfo import ZoneInfo

import pytest

from tests.ui.alerts import MOMENT, SECOND
from wallwatch.engine.overview import Group
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.ui.bars import bars_of, lasting, rate_of, shift_of

MINUTE = 60 * SECOND
BERLIN = ZoneInfo("Europe/Berlin")
UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("kind", "value", "proto", "label", "terms"),
    [
        ("ports", 6346, "tcp", "6346/tcp gnutella", ("dport:6346",)),
        ("ports", 53, None, "53 domain", ("dport:53",)),
        ("ports", 123, "udp", "123/udp ntp", ("dport:123",)),
        ("ports", 50_001, "tcp", "50001/tcp", ("dport:50001",)),
        ("ports", "icmp", "icmp", "icmp", ("proto:icmp",)),
        ("ports", "47", "47", "gre", ("proto:47",)),
        ("ports", "tcp", "tcp", "tcp, port unknown", ("proto:tcp", "dport:?")),
        ("networks", "ICGNET 54", "tcp", "ICGNET 54", ('net:"ICGNET 54"',)),
        ("networks", bytes(10) + bytes.fromhex("ffffcb0071"), None, "203.0.113.0/24", ("src:203.0.113.0/24",)),
        ("networks", bytes.fromhex("20010db800010002"), None, "2001:db8:1:2::/64", ("src:2001:db8:1:2::/64",)),
        ("networks", None, None, "unknown", ("net:?",)),
        ("stacks", 'a "quoted" one', None, 'a "quoted" one', (r'os:"a \"quoted\" one"',)),
        ("stacks", None, None, "unknown", ("os:?",)),
        ("verdicts", "unknown", None, "unknown", ("verdict:unknown",)),
    ],
)
def test_a_bar_says_what_it_is_and_how_to_ask_for_it(kind, value, proto, label, terms):
    """Each term reads as a filter."""
    (bar,) = bars_of(kind, [Group(value, 3, 1, proto)])
    assert bar == (label, terms, 3, 1)
    assert len(parse_query(" ".join(bar.terms)).terms) == len(terms)


def rate(step, *moments, zone=UTC):
    shift = shift_of(moments[-1], zone)
    return rate_of(step, shift, {(moment + shift) // step: (1, 0) for moment in moments}, zone)


def reads_back(terms, zone):
    """Return from when to when (exclusive) the terms of a bar reach."""
    since, until = (term.values[0].when for term in parse_query(" ".join(terms)).terms)
    facts = Facts(now=0, zone=zone)
    return since.begins(facts.now, zone), until.ends(facts.now, zone)


@pytest.mark.parametrize("zone", [UTC, BERLIN, ZoneInfo("Asia/Kolkata")])
@pytest.mark.parametrize("step", [SECOND, 15 * SECOND, MINUTE, 30 * MINUTE, 60 * MINUTE, 1_440 * MINUTE])
def test_the_terms_of_a_bar_are_its_time(zone, step):
    """What they ask for begins and ends with the bar, to the microsecond."""
    found = rate(step, MOMENT, MOMENT + 3 * step, zone=zone)
    assert found.length == 4
    for place in range(4):
        assert reads_back(found.terms(place), zone) == (found.begins(place), found.begins(place) + step)


def test_an_hour_that_the_clock_shows_twice_is_told_apart():
    """On 25 October 2026 Berlin has 02:30 twice, an hour apart."""
    twice = 1_792_888_200 * SECOND
    for moment in (twice, twice + 60 * MINUTE):
        found = rate(30 * MINUTE, moment, zone=BERLIN)
        assert reads_back(found.terms(0), BERLIN)[0] == moment


def test_a_bar_begins_in_words():
    """As precise as it has to be."""
    assert rate(SECOND, MOMENT).words(0) == "03-02 15:32:54"
    assert rate(5 * MINUTE, MOMENT).words(0) == "03-02 15:30"
    assert rate(1_440 * MINUTE, MOMENT).words(0) == "2002-03-02"


def test_bars_are_made_coarser():
    """What was counted is counted still, and every place is one."""
    found = rate(MINUTE, MOMENT, MOMENT + MINUTE, MOMENT + 60 * MINUTE).coarser(30 * MINUTE)
    assert [found.at(place) for place in range(-1, found.length + 1)] == [(0, 0), (2, 0), (0, 0), (1, 0), (0, 0)]


@pytest.mark.parametrize(("seconds", "words"), [(1, "1s"), (90, "90s"), (1_800, "30m"), (604_800, "1w")])
def test_how_long_a_bar_lasts(seconds, words):
    """In the largest unit that is a whole one."""
    assert lasting(seconds * SECOND) == words
