"""Rules that an alert suggests."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.filter.samples import ALERTS, BARE, GNUTELLA, NOW
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.model import Signature, Stack
from wallwatch.noise.draft import drafts
from wallwatch.noise.read import new_rule

FACTS = Facts(now=NOW)


def test_drafts_go_from_the_narrowest_to_the_widest():
    """Source, network, stack and signature with the target port, then the port alone."""
    assert [(draft.label, draft.match, draft.name) for draft in drafts(GNUTELLA, "192.0.0.0 - 192.0.31.255")] == [
        ("192.0.2.112 to tcp port 6346", "src:192.0.2.112 dport:6346 proto:tcp", "tcp/6346 from 192.0.2.112"),
        ("192.0.2.112 to anything", "src:192.0.2.112", "from 192.0.2.112"),
        (
            "network 192.0.0.0/19 to tcp port 6346",
            "src:192.0.0.0/19 dport:6346 proto:tcp",
            "tcp/6346 from 192.0.0.0/19",
        ),
        ("Windows to tcp port 6346", "os:Windows dport:6346 proto:tcp", "tcp/6346 by Windows"),
        ('signature "TCP to 6346 gnutella"', 'msg:"TCP to 6346 gnutella"', "TCP to 6346 gnutella"),
        ("tcp port 6346", "dport:6346 proto:tcp", "tcp/6346"),
    ]


@pytest.mark.parametrize(
    ("network", "term"),
    [
        (None, "net:ICGNET-54-B"),
        ("ICGNET-54-B", "net:ICGNET-54-B"),
        ("192.0.2.0/25", "src:192.0.2.0/25"),
        ("198.51.100.0/24", "src:192.0.2.0/24"),
        ("another", "src:192.0.2.0/24"),
    ],
)
def test_a_network_is_its_block_or_its_name_and_never_another_one(network, term):
    """A block that does not hold the source, or a name that is not its network's, is not taken."""
    assert drafts(GNUTELLA, network)[2].match == f"{term} dport:6346 proto:tcp"


def test_an_alert_of_which_little_is_known_has_its_drafts():
    """Without port, signature, stack or network the addresses around the source and the protocol are left."""
    assert [draft.match for draft in drafts(BARE, None)] == [
        "src:2001:db8::7 proto:47",
        "src:2001:db8::7",
        "src:2001:db8::/64 proto:47",
        "proto:47",
    ]
    ping = msgspec.structs.replace(BARE, proto="icmp6", icmp_type=128)
    assert drafts(ping, None)[-1] == drafts(ping, None)[-1]
    assert (drafts(ping, None)[-1].label, drafts(ping, None)[-1].match) == ("icmp6 type 128", "type:128 proto:icmp6")


@pytest.mark.parametrize(
    ("signature", "match"),
    [
        (Signature("WEB attack", 1, 1243, 5), "sid:1:1243"),
        (Signature("WEB attack", None, 1243), "sid:1243"),
        (Signature("WEB attack", 1, 0, 0), 'msg:"WEB attack"'),
        (Signature("WEB attack"), 'msg:"WEB attack"'),
        (Signature(""), None),
    ],
)
def test_a_signature_is_its_number_or_else_its_words(signature, match):
    """A local rule without a number of its own is told by its message."""
    found = [draft.match for draft in drafts(msgspec.structs.replace(GNUTELLA, signature=signature), None)]
    assert [term for term in found if term.startswith(("sid", "msg"))] == ([match] if match else [])


LONG = 'x" \\ [[rule]]' * 900


@given(
    ALERTS
    | ALERTS.map(lambda alert: msgspec.structs.replace(alert, os=Stack(LONG), signature=Signature(LONG), network=LONG)),
    st.none() | st.text(max_size=20) | st.sampled_from(["192.0.2.0/24", "2001:db8::/32", "-", LONG]),
)
def test_every_draft_makes_a_rule_that_matches_its_alert(alert, network):
    """Each draft can be saved as it is, and hides at least the alert that it was made of."""
    found = drafts(alert, network)
    assert len({draft.match for draft in found}) == len(found)
    for draft in found:
        rule = new_rule(draft.name, "a test", draft.match, now=NOW)
        assert matches(rule.query, alert, FACTS) is True, draft
