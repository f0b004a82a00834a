"""The words that all reports share."""

from typing import Any

import msgspec
import pytest

from tests.reports.evidence import SECOND, a_part, a_report, incident
from tests.ui.alerts import MOMENT, a_packet, a_sighting, an_alert
from tests.ui.desk import NETWORK
from wallwatch.model import Signature
from wallwatch.reports import words
from wallwatch.reports.report import Part

DAY = 86_400 * SECOND


@pytest.mark.parametrize(
    ("name", "alerts", "title"),
    [
        ("gnutella", [{}], "Incident: 2002-03-02 tcp:6346 gnutella"),
        ("TCP:6346 gnutella", [{}], "Incident: 2002-03-02 TCP:6346 gnutella"),
        ("", [{"signature": Signature("Slammer")}, {}], "Incident: 2002-03-02 tcp:6346 Slammer"),
        ("", [{"signature": Signature("a")}, {"signature": Signature("b")}], "Incident: 2002-03-02 tcp:6346"),
        ("scan", [{"dport": port} for port in (1, 2, 3)], "Incident: 2002-03-02 tcp:1 tcp:2 tcp:3 scan"),
        ("scan", [{"dport": port} for port in range(9)], "Incident: 2002-03-02 9 ports scan"),
        ("ping", [{"proto": "icmp", "dport": None}], "Incident: 2002-03-02 icmp ping"),
        ("x", [{}, {"first": MOMENT + DAY}], "Incident: 2002-03-02 to 2002-03-03 tcp:6346 x"),
        ("x", [{"zone": 9 * 3600}], "Incident: 2002-03-03 tcp:6346 x"),
        ("x", [], "Incident: x"),
    ],
)
def test_a_title_has_date_port_and_name(name: str, alerts: list[dict[str, Any]], title: str) -> None:
    """As in "03-02-02 tcp:6346 Gnutella", with a date that is read the same way everywhere."""
    assert words.title(a_report(*(a_part(**fields) for fields in alerts), name=name)) == title


def test_the_most_called_port_comes_first() -> None:
    """What was called once does not head a report."""
    parts = [a_part(dport=80), a_part(dport=22, packets=9), a_part(proto="gap")]
    assert words.ports_of(parts) == ["tcp:22", "tcp:80"]


def test_a_summary_counts() -> None:
    """Attempts, packets, sources, and the span, in UTC."""
    assert words.summary(incident()) == (
        "2 connection attempts, 6 packets, from 2 addresses; 2002-03-02 15:32:54 UTC to 2002-03-02 16:44:08 UTC."
    )
    assert words.summary(a_report(a_part("x"))).startswith("1 connection attempt, 1 packet, from 1 address;")
    assert words.summary(a_report()) == "No connection attempt."


def test_what_is_not_known_is_not_told() -> None:
    """An alert that knows next to nothing has few facts."""
    names = [name for name, _ in words.facts(a_part(action=None, chain=None, flags=None))]
    assert names == ["when", "packets", "seen by", "verdict"]


def test_an_alert_is_told_in_facts() -> None:
    """Times are by the clock of the logs, with its offset."""
    facts = dict(words.facts(incident().parts[0]))
    assert facts["when"] == "2002-03-02 15:32:54.630347+00:00 to 15:33:03.611243+00:00"
    assert facts["packets"] == "3 (2.96 s, 6.02 s apart)"
    assert facts["system"] == "Windows NT family, 11 hops away"
    assert facts["verdict"].startswith("leftover: a Windows host retries")
    over_night = a_part(last=MOMENT + DAY, zone=3600)
    assert dict(words.facts(over_night))["when"] == (
        "2002-03-02 16:32:54.630347+01:00 to 2002-03-03 16:32:54.630347+01:00"
    )


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({}, "198.51.100.7:3504 > 192.0.2.1:6346 tcp"),
        ({"src": "2001:db8::7", "dst": "2001:db8::1"}, "[2001:db8::7]:3504 > [2001:db8::1]:6346 tcp"),
        (
            {"proto": "icmp", "sport": None, "dport": None, "icmp_type": 8, "icmp_code": 0},
            "198.51.100.7 > 192.0.2.1 icmp type 8 code 0",
        ),
    ],
)
def test_who_called_whom(fields: dict[str, Any], heading: str) -> None:
    """An address is never cut, and brackets keep a port from it."""
    assert words.heading(an_alert(**fields)) == heading


def test_a_network_is_laid_out_as_whois_did() -> None:
    """Holder, name, block and contact; what a registry did not say leaves no empty line."""
    assert words.network_lines(NETWORK) == [
        "Example NetAhead, Inc. (EXAMPLE-54-B)",
        "   US",
        "",
        "Netname: EXAMPLE-54-B",
        "   Netblock: 198.51.100.0 - 198.51.100.255",
        "",
        "Abuse contact:",
        "      abuse@example.net",
    ]
    bare = msgspec.structs.replace(NETWORK, name=None, organisation=None, country=None, abuse=None, asn=64500)
    assert words.network_lines(bare) == ["   Netblock: 198.51.100.0 - 198.51.100.255", "   AS: AS64500"]
    assert words.network_title(NETWORK) == "whois (whois.arin.net, 2002-03-02)"


def test_again_is_the_same_service_or_signature() -> None:
    """Anything else is no "and again"."""
    one, two = incident().parts
    assert words.is_again(two, one)
    assert not words.is_again(a_part(dport=80), one)
    assert words.is_again(a_part(dport=80, signature=Signature("x")), a_part(dport=22, signature=Signature("x")))
    assert not words.is_again(a_part(dport=80), a_part(dport=22))


def test_a_report_says_what_it_leaves_out() -> None:
    """Who made it, what was chosen, what is not in it, and what in it is not true."""
    said = words.made(incident(chosen="incident gnutella", left_out=2, masked=True))
    assert said.startswith("Made by wallwatch, 2002-03-02 23:00:00 UTC. Chosen: incident gnutella.")
    assert "2 further alerts of these are left out." in said
    assert said.endswith("stand-ins.")
    assert words.unshown(a_part("one", lines=2)) == "1 more line is not shown."
    assert words.unshown(a_part("one")) == ""


def test_the_other_side_of_a_nat_is_told() -> None:
    """The tuple of the lines that were logged there."""
    inside = a_sighting(src="192.168.1.5", sport=50_504)
    part = Part(alert=an_alert(), packets=(a_packet(sightings=(a_sighting(), inside)),))
    assert dict(words.facts(part))["translated"] == "also logged as 192.168.1.5:50504 > 192.0.2.1:6346"
