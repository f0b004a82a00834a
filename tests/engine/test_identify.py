"""Alerts get a stack and a network on their way to the store."""

import msgspec

from wallwatch.engine.identify import Identifier
from wallwatch.model import Alert, Change, Header, Packet, Stack

OWN = Stack(label="Windows", family="Windows", match="generic", hops=11)
REPORTED = Stack(label="Windows 95 or early NT4", hops=12)
ALERT = Alert(id=7, first=0, last=0, proto="tcp", src="198.51.100.112", dst="203.0.113.120", os=REPORTED)
BARE = Packet(proto="tcp", src=ALERT.src, dst=ALERT.dst, time=0, flags="S")
DECODED = msgspec.structs.replace(BARE, options=("mss:1460",))


def _own(header: Header) -> Stack | None:
    return OWN if header.options else None


def _no_network(_address: str) -> None:
    return None


def _change(*touched: tuple[int, Packet], alert: Alert = ALERT) -> Change:
    return Change(kind="grown", alert=alert, touched=touched)


def test_what_p0f_reported_stands_until_the_syn_is_decoded() -> None:
    """Without a decoded SYN the answer is p0f's."""
    assert Identifier(_own, _no_network).complete(_change((0, BARE))).alert.os == REPORTED


def test_our_own_answer_stands_where_the_syn_was_decoded() -> None:
    """The first packet's options decide."""
    assert Identifier(_own, _no_network).complete(_change((0, DECODED))).alert.os == OWN


def test_a_retransmission_inherits_the_answer() -> None:
    """Later packets neither lose nor change what the first SYN told."""
    identifier = Identifier(_own, _no_network)
    identifier.complete(_change((0, DECODED)))
    assert identifier.complete(_change((1, BARE))).alert.os == OWN


def test_the_answer_is_inherited_over_a_restart() -> None:
    """What an earlier run stored is remembered; p0f's words are not mistaken for our own."""
    identifier = Identifier(_own, _no_network)
    identifier.restore([msgspec.structs.replace(ALERT, os=OWN), msgspec.structs.replace(ALERT, id=8)])
    assert identifier.complete(_change((1, BARE))).alert.os == OWN
    eighth = msgspec.structs.replace(ALERT, id=8, os=None)
    assert identifier.complete(_change((1, BARE), alert=eighth)).alert.os is None


def test_the_network_comes_from_what_is_known() -> None:
    """A network and AS number are filled in where the look-up knows the address."""
    identifier = Identifier(_own, {"198.51.100.112": ("EXAMPLE-54-B", 64500)}.get)
    alert = identifier.complete(_change((0, BARE))).alert
    assert (alert.network, alert.asn) == ("EXAMPLE-54-B", 64500)
