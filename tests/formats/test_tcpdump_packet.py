import pytest

from wallwatch.formats import tcpdump_packet

V4 = "IP (tos 0x0, ttl 64, id 7, offset 0, flags [none], proto TCP (6), length 40) 192.0.2.1.1 > 198.51.100.1.2: "
V6 = "IP6 (hlim 64, next-header TCP (6) payload length: 20) 2001:db8::1.1 > 2001:db8::2.2: "
SYN = "Flags [S], seq 5, win 1024, length 0"
CHAIN = V6.replace("TCP (6)", "Options (0)").replace(".1 ", " ").replace(".2: ", ": ")


@pytest.mark.parametrize(
    ("text", "some"),
    [
        (V4 + SYN, {"df": False, "mf": False, "reserved": False, "ip_header": 20, "tcp_header": 20, "options": ()}),
        (V4.replace("none", "+, DF, rsvd") + SYN, {"df": True, "mf": True, "reserved": True}),
        (V4.replace("0x0", "0x2,ECT(0)") + SYN, {"tos": 2}),
        (V4.replace("40)", "44, options (RA))") + SYN, {"ip_header": None, "tcp_header": None}),
        (V4.replace("40)", "40, bad cksum 0 (->af5b)!)") + SYN, {"length": 40}),
        (V4.replace("proto TCP (6), length", "proto: TCP (6), length:") + SYN, {"proto": "tcp", "length": 40}),
        (V4.replace("proto TCP (6), length", "length:") + SYN, {"proto": "tcp", "flags": "S"}),
        (V6 + SYN, {"tos": 0, "flow_label": 0, "length": 60, "ip_header": 40, "src": "2001:db8::1", "sport": 1}),
        (V6.replace("hlim", "class 0x28, flowlabel 0xf6279, hlim") + SYN, {"tos": 0x28, "flow_label": 0xF6279}),
        (CHAIN + "HBH (padn) 20 > 80: " + SYN, {"proto": "tcp", "sport": 20, "ip_header": None}),
        (CHAIN + "frag (0xdeadbeef:1480|40)", {"proto": "0", "frag_offset": 1480, "sport": None}),
        (CHAIN + "HBH (padn) frag (0x5:0|16) DSTOPT (padn) 53 > 80: [udp sum ok] x", {"proto": "udp", "dport": 80}),
        (CHAIN + "AH(length=4(24-bytes),spi=0x1,icv=0x2): 20 > 80: " + SYN, {"proto": "tcp", "seq": 5}),
        ("192.0.2.1.1 > 198.51.100.1.2: . ack 9 win 5 (DF)", {"flags": "A", "ack": None, "df": True, "ttl": None}),
        ("IP6 fe80::1.546 > ff02::1:2.547: dhcp6 solicit", {"proto": "udp", "dst": "ff02::1:2", "dport": 547}),
        ("IP 192.0.2.1 > 198.51.100.1: ICMP echo request, id 1, seq 2, length 64", {"icmp_type": 8, "icmp_seq": 2}),
    ],
)
def test_a_packet_says_what_tcpdump_means(text: str, some: dict[str, object]) -> None:
    """IPv4 and IPv6, with their options, extension headers, and the words of older versions."""
    packet = tcpdump_packet.read(text)
    assert packet is not None
    assert {name: packet.fields.get(name) for name in some} == some


@pytest.mark.parametrize(
    "text",
    [
        "",
        V4,
        V4[:-10],
        V4 + SYN[:-9],
        "IP 192.0.2.1.1 > 2001:db8::1.2: " + SYN,
        "IP 192.0.2.1 > 198.51.100.1: prose",
    ],
)
def test_a_torn_packet_is_none(text: str) -> None:
    """Nor is one of two kinds of addresses."""
    assert tcpdump_packet.read(text) is None


def test_spans_are_those_of_the_fields() -> None:
    """A port behind an extension header stands there."""
    text = CHAIN + "HBH (padn) frag (0x5:0|16) 53 > 80: [udp sum ok] UDP, length 8"
    packet = tcpdump_packet.read(text)
    assert packet is not None
    found = {name: text[start:end] for name, (start, end) in packet.spans.items()}
    assert (found["sport"], found["dport"], found["frag_offset"], found["udp_length"]) == ("53", "80", "0", "8")
