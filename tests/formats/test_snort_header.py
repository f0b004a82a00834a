import pytest

from wallwatch.formats import snort_header

STAMP = "11/22-09:16:29.776250 "
TUPLE = "192.0.2.112:3504 -> 198.51.100.120:6346\n"
NO_PORTS = "192.0.2.112 -> 198.51.100.120\n"
TCP = (
    "TCP TTL:117 TOS:0x0 ID:31988 IpLen:20 DgmLen:48 DF\n******S* Seq: 0xEE01EA38  Ack: 0x0  Win: 0x16D0  TcpLen: 28\n"
)


def _some(text: str, *names: str) -> tuple[object, ...]:
    packet = snort_header.read(text)
    assert packet is not None
    return tuple(packet.fields.get(name) for name in names)


@pytest.mark.parametrize(
    ("marks", "flags"),
    [("******S*", "S"), ("12****S*", "CES"), ("***A**S*", "AS"), ("12UAPRSF", "CEUAPRSF"), ("********", "")],
)
def test_the_places_of_the_flags_are_letters(marks: str, flags: str) -> None:
    """1 and 2 are CWR and ECE."""
    assert _some(STAMP + TUPLE + TCP.replace("******S*", marks), "flags") == (flags,)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (TUPLE + TCP, {"seq": 0xEE01EA38, "ack": 0, "window": 5840, "tcp_header": 28, "options": None, "urgent": None}),
        (
            TUPLE + TCP.replace("TcpLen: 28", "TcpLen: 20  UrgPtr: 0x9"),
            {"urgent": 9, "options": (), "options_bad": False},
        ),
        (
            TUPLE + TCP + "TCP Options (4) => MSS: 1460 NOP NOP SackOK \n",
            {"options": ("mss:1460", "nop", "nop", "sok"), "options_bad": False},
        ),
        (TUPLE + TCP + "TCP Options (2) => nonsense \n", {"options": None, "options_bad": None}),
        (
            TUPLE + TCP.replace("DF", "RB DF MF").replace("TOS:0x0", "TOS:0xC2"),
            {"reserved": True, "df": True, "mf": True, "tos": 0xC2},
        ),
        (
            TUPLE + TCP.replace("DF\n", "DF\nIP Options (1) => Opt 148: 00 00\n").replace("IpLen:20", "IpLen:24"),
            {"ip_header": 24, "flags": "S"},
        ),
        (
            NO_PORTS + "TCP TTL:64 TOS:0x0 ID:7 IpLen:20 DgmLen:40\nFrag Offset: 0x00B9   Frag Size: 0x0014\n",
            {"frag_offset": 1_480, "sport": None, "flags": None},
        ),
        (
            TUPLE + "TCP TTL:64 TOS:0x0 ID:7 IpLen:20 DgmLen:24\n00 01 00 02 \n",
            {"sport": None, "dport": None, "flags": None},
        ),
        (
            TUPLE + "UDP TTL:64 TOS:0x0 ID:1 IpLen:20 DgmLen:78\nLen: 50\n",
            {"proto": "udp", "udp_length": 58, "sport": 3504},
        ),
        (TUPLE + "UDP TTL:64 TOS:0x0 ID:1 IpLen:20 DgmLen:78\nLen: 58\n", {"udp_length": 58}),
        (TUPLE + "UDP TTL:64 TOS:0x0 ID:1 IpLen:20 DgmLen:78\nLen: 7\n", {"udp_length": None}),
        (
            NO_PORTS + "ICMP TTL:64 TOS:0x0 ID:1 IpLen:20 DgmLen:60\nType:8  Code:0  ID:65535   Seq:1  ECHO\n",
            {"icmp_type": 8, "icmp_code": 0, "icmp_id": 65_535, "icmp_seq": 1, "ip_id": 1},
        ),
        (
            NO_PORTS + "ICMP TTL:64 TOS:0x0 ID:1 IpLen:20 DgmLen:60\nType:0  Code:0  ID:7  Seq:9  ECHO REPLY\n",
            {"icmp_id": 7, "icmp_seq": 9},
        ),
        (
            NO_PORTS
            + "ICMP TTL:64 TOS:0x0 ID:1 IpLen:20 DgmLen:72\nType:13  Code:0  ID: 1  Seq: 2  TIMESTAMP REQUEST\n",
            {"icmp_id": 1, "icmp_seq": 2},
        ),
        (
            NO_PORTS + "ICMP TTL:64 TOS:0x0 ID:1 IpLen:20 DgmLen:60\nType:255  Code:255  UNKNOWN\n",
            {"icmp_type": 255, "icmp_id": None},
        ),
        (NO_PORTS + "IGMP TTL:1 TOS:0xC0 ID:0 IpLen:24 DgmLen:32\n", {"proto": "2", "ip_header": 24}),
        (
            "2001:db8:0:0:0:0:0:1:5 -> 2001:db8:0:0:0:0:0:2:6\n" + TCP,
            {"src": "2001:db8::1", "dport": 6, "df": None, "ip_id": None},
        ),
    ],
)
def test_the_headers_are_read_line_by_line(text: str, fields: dict[str, object]) -> None:
    """Numbers are hex in the TCP line; a header that is cut short, and a fragment, has no ports."""
    assert _some(STAMP + text, *fields) == tuple(fields.values())


