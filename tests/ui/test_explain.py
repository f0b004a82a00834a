import pytest

from tests.ui.alerts import a_packet
from wallwatch.model import Header
from wallwatch.ui.explain import Field, flags, ip_fields, option, quote, transport_fields

BARE = Header(proto="tcp", src="198.51.100.7", dst="192.0.2.1")


def shown(fields):
    return {field.name: (field.value, field.meaning) for field in fields}


def test_an_ip_header_is_explained():
    """The TTL tells a distance, the identification is shown in both ways of writing it."""
    fields = shown(ip_fields(a_packet()))
    assert fields["ttl"] == ("117", "11 hops, if it began at 128")
    assert fields["id"] == ("31988 (0x7cf4)", "")
    assert fields["bits"] == ("DF", "do not fragment")
    assert fields["header"] == ("20 bytes", "")


def test_what_was_not_logged_is_not_there():
    """A field that no source logged has no line; nothing is made up."""
    assert [field.name for field in ip_fields(BARE)] == ["addresses"]
    assert list(transport_fields(BARE)) == []


def test_a_tcp_header_is_explained_with_its_options_in_order():
    """Ports, flags, window and every option in wire order, each with what it means."""
    fields = list(transport_fields(a_packet()))
    assert fields[0] == Field("ports", "3504 > 6346", "gnutella")
    assert Field("flags", "SYN", "asks for a connection") in fields
    assert Field("window", "5840", "4 times the MSS") in fields
    assert [field.value for field in fields if field.name == "option"] == ["mss 1460", "nop", "nop", "sok"]


@pytest.mark.parametrize(
    ("letters", "value", "meaning"),
    [
        ("S", "SYN", "asks for a connection"),
        ("AS", "SYN ACK", "answers a SYN: the port is open"),
        ("UPF", "URG PSH FIN", None),
        ("", "none", "no flag at all: no stack sends that"),
        ("CEUAPRSF", "CWR ECE URG ACK PSH RST SYN FIN", ""),
    ],
)
def test_flags_are_spelled_out(letters, value, meaning):
    """Flags have their names, and a set that is known its meaning."""
    field = flags(letters)
    assert sorted(field.value.split()) == sorted(value.split())
    assert meaning is None or field.meaning == meaning


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("mss:1460", Field("mss", "1460", "takes segments of up to 1460 bytes")),
        ("ws:7", Field("ws", "7", "windows count 128-fold")),
        ("ws:99", Field("ws", "99", "windows count in an impossible scale")),
        ("ts:100:0", Field("ts", "100 0", "timestamp 100, echo 0")),
        ("eol", Field("eol", "", "end of the list")),
        ("?254", Field("?254", "", "an option that is unknown here")),
        ("nop:1:2", Field("nop", "1 2", "with values that it does not take")),
    ],
)
def test_options_are_explained(text, field):
    """An option has its value and its meaning; a strange one is said to be strange."""
    assert option(text) == field


def test_udp_and_icmp_have_their_own_fields():
    """An ICMP type is named and is no port; UDP shows its length."""
    icmp = Header(proto="icmp", src="198.51.100.7", dst="192.0.2.1", icmp_type=8, icmp_code=0, icmp_id=7)
    assert shown(transport_fields(icmp))["type"] == ("8", "echo request")
    udp = Header(proto="udp", src="198.51.100.7", dst="192.0.2.1", sport=53, dport=1434, udp_length=404)
    assert shown(transport_fields(udp)) == {"ports": ("53 > 1434", "ms-sql-m"), "length": ("404 bytes", "")}


def test_odd_headers_are_shown_as_they_are():
    """A fragment, the reserved bit, no options and a malformed list are told."""
    odd = Header(
        proto="tcp", src="198.51.100.7", dst="192.0.2.1", frag_offset=1480, mf=True, reserved=True, options=(), tos=16,
        options_bad=True, ip_header=24, urgent=9,
    )  # fmt: skip
    ip, tcp = shown(ip_fields(odd)), shown(transport_fields(odd))
    assert (ip["fragment"][0], ip["bits"][0], ip["tos"][0]) == ("from byte 1480", "MF reserved bit", "0x10")
    assert ip["header"] == ("24 bytes", "with options")
    assert tcp["options"][0] == "malformed"


def test_a_quoted_packet_is_one_line():
    """What an ICMP error quotes is named by its ends."""
    assert quote(Header(proto="udp", src="192.0.2.1", sport=53, dst="2001:db8::1", dport=7)) == (
        "udp 192.0.2.1:53 > [2001:db8::1]:7"
    )
