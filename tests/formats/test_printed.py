import pytest

from wallwatch.formats import printed

IP = "SRC=192.0.2.1 DST=198.51.100.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=7 "
IP6 = "SRC=2001:0db8:0000:0000:0000:0000:0000:0001 DST=fe80:0000:0000:0000:0000:0000:0000:0002 LEN=64 "
TCP = "PROTO=TCP SPT=1 DPT=2 WINDOW=8192 RES=0x00 SYN URGP=0 "


def _some(text: str, *names: str) -> tuple[object, ...]:
    fields = printed.packet(text, 0)
    assert fields is not None
    return tuple(fields.get(name) for name in names)


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        ("SYN ", "S"),
        ("ACK SYN ", "AS"),
        ("CWR ECE SYN ", "CES"),
        ("CWR ECE URG ACK PSH RST SYN FIN ", "CEUAPRSF"),
        ("", ""),
    ],
)
def test_flags_become_letters(words: str, flags: str) -> None:
    """The kernel prints them in the order of the letters; no flags are an empty text, not an unknown."""
    assert _some(IP + TCP.replace("SYN ", words), "flags") == (flags,)


def test_sequence_numbers_are_there_if_they_are_logged() -> None:
    """``ACK=`` is a number and ``ACK`` a flag."""
    text = IP + TCP.replace("WINDOW", "SEQ=3993102904 ACK=0 WINDOW").replace("SYN", "ACK SYN")
    assert _some(text, "seq", "ack", "flags") == (3_993_102_904, 0, "AS")
    assert _some(IP + TCP, "seq", "ack") == (None, None)


@pytest.mark.parametrize(
    ("marks", "reserved", "df", "mf", "offset"),
    [
        ("", False, False, False, 0),
        ("CE ", True, False, False, 0),
        ("DF ", False, True, False, 0),
        ("CE DF MF ", True, True, True, 0),
        ("MF FRAG:185 ", False, False, True, 1_480),
    ],
)
def test_the_fragment_word_is_spelled_out(marks: str, offset: int, *, reserved: bool, df: bool, mf: bool) -> None:
    """CE is the reserved bit; FRAG counts in units of eight bytes."""
    assert _some(IP + marks + TCP, "reserved", "df", "mf", "frag_offset") == (reserved, df, mf, offset)


@pytest.mark.parametrize(
    ("tos", "prec", "value"), [("0x18", "0xA0", 0xB8), ("0x02", "0x00", 2), ("0x1E", "0xE0", 0xFE)]
)
def test_the_type_of_service_is_put_together(tos: str, prec: str, value: int) -> None:
    """TOS and PREC are two masks of one byte."""
    assert _some(IP.replace("TOS=0x00", f"TOS={tos}").replace("PREC=0x00", f"PREC={prec}") + TCP, "tos") == (value,)


def test_ip_and_tcp_options_are_two_groups() -> None:
    """The one before PROTO= lengthens the IP header; the one after URGP= is the options of the SYN."""
    text = IP + "OPT (94040000) " + TCP + "OPT (020405B400000100) "
    assert _some(text, "ip_header", "tcp_header", "options", "eol_pad", "eol_data", "options_bad") == (
        24, 28, ("mss:1460", "eol"), 3, True, False,
    )  # fmt: skip
    assert _some(text, "more") == ((("PREC", "0x00"), ("OPT", "94040000"), ("RES", "0x00")),)
    assert _some(IP + TCP, "ip_header", "tcp_header", "options") == (None, None, None)


def test_options_that_were_cut_are_unknown() -> None:
    """``OPT (TRUNCATED)`` tells that there were options, not which."""
    assert _some(IP + TCP + "OPT (TRUNCATED)", "options", "more") == (
        None, (("PREC", "0x00"), ("RES", "0x00"), ("OPT", "TRUNCATED")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "PROTO=UDP SPT=1024 DPT=137 LEN=40 ",
            {"proto": "udp", "sport": 1024, "dport": 137, "udp_length": 40, "length": 60},
        ),
        ("PROTO=UDPLITE SPT=1 DPT=2 LEN=8 ", {"proto": "136", "sport": 1, "dport": 2, "udp_length": 8}),
        (
            "PROTO=ICMP TYPE=8 CODE=0 ID=7 SEQ=9 ",
            {"proto": "icmp", "icmp_type": 8, "icmp_id": 7, "icmp_seq": 9, "ip_id": 7},
        ),
        ("PROTO=ICMP TYPE=13 CODE=0 ", {"icmp_type": 13, "icmp_code": 0, "icmp_id": None}),
        ("PROTO=ICMP TYPE=12 CODE=0 PARAMETER=20 ", {"more": (("PREC", "0x00"), ("PARAMETER", "20"))}),
        ("PROTO=47 ", {"proto": "47", "sport": None, "dport": None}),
        ("PROTO=58 ", {"proto": "icmp6", "icmp_type": None}),
        ("PROTO=ESP SPI=0xa7d839 ", {"proto": "50", "more": (("PREC", "0x00"), ("SPI", "0xa7d839"))}),
        (
            "PROTO=TCP INCOMPLETE [19 bytes] ",
            {"proto": "tcp", "sport": None, "more": (("PREC", "0x00"), ("INCOMPLETE", "19"))},
        ),
        ("MF FRAG:1 PROTO=TCP ", {"proto": "tcp", "sport": None, "frag_offset": 8}),
        (
            "PROTO=UDP SPT=1 DPT=2 LEN=40 UID=0 GID=7 MARK=0x1a ",
            {"more": (("PREC", "0x00"), ("UID", "0"), ("GID", "7"), ("MARK", "0x1a"))},
        ),
    ],
)
def test_what_ip_carries(text: str, fields: dict[str, object]) -> None:
    """LEN, ID and SEQ stand twice with two meanings; protocols without ports have none."""
    assert _some(IP + text, *fields) == tuple(fields.values())


