"""Records as lines of text."""

import msgspec
import pytest

from tests.model.test_scan import ports, scan
from wallwatch.cli.output import alert_line, endpoints, json_line, scan_line, sighting_line
from wallwatch.model import GAP, Alert, Header, Sighting, Signature, Stack

SIGHTING = Sighting(
    proto="tcp", src="198.51.100.112", sport=3504, dst="203.0.113.120", dport=6346, time=1015083174000000,
    format="ipchains", action="block", ttl=117, ip_id=31988, length=48, flags="S",
)  # fmt: skip
ALERT = Alert(
    id=1, first=1015083174630347, last=1015083183611243, tick=1, proto="tcp", src="198.51.100.112", sport=3504,
    dst="203.0.113.120", dport=6346, packets=3, ladder=(2.96, 6.02), witnesses="SKPD",
    signature=Signature(message="TCP to 6346 gnutella"), os=Stack(label="Windows NT family", hops=11),
)  # fmt: skip


def test_a_sighting_is_one_line() -> None:
    """When, which format, from where to where, and what it says."""
    assert sighting_line(SIGHTING) == (
        "2002-03-02T15:32:54+00:00 ipchains block tcp 198.51.100.112:3504 > 203.0.113.120:6346 flags S ttl 117 id 31988"
        " len 48"
    )


def test_a_repeat_says_how_often() -> None:
    """A line that stands for more packets tells their number."""
    assert sighting_line(msgspec.structs.replace(SIGHTING, repeat=2)).endswith("repeated 2 times")


def test_an_alert_is_one_line() -> None:
    """When, how often, from where to where, what, from which system, seen by whom."""
    assert alert_line(ALERT) == (
        "2002-03-02T15:32:54.630347+00:00 x3 tcp 198.51.100.112:3504 > 203.0.113.120:6346 TCP to 6346 gnutella"
        " os Windows NT family hops 11 ladder 2.96 6.02 seen SKPD"
    )


def test_an_alert_without_a_signature_says_what_the_firewall_did() -> None:
    """Action and chain stand in for the message; an unknown stack is a question mark."""
    bare = msgspec.structs.replace(ALERT, signature=None, action="block", chain="input", os=None)
    assert "block input os ?" in alert_line(bare)


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        (Header(proto="47", src="192.0.2.1", dst="192.0.2.2"), "192.0.2.1 > 192.0.2.2"),
        (
            Header(proto="icmp", src="192.0.2.1", dst="192.0.2.2", icmp_type=8, icmp_code=0),
            "192.0.2.1 > 192.0.2.2 type 8 code 0",
        ),
        (
            Header(proto="tcp", src="2001:db8::1", sport=1, dst="2001:db8::2", dport=2),
            "[2001:db8::1]:1 > [2001:db8::2]:2",
        ),
    ],
)
def test_endpoints_read_as_they_should(header: Header, shown: str) -> None:
    """IPv6 addresses with a port stand in brackets; an ICMP type is no port."""
    assert endpoints(header) == shown


def test_a_json_record_is_one_line() -> None:
    """Newlines in strings are escaped."""
    assert json_line({"raw": "a\nb"}) == '{"raw":"a\\nb"}'


def test_a_gap_is_a_line_of_its_own() -> None:
    """When it was found out, in which source, and what is known of it; it has no packets, ports or witnesses."""
    gap = msgspec.structs.replace(ALERT, proto=GAP, src="kern", dst="", because="kern.log.1 is gone.")
    assert alert_line(gap).split(" ", 1)[1] == "gap kern: kern.log.1 is gone."


def test_a_scan_is_one_line() -> None:
    """When, which, from where to where, at which ports, how many alerts, what sent it, and why it is one."""
    both = scan(kind="block", targets=("2001:db8::1", "2001:db8::2"), ports=(ports("tcp", 22, 23), ports("udp", 53)))
    assert scan_line(both) == (
        "2002-03-02T15:00:00+00:00 scan 1 block 198.51.100.7 > 2001:db8::1 and 1 more tcp 22-23 udp 53 1000 alerts"
        " os ?: knocks at 3 ports of 2 hosts within 3 s"
    )
