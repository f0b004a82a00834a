import pytest

from tests.store.make import alert as an_alert
from wallwatch.engine.newcomers import Group, newcomers
from wallwatch.filter.clause import Sql
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query
from wallwatch.model import Change, Signature, Stack
from wallwatch.store import Batch, StoreReader, StoreWriter

ALL = Sql("1")
HOSTILE = 'x" dport:1 \\\\ src:1.2.3.4'
KNOWN = [
    an_alert(1, os=Stack("Windows NT", family="Windows"), signature=Signature("TCP to 6346", gid=1, sid=0)),
    an_alert(2, src="2001:db8:1:2::7", dport=22),
    an_alert(3, proto="icmp", sport=None, dport=None, icmp_type=8),
]
LATE = [
    an_alert(4),
    an_alert(5, src="198.51.100.200", dport=5555),
    an_alert(6, src="203.0.113.9", dport=5555, os=Stack("Linux 2.4", family="Linux")),
    an_alert(7, src="2001:db8:1:2::8", dport=22, proto="udp", signature=Signature(HOSTILE, gid=1, sid=9)),
    an_alert(8, src="2001:db8:1:3::8", proto="icmp", sport=None, dport=None, icmp_type=8),
]


@pytest.fixture
def reader(tmp_path):
    """Read a store with what was known, and with what came late."""
    writer = StoreWriter(tmp_path / "store.db")
    writer.open()
    writer.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in (*KNOWN, *LATE)]))
    writer.close()
    found = StoreReader(tmp_path / "store.db")
    found.open()
    yield found
    found.close()


def test_what_was_never_seen_before_is_told(reader):
    """Ports with their protocol, signatures, systems, and networks; what is not known of an alert is nothing new."""
    found = {each.kind: each for each in newcomers(reader, 3, ALL)}
    assert [(group.name, group.alerts) for group in found["port"].groups] == [("tcp/5555", 2), ("udp/22", 1)]
    assert found["signature"].groups == (Group(HOSTILE, found["signature"].groups[0].match, 1),)
    assert found["stack"].groups == (Group("Linux", "os:Linux", 1),)
    assert {group.name for group in found["network"].groups} == {"203.0.113.0/24", "2001:db8:1:3::/64"}
    assert found["network"].count == 2


def test_the_filter_of_a_group_shows_all_of_it(reader):
    """And nothing else, whatever a stranger put into its name."""
    facts = Facts(now=0)
    for kind in newcomers(reader, 3, ALL):
        for group in kind.groups:
            query = parse_query(group.match)
            assert sum(matches(query, alert, facts) is True for alert in LATE) == group.alerts
            assert not any(matches(query, alert, facts) for alert in KNOWN)


def test_only_what_is_asked_about_is_looked_at(reader):
    """Known noise has new sources every minute."""
    assert [each.kind for each in newcomers(reader, 3, Sql("(dport = ?)", (5555,)))] == ["port", "stack", "network"]
    assert newcomers(reader, 8, ALL) == ()


def test_of_many_those_with_most_alerts_are_named(tmp_path):
    """And all are counted."""
    writer = StoreWriter(tmp_path / "store.db")
    writer.open()
    alerts = [an_alert(number, dport=1_000 + min(number, 30), sport=number) for number in range(1, 41)]
    writer.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in alerts]))
    writer.close()
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    ports = next(each for each in newcomers(reader, 0, ALL) if each.kind == "port")
    reader.close()
    assert (ports.count, len(ports.groups)) == (30, 8)
    assert ports.groups[0] == Group("tcp/1030", "dport:1030 proto:tcp", 11)
