"""A scan while it goes on."""

import pytest

from tests.evidence.samples import LINUX, MOMENT, NMAP, SECOND, an_alert
from wallwatch.evidence.knocks import Knock
from wallwatch.evidence.track import Track
from wallwatch.model.scan import LISTED


def track(*doors, crew=None):
    """Return the scan of a knock a second at each of these doors: protocol, host, port."""
    made = Track(7, crew)
    for at, (proto, host, port) in enumerate(doors):
        made.add(Knock(MOMENT + at * SECOND, at + 1, "198.51.100.7", proto, f"192.0.2.{host}", port))
    return made


KINDS = [
    ([("tcp", 1, port) for port in range(9)], "vertical"),
    ([("icmp", 1, None), *(("tcp", 1, port) for port in range(9))], "vertical"),
    ([("tcp", host, 22) for host in range(9)], "horizontal"),
    ([("icmp", host, None) for host in range(9)], "horizontal"),
    ([("tcp", host, port) for host in range(3) for port in range(3)], "block"),
    ([("tcp", host, port) for host in range(3) for port in (80, 443)], "block"),
    ([("tcp", host, 53) for host in range(3)] + [("udp", 1, 53)], "block"),
]


@pytest.mark.parametrize(("doors", "kind"), KINDS)
def test_the_kind_follows_from_ports_and_hosts(doors, kind):
    """Many ports of one host, one port of many hosts, or many of many."""
    assert track(*doors).record().kind == kind


def test_a_record_is_all_that_it_takes_to_go_on():
    """What is made from a record makes the same record, also after more knocks."""
    one = track(*KINDS[1][0], crew=("192.0.2.1", "nmap"))
    one.shared = True
    one.describe(an_alert(os=NMAP, zone=3_600, tick=1))
    other = Track.of(one.record())
    assert other.record() == one.record()
    for each in (one, other):
        each.add(Knock(MOMENT - SECOND, 99, "198.51.100.8", "udp", "192.0.2.1", 53))
    assert other.record() == one.record()
    assert (one.first, one.record().newest, one.record().alerts) == (MOMENT - SECOND, 99, 11)
    assert other.size == one.size


def test_a_tool_says_more_than_a_system():
    """Of what sent it the first answer stays, unless a later one names a tool."""
    made = track(*KINDS[0][0])
    for stack, known in ((None, None), (LINUX, LINUX), (None, LINUX), (NMAP, NMAP), (LINUX, NMAP)):
        made.describe(an_alert(os=stack))
        assert made.record().os == known


def test_it_covers_what_comes_without_a_long_pause():
    """Before it and after it."""
    made = track(*KINDS[0][0])
    times = (-11, -10, 4, 18, 19)
    assert [made.covers(MOMENT + time * SECOND, 10 * SECOND) for time in times] == [False, True, True, True, False]


def test_of_many_addresses_the_first_are_listed():
    """A scan of a whole net does not fill the memory."""
    made = track(*(("tcp", host, 22) for host in range(3 * LISTED)))
    assert len(made.record().targets) == LISTED
    assert made.record().alerts == 3 * LISTED


@pytest.mark.parametrize(("shared", "at_work"), [(False, [True, False, False]), (True, [True, True, False])])
def test_who_is_at_work_in_a_distributed_scan(shared, at_work):
    """Its known sources; where the doors were shared out, also who comes to one that nobody knocked at."""
    made = track(("tcp", 1, 20), ("tcp", 1, 21), crew=("192.0.2.1", "nmap"))
    made.shared = shared
    calls = [("198.51.100.7", 20), ("198.51.100.8", 22), ("198.51.100.8", 21)]
    knocks = [Knock(MOMENT, 9, src, "tcp", "192.0.2.1", port) for src, port in calls]
    assert [made.is_at_work(knock) for knock in knocks] == at_work
    for port in range(256):
        made.add(Knock(MOMENT, 9, "198.51.100.7", "tcp", "192.0.2.1", port))
    assert made.is_at_work(knocks[2]) is shared