QUOTE = "SRC=198.51.100.2 DST=192.0.2.1 LEN=44 TOS=0x00 PREC=0x00 TTL=51 ID=4242 DF "


@pytest.mark.parametrize(
    ("quoted", "sport", "seq"),
    [
        ("PROTO=TCP INCOMPLETE [8 bytes] ", None, None),
        ("PROTO=TCP SPT=80 DPT=4444 SEQ=5 ACK=0 WINDOW=8192 RES=0x00 SYN URGP=0 OPT (020405B4) ", 80, 5),
        ("PROTO=UDP SPT=53 DPT=9 LEN=24 ", 53, None),
        ("PROTO=ICMP TYPE=3 CODE=1 ", None, None),
    ],
)
def test_an_icmp_error_quotes_the_packet_that_caused_it(quoted: str, sport: int | None, seq: int | None) -> None:
    """The quote is a header of its own; brackets nest in it, and words follow it."""
    fields = printed.packet(IP + f"PROTO=ICMP TYPE=3 CODE=4 [{QUOTE}{quoted}] MTU=1400 ", 0)
    assert fields is not None
    quote = fields["quote"]
    assert (fields["src"], fields["icmp_type"], fields["ttl"]) == ("192.0.2.1", 3, 64)
    assert (quote.src, quote.dst, quote.ttl, quote.ip_id, quote.sport, quote.seq) == (
        "198.51.100.2", "192.0.2.1", 51, 4242, sport, seq,
    )  # fmt: skip
    assert fields["more"] == (("PREC", "0x00"), ("MTU", "1400"))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "TC=40 HOPLIMIT=53 FLOWLBL=1008249 " + TCP,
            {
                "src": "2001:db8::1",
                "dst": "fe80::2",
                "tos": 40,
                "ttl": 53,
                "flow_label": 1_008_249,
                "length": 64,
                "flags": "S",
                "df": None,
                "ip_id": None,
            },
        ),
        (
            "TC=0 HOPLIMIT=64 FLOWLBL=0 OPT ( ) OPT ( ) PROTO=UDP SPT=5 DPT=6 LEN=11 ",
            {"proto": "udp", "sport": 5, "mf": False},
        ),
        ("TC=0 HOPLIMIT=64 FLOWLBL=0 FRAG:0 INCOMPLETE ID:00000007 " + TCP, {"mf": True, "frag_offset": 0, "sport": 1}),
        (
            "TC=0 HOPLIMIT=64 FLOWLBL=0 OPT ( FRAG:1448 ID:00000007 ) PROTO=TCP ",
            {"mf": False, "frag_offset": 1_448, "sport": None},
        ),
        (
            "TC=0 HOPLIMIT=255 FLOWLBL=0 PROTO=ICMPv6 TYPE=128 CODE=0 ID=3 SEQ=4 ",
            {"proto": "icmp6", "icmp_type": 128, "icmp_id": 3},
        ),
    ],
)
def test_ipv6_is_read_too(text: str, fields: dict[str, object]) -> None:
    """Its addresses are padded, its fragments count in bytes, and it has no DF and no IP ID."""
    assert _some(IP6 + text, *fields) == tuple(fields.values())


def test_where_a_packet_cannot_be_read_nothing_has_a_place() -> None:
    """A torn packet has no spans."""
    assert printed.spans("SRC=192.0.2.1 DST=", 0) == {}
    assert printed.spans(IP + "PROTO=47 ", 0)["proto"] == (len(IP) + 6, len(IP) + 8)
