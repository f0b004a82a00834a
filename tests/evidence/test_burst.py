"""Which knocks make a scan."""

import pytest

from wallwatch.evidence.burst import Limits, is_shared_out, of_crew, of_source
from wallwatch.evidence.knocks import Knock
from wallwatch.model.times import SECOND

LIMITS = Limits()


def knocks(*rows):
    """Return a knock for each pair of seconds and port, the newest of which is the last row."""
    return [
        Knock(second * SECOND, number, "198.51.100.7", "tcp", "192.0.2.1", port)
        for number, (second, port) in enumerate(rows, start=1)
    ]


SOURCES = [
    # Five doors in five seconds.
    ([(0, 21), (1, 22), (2, 23), (3, 24), (4, 25)], 5),
    # Four.
    ([(0, 21), (1, 22), (2, 23), (3, 24)], 0),
    # Five knocks at four doors.
    ([(0, 21), (1, 22), (2, 23), (3, 24), (4, 24)], 0),
    # The fifth comes too late, but one of them is no fast scan.
    ([(0, 21), (1, 22), (2, 23), (3, 24), (64, 25)], 0),
    # One a minute.
    ([(60 * minute, 20 + minute) for minute in range(5)], 5),
    # One every ten minutes needs ten doors.
    ([(600 * each, 20 + each) for each in range(9)], 0),
    ([(600 * each, 20 + each) for each in range(10)], 10),
    # One every twenty minutes is none.
    ([(1_200 * each, 20 + each) for each in range(20)], 0),
    # Knocks of an hour before are not part of it.
    ([(0, 80), (0, 443), (3_600, 21), (3_601, 22), (3_602, 23), (3_603, 24), (3_604, 25)], 5),
    # A client that calls again and again is none.
    ([(3 * each, 6_346) for each in range(60)], 0),
    # The newest in number is not the last in time.
    ([(0, 21), (1, 22), (3, 23), (4, 24), (2, 25)], 5),
]


@pytest.mark.parametrize(("rows", "many"), SOURCES)
def test_doors_and_pauses_make_a_scan(rows, many):
    """Whatever is known of the source's system: a scan is its knocks, in order of time."""
    some = knocks(*rows)
    found = of_source(reversed(some), some[-1], LIMITS)
    assert len(found) == many
    assert [knock.time for knock in found] == sorted(knock.time for knock in found)


def crew(sources, ports, step, many=64):
    return [
        Knock(int(at * step * SECOND), at + 1, f"198.51.100.{at % sources}", "tcp", "192.0.2.1", 20 + at % ports)
        for at in range(many)
    ]


CREWS = [
    # Ten sources, each at several of eleven ports.
    (crew(10, 11, 1), True),
    # Nine.
    (crew(9, 11, 1), False),
    # Sixty that share sixty ports out among them; two of three of them come to a port where others were.
    (crew(60, 60, 0.1, 60), True),
    (crew(60, 20, 0.1, 60), False),
    # The first of those who call some services.
    (crew(60, 60, 0.1, 29), False),
    # Ten sources at five ports, each at its own again and again, as clients of five services.
    (crew(10, 5, 1), False),
    # Many sources at one port, as infected hosts and the peers of an address's last holder.
    (crew(30, 1, 1), False),
    (crew(30, 4, 1), False),
    # At their leisure: that many tools come by in an hour anyway.
    (crew(10, 11, 11), False),
]


@pytest.mark.parametrize(("some", "is_one"), CREWS)
def test_many_sources_with_one_tool_at_many_ports_are_a_distributed_scan(some, is_one):
    """All three of them, in a short time, if each source moves on or they share the ports out."""
    assert bool(of_crew(reversed(some), some[-1], LIMITS)) is is_one


def test_who_stays_at_one_door_is_no_founder():
    """It may use the same tool by chance; what it does last makes no scan of the others either."""
    some, client = crew(10, 11, 1, 40), Knock(40 * SECOND, 41, "198.51.100.99", "tcp", "192.0.2.1", 443)
    assert of_crew([*some, client], some[-1], LIMITS) == some
    assert of_crew([*some, client], client, LIMITS) == ()
    assert not is_shared_out(some)
    assert is_shared_out(crew(60, 60, 0.1, 60))
