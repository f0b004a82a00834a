"""What was sent from here."""

import pytest

from tests.evidence.samples import OURS, a_packet, a_sighting
from wallwatch.evidence.sent import Sent, leaves
from wallwatch.model import Header

SYN = Header(proto="tcp", src=OURS, sport=40000, dst="192.0.2.80", dport=80, flags="S")
ANSWER = Header(proto="tcp", src="192.0.2.80", sport=80, dst=OURS, dport=40000, flags="AS")


def test_an_answer_is_awaited():
    """A SYN-ACK is awaited where its SYN was seen, and only from that port."""
    sent = Sent()
    sent.note(SYN)
    assert sent.awaits(ANSWER)
    assert sent.has(SYN)
    assert not sent.awaits(Header(proto="tcp", src="192.0.2.80", sport=81, dst=OURS, dport=40000, flags="AS"))


def test_only_what_is_answered_counts():
    """An ICMP error calls for no answer."""
    sent = Sent()
    sent.note(Header(proto="icmp", src=OURS, dst="192.0.2.80", icmp_type=3, icmp_code=1))
    assert len(sent) == 0


def test_a_ping_is_answered():
    """An echo request has no ports, and its reply is awaited all the same."""
    sent = Sent()
    sent.note(Header(proto="icmp", src=OURS, dst="192.0.2.80", icmp_type=8, icmp_code=0))
    assert sent.awaits(Header(proto="icmp", src="192.0.2.80", dst=OURS, icmp_type=0, icmp_code=0))


def test_memory_is_bounded():
    """The oldest exchanges make room."""
    sent = Sent(capacity=10)
    for port in range(1_000):
        sent.note(Header(proto="udp", src=OURS, sport=port, dst="192.0.2.53", dport=53))
    assert len(sent) <= 10
    assert sent.awaits(Header(proto="udp", src="192.0.2.53", sport=53, dst=OURS, dport=999))


@pytest.mark.parametrize(
    ("fields", "is_ours"),
    [
        ({"iface_in": "ppp0"}, False),
        ({"iface_in": None, "iface_out": "ppp0"}, True),
        ({"iface_in": "eth0", "iface_out": "ppp0"}, False),
        ({"iface_in": None}, False),
        ({"kind": "signature", "iface_in": None, "iface_out": "ppp0"}, False),
    ],
)
def test_a_firewall_knows_what_leaves(fields, is_ours):
    """What was made here leaves by an interface and came in by none; an IDS only says where it listens."""
    assert leaves(a_packet(sightings=(a_sighting(**fields),))) is is_ours
