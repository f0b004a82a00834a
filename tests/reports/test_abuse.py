"""Whether an abuse desk should be written to."""

from typing import Any

import msgspec
import pytest

from tests.reports.evidence import MADE, SECOND, a_part, a_report, incident
from tests.ui.desk import NETWORK
from wallwatch.reports.abuse import OLD, Doubt, contact, doubts, networks, reported
from wallwatch.reports.report import Part, Report

DESK = {"packets": 3, "verdict": "scanner"}
OTHER = msgspec.structs.replace(NETWORK, first="203.0.113.0", last="203.0.113.255", abuse="abuse@example.org", name="B")


def scan(network: Any = NETWORK, **fields: Any) -> Part:
    return msgspec.structs.replace(a_part("x", **DESK | fields), network=network)


def refusals(report: Report) -> list[str]:
    return [doubt.sentence for doubt in doubts(report) if doubt.refuses]


def test_a_scan_of_today_is_worth_a_mail() -> None:
    """Several packets of a scanner, from a network with a contact."""
    report = a_report(scan(), scan(dport=22))
    assert doubts(report) == []
    assert contact(report) == "abuse@example.net"


def test_leftovers_are_no_attack() -> None:
    """The incident of 2002 is one: a real system calls a service that the last holder of the address had."""
    (sentence,) = refusals(incident())
    assert sentence.startswith("leftover: a real system calls a service")


@pytest.mark.parametrize("verdict", ["leftover", "backscatter"])
def test_what_is_no_attack_is_left_out(verdict: str) -> None:
    """Where something else is worth a mail, it is about that, and says so."""
    attack = scan(dport=22)
    report = a_report(scan(verdict=verdict), attack)
    assert refusals(report) == []
    assert reported(report) == (attack,)
    assert "1 alert left out" in doubts(report)[0].sentence


def test_a_single_packet_proves_nothing() -> None:
    """Two of them do a little more, in one alert or in two."""
    assert "single packet" in refusals(a_report(scan(packets=1)))[0]
    assert refusals(a_report(scan(packets=1), scan(packets=1, dport=22))) == []
    assert refusals(a_report(scan(packets=2))) == []


def test_a_source_without_a_handshake_may_be_forged() -> None:
    """That is said, and no reason to refuse."""
    assert doubts(a_report(scan(proto="udp"))) == [Doubt("Without TCP the source of all of it may be forged.")]
    assert doubts(a_report(scan(proto="udp"), scan())) == []


def test_one_mail_is_for_one_network() -> None:
    """Two desks get two mails; two blocks of one desk are one."""
    report = a_report(scan(), scan(OTHER), scan(None, src="192.0.2.5"))
    assert "3 networks (EXAMPLE-54-B, B, 192.0.2.5)" in refusals(report)[0]
    same = msgspec.structs.replace(OTHER, abuse=NETWORK.abuse)
    assert refusals(a_report(scan(), scan(same))) == []
    assert len(networks(a_report(*(scan(None, src=f"192.0.2.{n}") for n in range(9))).parts)) == 9
    many = refusals(a_report(*(scan(None, src=f"192.0.2.{n}") for n in range(9))))
    assert "and 5 more" in many[0]


@pytest.mark.parametrize(
    "abuse", [None, "x", "a@b", "a@example.net\nBcc: b@example.net", "hostmaster@ripe.net", "a b@c.de"]
)
def test_a_contact_is_a_plain_address(abuse: str | None) -> None:
    """Whoever answers for a block may write anything there; a registry's own address is no contact."""
    report = a_report(scan(msgspec.structs.replace(NETWORK, abuse=abuse)))
    assert contact(report) is None
    (doubt,) = doubts(report)
    assert doubt.sentence.startswith("No abuse contact is known; wallwatch whois 198.51.100.7")
    assert not doubt.refuses


def test_old_news_are_doubtful() -> None:
    """A week later somebody else may have the address."""
    fresh = scan()
    age = MADE - fresh.alert.last
    assert doubts(a_report(fresh, made=MADE + OLD - age)) == []
    (doubt,) = doubts(a_report(fresh, made=MADE + OLD + 86_400 * SECOND))
    assert doubt.sentence.startswith("It is 8 days old")


def test_nothing_is_nothing_to_write_about() -> None:
    """Nor is a gap."""
    for report in (a_report(), a_report(a_part(proto="gap"))):
        assert refusals(report) == ["There is no connection attempt to write about."]
