"""Rules that several alerts suggest."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.filter.samples import ALERTS, GNUTELLA, NOW
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.model import Stack
from wallwatch.noise.draft import drafts
from wallwatch.noise.read import NAME_MAX, new_rule
from wallwatch.noise.shared import shared_drafts

FACTS = Facts(now=NOW)


def like(**fields):
    return msgspec.structs.replace(GNUTELLA, **fields)


def test_one_alert_has_the_drafts_of_one():
    """Nothing is different where one is tagged."""
    assert shared_drafts([GNUTELLA], None) == drafts(GNUTELLA, None)


def test_what_is_shared_goes_from_the_narrowest_to_the_widest():
    """Few sources and ports are named; what differs, here the signature, is no part of a rule."""
    alerts = [like(src="192.0.2.1"), like(src="192.0.2.130", dport=6347, signature=None)]
    assert [(draft.label, draft.match) for draft in shared_drafts(alerts, None)] == [
        ("these 2 sources to tcp ports 6346,6347", "src:192.0.2.1,192.0.2.130 dport:6346,6347 proto:tcp"),
        ("these 2 sources to anything", "src:192.0.2.1,192.0.2.130"),
        ("network ICGNET-54-B to tcp ports 6346,6347", "net:ICGNET-54-B dport:6346,6347 proto:tcp"),
        ("Windows to tcp ports 6346,6347", "os:Windows dport:6346,6347 proto:tcp"),
        ("tcp ports 6346,6347", "dport:6346,6347 proto:tcp"),
    ]


@pytest.mark.parametrize(
    ("sources", "network", "term"),
    [
        (["192.0.2.1", "192.0.2.130"], None, "src:192.0.2.0/24"),
        (["192.0.2.1", "192.0.2.2"], "192.0.2.0 - 192.0.2.63", "src:192.0.2.0/26"),
        (["192.0.2.1", "192.0.2.130"], "192.0.2.0 - 192.0.2.63", "src:192.0.2.0/24"),
        (["192.0.2.1", "203.0.113.1"], None, None),
        (["2001:db8::1", "2001:db8:1::1"], None, "src:2001:db8::/47"),
        (["2001:db8::1", "192.0.2.1"], None, None),
        (["192.0.2.1", "192.0.2.1"], None, "src:192.0.2.0/24"),
    ],
)
def test_a_network_holds_all_sources_and_is_not_too_wide(sources, network, term):
    """The registered block if it holds all, else the smallest one around them."""
    found = [draft.match for draft in shared_drafts([like(src=source, network=None) for source in sources], network)]
    assert [match for match in found if "/" in match] == ([f"{term} dport:6346 proto:tcp"] if term else [])


def test_many_sources_and_ports_are_no_part_of_a_rule():
    """What is left is what they still have in common; it may be nothing."""
    alerts = [like(src=f"192.0.2.{number}", dport=number, network=None) for number in range(1, 20)]
    assert [draft.match for draft in shared_drafts(alerts, None)] == ['msg:"TCP to 6346 gnutella"']
    bare = [like(src=f"{n}.0.2.1", dport=n, network=None, signature=None, os=Stack(str(n))) for n in range(1, 20)]
    assert shared_drafts(bare, None) == ()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ALERTS, min_size=2, max_size=4))
def test_every_draft_is_a_rule_that_matches_all_of_them(alerts):
    """Whatever was tagged together."""
    for draft in shared_drafts(alerts, None):
        rule = new_rule(draft.name, "noise", draft.match, now=NOW)
        assert all(matches(rule.query, alert, FACTS) is True for alert in alerts)
        assert len(draft.name) <= NAME_MAX
