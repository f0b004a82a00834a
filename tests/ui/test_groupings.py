import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import a_session, commit
from wallwatch.filter.clause import FALSE, TRUE, Sql
from wallwatch.filter.parse import parse_query
from wallwatch.model import GAP, Change, Signature, Stack
from wallwatch.store import StoreReader
from wallwatch.ui.groupings import GROUPINGS

SIGNED = {"signature": Signature("TCP to 6346", gid=1, sid=7)}
ALERTS = [
    an_alert(id=1, src="198.51.100.7", lines=3),
    an_alert(id=2, src="198.51.100.9", network="EXAMPLE-NET", os=Stack("Windows NT", match="generic")),
    an_alert(id=3, src="198.51.100.7", last=MOMENT + 9 * SECOND, dport=22, **SIGNED),
    an_alert(id=4, src="2001:db8::7", proto="icmp6", sport=None, dport=None, icmp_type=128, icmp_code=0),
    an_alert(id=5, src="2001:db8::8", proto="udp", dport=6346),
    an_alert(id=6, src="kern", dst="", proto=GAP, sport=None, dport=None, lines=0),
]
NAMED = {grouping.name: grouping for grouping in GROUPINGS}


@pytest.fixture
def reader(tmp_path):
    session = a_session(tmp_path)
    commit(session.store, [Change(kind="new", alert=alert) for alert in ALERTS])
    reader = StoreReader(session.store)
    reader.open()
    yield reader
    reader.close()


EXPECTED = {
    "source": {"198.51.100.7": [1, 3], "198.51.100.9": [2], "2001:db8::7": [4], "2001:db8::8": [5], "kern": [6]},
    "network": {"198.51.100.0/24": [1, 3], "EXAMPLE-NET": [2], "2001:db8::/64": [4, 5], "kern": [6]},
    "target port": {
        "6346/tcp gnutella": [1, 2],
        "22/tcp ssh": [3],
        "echo request": [4],
        "6346/udp gnutella": [5],
        "gap": [6],
    },
    "signature": {"no signature": [1, 2, 4, 5, 6], "TCP to 6346 [1:7]": [3]},
    "stack": {"?": [1, 3, 4, 5, 6], "Windows NT": [2]},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_alerts_are_put_together_by_what_they_have_in_common(reader, name):
    """Every alert is in one group, whose label says what they share; opened, it has exactly these alerts."""
    grouping = NAMED[name]
    groups = grouping.read(reader, TRUE, "min(id)", Sql("(id = 3)"))
    found = {}
    for index in range(len(groups)):
        row = groups.group_at(index)
        (alert,) = reader.alerts([row.alert])
        members = list(reader.index(grouping.members(reader, row.alert)).ids)
        assert (row.alerts, row.tagged) == (len(members), int(3 in members))
        found[grouping.label(alert) or "?"] = members
    assert found == EXPECTED[name]


def test_a_group_counts_lines_and_times_of_what_is_listed(reader):
    """Only alerts that are let through are in it."""
    groups = NAMED["source"].read(reader, Sql("(src = ?)", ("198.51.100.7",)), "count(*) DESC", FALSE)
    row = groups.group_at(0)
    assert (len(groups), row.alerts, row.lines, row.first, row.last) == (1, 2, 4, MOMENT, MOMENT + 9 * SECOND)


def test_a_group_whose_alert_is_gone_opens_into_nothing(reader):
    """It was pruned since the groups were made; other alerts that know as little are not taken for it."""
    assert list(reader.index(NAMED["stack"].members(reader, 99)).ids) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_every_group_has_a_term_of_the_filter(name):
    """With it the keys = and ! work on a group as they do on a cell."""
    for alert in ALERTS:
        for negate in (False, True):
            (term,) = parse_query(NAMED[name].term(alert, negate=negate)).terms
            assert term.negated is negate
