import pytest

from wallwatch.formats import tcpdump_carried

NONE = {"proto": None}
PORTS = {"proto": None, "sport": 1, "dport": 2}


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("Flags [SEW], seq 5, win 8, length 0", {"flags": "CES", "seq": 5}),
        ("Flags [FSRP.UEW], seq 5, ack 6, win 8, urg 9, length 0", {"flags": "CEUAPRSF", "seq": 5, "urgent": 9}),
        ("Flags [none], seq 5, win 8, length 0", {"flags": "", "seq": 5}),
        ("Flags [S.], seq 5, ack 6, win 8, length 0", {"flags": "AS", "seq": 5, "ack": 6}),
        ("Flags [P.], seq 1:9, ack 1, win 8, length 8: HTTP", {"flags": "AP", "seq": None, "ack": None}),
        ("Flags [R], seq 5, win 0, length 0", {"flags": "R", "seq": 5}),
        ("Flags [S], cksum 0x1 (incorrect -> 0x2), seq 5, win 8, options [mss [bad opt]], length 0",
         {"options": None, "options_bad": True}),
        ("Flags [S] [bad hdr length 60 - too long, > 20]", {"flags": "S", "window": None}),
        ("tcp 0", {"flags": None, "window": None}),
        ("S, cksum 0x12ab (correct), 5:5(0) win 8 <mss 1460>", {"seq": 5, "options": ("mss:1460",)}),
        (" [|tcp]", {"flags": None, "proto": "tcp"}),
        ("S 5:5(0) win 8 <mss 1412,sackOK,timestamp 10[|tcp]> (DF)", {"options": None, "df": True, "seq": 5}),
        ("S [ECN-Echo,CWR] 5:5(0) win 8 (DF) [tos 0x10] ", {"flags": "CES", "tos": 16, "options": ()}),
        ("FP 5:5(0) win 8 urg 1", {"flags": "UPF", "seq": 5}),
        ("P 7:9(2) ack 3 win 8", {"flags": "AP", "seq": None}),
        ("S [tcp sum ok] 5:5(0) win 8 (ttl 64, id 7, len 40)",
         {"df": False, "tos": 0, "mf": False, "tcp_header": 20, "length": 40}),
    ],
)  # fmt: skip
def test_a_segment_gives_its_fields(text: str, some: dict[str, object]) -> None:
    """Letters in the order of all formats; relative numbers are in no field."""
    carried = tcpdump_carried.read(text, 0, PORTS)
    assert carried is not None
    assert carried.fields["proto"] == "tcp"
    assert {name: carried.fields.get(name) for name in some} == some


def test_relative_numbers_are_kept_as_what_they_are() -> None:
    """They are not those of the header."""
    carried = tcpdump_carried.read("Flags [.], seq 1, ack 7, win 8, length 0", 0, PORTS)
    assert carried is not None
    assert carried.more == (("relative seq", "1"), ("relative ack", "7"))


@pytest.mark.parametrize(
    ("header", "text", "some"),
    [
        (PORTS, "UDP, length 50", {"proto": "udp", "udp_length": 58}),
        (PORTS, " udp 73 (DF) (ttl 64, id 3)".lstrip(), {"proto": "udp", "udp_length": 81, "df": True, "ip_id": 3}),
        (PORTS, "29041 zoneInit+% [b2&3=0x7171] [|domain]", {"proto": "udp", "udp_length": None}),
        (PORTS, "[no cksum] UDP, length 8", {"udp_length": 16}),
        (PORTS, "NTPv4, Client, length 48", {"proto": "udp"}),
        (PORTS, "sctp", {"proto": "132"}),
        (NONE, "AH(spi=0x1,sumlen=16,seq=0x1): ESP(", {"proto": "51"}),
        (NONE, "HBH ICMP6, multicast listener report v2, 1 group record(s), length 28", {"icmp_type": 143}),
        (NONE, "icmp: host 192.0.2.1 unreachable [tos 0xc0] ", {"proto": "icmp", "icmp_code": 1, "tos": 0xC0}),
        (NONE, "[icmp6 sum ok] ICMP6, echo reply, id 3, seq 4", {"proto": "icmp6", "icmp_type": 129, "icmp_id": 3}),
        (NONE, " ip-proto-47 8", {"proto": "47"}),
        ({"proto": "icmp"}, " [|icmp]", {"proto": "icmp", "icmp_type": None}),
        ({"proto": "tcp", "frag_offset": 8}, "ip-proto-6", {"proto": "tcp", "flags": None}),
        (NONE, "icmp (frag 12:8@1480+)", {"proto": None, "frag_offset": 1480, "mf": True, "ip_id": 12}),
    ],
)
def test_all_else_is_known_by_its_words(header: dict[str, object], text: str, some: dict[str, object]) -> None:
    """Where the header has not named the protocol, the text may."""
    carried = tcpdump_carried.read(text, 0, header)
    assert carried is not None
    assert {name: carried.fields.get(name) for name in some} == some


def test_a_segment_that_is_not_whole_is_none() -> None:
    """Of TCP tcpdump prints flags and a length, or says why not."""
    assert tcpdump_carried.read("Flags [S], seq 5, win 8", 0, PORTS | {"proto": "tcp"}) is None
    assert tcpdump_carried.read("x" * 5_000, 0, PORTS) is None