ICMP = NO_PORTS + "ICMP TTL:64 TOS:0x0 ID:1 IpLen:20 DgmLen:56\n"
ERROR = ICMP + "Type:3  Code:4  DESTINATION UNREACHABLE: FRAGMENTATION NEEDED, DF SET\n"
OPENING = "NEXT LINK MTU: 1400\n** ORIGINAL DATAGRAM DUMP:\n"
QUOTED = "198.51.100.120:80 -> 192.0.2.112:4444\nTCP TTL:51 TOS:0x0 ID:4242 IpLen:20 DgmLen:44 DF\n"


@pytest.mark.parametrize(
    ("rest", "seq", "window", "options"),
    [
        ("Seq: 0x5  Ack: 0x65666768\n", 5, None, None),
        (
            "******S* Seq: 0x5  Ack: 0x0  Win: 0x2000  TcpLen: 24\nTCP Options (1) => MSS: 1460 \n",
            5,
            8192,
            ("mss:1460",),
        ),
    ],
)
def test_an_icmp_error_quotes_the_packet_that_caused_it(
    rest: str, seq: int, window: int | None, options: tuple[str, ...] | None
) -> None:
    """Of eight bytes the sequence number is the last; what is printed as Ack lies behind them."""
    text = STAMP + ERROR + OPENING + QUOTED + rest + "** END OF DUMP\n=+=+"
    packet = snort_header.read(text)
    assert packet is not None
    assert packet.quote is not None
    quote = packet.quote
    assert (quote.src, quote.sport, quote.ttl, quote.seq, quote.ack, quote.window, quote.options) == (
        "198.51.100.120", 80, 51, seq, 0 if window else None, window, options,
    )  # fmt: skip
    assert (packet.fields["src"], packet.fields["ttl"], packet.more) == ("192.0.2.112", 64, (("MTU", "1400"),))
    assert text[packet.end :] == "\n=+=+"


@pytest.mark.parametrize(
    ("tail", "end"),
    [
        ("ORIGINAL DATAGRAM TRUNCATED\n", "\n"),
        (
            OPENING.partition("\n")[2] + "nonsense\n** END OF DUMP\n",
            "\n** ORIGINAL DATAGRAM DUMP:\nnonsense\n** END OF DUMP\n",
        ),
        (OPENING.partition("\n")[2] + QUOTED, "\n** ORIGINAL DATAGRAM DUMP:\n" + QUOTED),
    ],
)
def test_a_quote_that_is_not_whole_is_no_quote(tail: str, end: str) -> None:
    """It is left to the payload."""
    packet = snort_header.read(STAMP + ERROR + tail)
    assert packet is not None
    assert packet.quote is None
    assert (STAMP + ERROR + tail)[packet.end :] == end


def test_what_is_carried_is_what_the_headers_leave() -> None:
    """Total length without IP and TCP header."""
    packet = snort_header.read(STAMP + TUPLE + TCP.replace("DgmLen:48", "DgmLen:148"))
    assert packet is not None
    assert packet.carried == 100


@pytest.mark.parametrize(
    "text",
    [
        "prose",
        STAMP + TUPLE,
        STAMP + TUPLE + "Priority: 3\n",
        STAMP + TUPLE + TCP.replace("TTL:117", "TTL:"),
        STAMP + TUPLE.replace("192.0.2.112", "192.0.2.312") + TCP,
        STAMP + TUPLE + TCP.replace("TCP TTL", "WHAT TTL"),
    ],
)
def test_torn_headers_are_none(text: str) -> None:
    """Stamp, addresses and the IP line are the least of a packet."""
    assert snort_header.read(text) is None
