"""What a naive parser of Snort's and Suricata's alerts gets wrong, one fact a test."""

from collections.abc import Sequence

import pytest

from tests.formats.support import read
from wallwatch.model import Sighting
from wallwatch.model.times import iso

HEAD = "Mar  2 15:32:54 greatwall snort: "
FAST = "03/02-15:32:54.630347  [**] [1:628:3] scan [**] [Priority: 2] {TCP} 192.0.2.1:3504 -> 198.51.100.2:80"
KERNEL = (
    "Mar  2 15:32:54 greatwall kernel: IN=eth0 OUT= SRC=192.0.2.1 DST=198.51.100.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 "
    "ID=48879 DF PROTO=TCP SPT=3504 DPT=80 SEQ=3993102904 ACK=0 WINDOW=5840 RES=0x00 SYN URGP=0 "
)
CSV = (
    "03/02-15:32:54.630347 ,1,628,3,{},TCP,192.0.2.1,3504,198.51.100.2,80,0:1B:B9:76:9C:E4,2:0:0:0:0:B,0x4A,"
    "******S*,0xEE01EA38,0x0,,0x16D0,117,0,31988,60,{},,,,"
)
STAMP = "03/02-15:32:54.630347 "
RULE = "=+" * 37


def _one(*lines: str) -> Sighting:
    reading = read(lines)
    (sighting,) = reading.sightings
    assert reading.unparsed == ()
    return sighting


def _dump(*lines: str, places: str = "192.0.2.1:3504 -> 198.51.100.2:80", proto: str = "TCP") -> Sighting:
    ip = f"{proto} TTL:64 TOS:0x0 ID:48879 IpLen:20 DgmLen:60 DF"
    return _one(STAMP + places, ip, *lines, RULE)


def _tcp(options: Sequence[str] = (), flags: str = "******S*") -> Sighting:
    return _dump(f"{flags} Seq: 0xEE01EA38  Ack: 0x0  Win: 0x16D0  TcpLen: 40", *options)


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        (FAST.replace("03/02-", "03/02/02-"), "2002-03-02T15:32:54.630347+00:00"),
        (FAST.replace("03/02-", "16/03/02-").replace("  [**]", " [**]"), "2016-03-02T15:32:54.630347+00:00"),
        (FAST.replace("03/02-", "03/02/2002-"), "2002-03-02T15:32:54.630347+00:00"),
        (FAST, "2026-03-02T15:32:54.630347+00:00"),
    ],
    ids=["Snort 2", "Snort 3", "Suricata", "none"],
)
def test_fact_39_the_year_stands_in_another_place_in_each_emitters_stamp(line: str, stamp: str) -> None:
    """Snort 2 writes month, day, year; Snort 3 year, month, day; Suricata a year of four digits; most no year."""
    sighting = _one(line)
    assert iso(sighting.time, 0, 1) == stamp
    assert sighting.year_stated == (not stamp.startswith("2026"))


@pytest.mark.parametrize(
    ("text", "sid", "priority"),
    [
        ("[1:628:3] scan [Classification: Attempt] [Priority: 2]: {TCP} ", 628, 2),
        ("[1:628:3] scan[Priority: 3]: {TCP} ", 628, 3),
        ("[1:628:3] scan [Classification: Attempt] [Priority: 2] {TCP} ", 628, 2),
        ("[1:628:3] scan {TCP} ", 628, None),
        ("scan: ", None, None),
    ],
    ids=["2.2", "2.2 without class", "2.9", "neither", "1.7"],
)
def test_fact_40_an_alert_in_syslog_has_a_blank_a_colon_a_class_or_none_of_them(
    text: str, sid: int | None, priority: int | None
) -> None:
    """Whatever is there, the message is the message."""
    signature = _one(HEAD + text + "192.0.2.1:3504 -> 198.51.100.2:80").signature
    assert signature is not None
    assert (signature.message, signature.sid, signature.priority) == ("scan", sid, priority)


@pytest.mark.parametrize(
    "message", ["PING [weird] {brace} -> arrow", "a: b {UDP} 192.0.2.9:1 -> 192.0.2.8:2 c", "[1:2:3] [Priority: 1] {x}"]
)
def test_fact_41_a_message_may_look_like_what_follows_it(message: str) -> None:
    """Brackets, braces and arrows in it are its own: the line is read from its right end."""
    sighting = _one(f"{HEAD}[1:628:3] {message} [Priority: 2]: {{TCP}} 192.0.2.1:3504 -> 198.51.100.2:80")
    assert sighting.signature is not None
    assert (sighting.signature.message, sighting.src, sighting.sport) == (message, "192.0.2.1", 3504)


@pytest.mark.parametrize("proto", ["PROTO:255", "PROTO255"])
def test_fact_42_a_portscan_is_of_protocol_255(proto: str) -> None:
    """2.9 writes a colon, 2.2 none; what names no pair of addresses is no sighting."""
    assert _one(f"{HEAD}[122:1:0] (portscan) TCP Portscan {{{proto}}} 192.0.2.1 -> 198.51.100.2").proto == "255"
    reading = read([HEAD + "spp_portscan: PORTSCAN DETECTED from 192.0.2.1 (STEALTH)"])
    assert (reading.sightings, reading.other, reading.unparsed) == ((), 1, ())


def test_fact_43_snort_prints_no_ports_for_a_fragment_and_the_kernel_does() -> None:
    """Not even for the first one, which carries them."""
    first = _one(f"{HEAD}[1:5:2] IP other {{TCP}} 192.0.2.1 -> 198.51.100.2")
    dumped = _one(
        STAMP + "192.0.2.1 -> 198.51.100.2",
        "TCP TTL:64 TOS:0x0 ID:48879 IpLen:20 DgmLen:40 MF",
        "Frag Offset: 0x0000   Frag Size: 0x0014",
        RULE,
    )
    logged = _one(KERNEL.replace("DF PROTO", "MF PROTO"))
    assert [(each.sport, each.dport) for each in (first, dumped, logged)] == [(None, None), (None, None), (3504, 80)]


def test_fact_44_suricata_prints_type_and_code_as_ports_of_icmp() -> None:
    """They are no ports; Snort prints none of them."""
    suricata = _one(
        "03/02/2026-15:32:58.100000  [**] [1:366:8] PING [**] [Classification: (null)] [Priority: 3] "
        "{ICMP} 192.0.2.1:8 -> 198.51.100.4:0"
    )
    snort = _one(HEAD + "[1:366:8] PING {ICMP} 192.0.2.1 -> 198.51.100.4")
    assert (suricata.sport, suricata.dport, suricata.icmp_type, suricata.icmp_code) == (None, None, 8, 0)
    assert (snort.sport, snort.dport, snort.icmp_type, snort.icmp_code) == (None, None, None, None)


def test_fact_45_the_last_colon_of_an_ipv6_address_parts_it_from_its_port() -> None:
    """Neither Snort nor Suricata puts brackets around it."""
    line = FAST.replace("192.0.2.1:", "2001:db8:c200:c:0:0:0:35:").replace("198.51.100.2:", "2001:db8::8888:")
    sighting = _one(line)
    assert (sighting.src, sighting.sport) == ("2001:db8:c200:c::35", 3504)
    assert (sighting.dst, sighting.dport) == ("2001:db8::8888", 80)


def test_fact_46_snort_3_prints_the_quotes_of_a_message() -> None:
    """They are the rule file's, and no part of it."""
    fast = _one(FAST.replace("  [**]", " [**]").replace(" scan ", ' "MALWARE-CNC scan" '))
    syslog = _one(HEAD + '[1:628:3] "MALWARE-CNC scan" {TCP} 192.0.2.1:3504 -> 198.51.100.2:80')
    assert [each.signature and each.signature.message for each in (fast, syslog)] == ["MALWARE-CNC scan"] * 2


@pytest.mark.parametrize(
    "options",
    [
        ["TCP Options (8) => MSS: 1412 NOP WS: 3 NOP NOP TS: 0 0 SackOK ", "TCP Options => EOL "],
        ["TCP Options (8) => MSS: 1412 NOP WS: 3 NOP NOP TS: 0 0 SackOK EOL "],
    ],
    ids=["wrapped", "on a pipe"],
)
def test_fact_47_a_long_list_of_options_is_wrapped_on_files_alone(options: list[str]) -> None:
    """The second line has no count; the list is the same."""
    assert _tcp(options).options == ("mss:1412", "nop", "ws:3", "nop", "nop", "ts:0:0", "sok", "eol")


def test_fact_48_unknown_options_of_snort_2_2_are_glued_to_what_follows() -> None:
    """Their length is without the two bytes of their head, and ``Sack:`` shows half of one edge."""
    options = _tcp(["TCP Options (3) => Opt 34 (4): 01 0203 04Opt 254 (2): F9 89EOL "]).options
    assert options == ("?34", "?254", "eol")
    assert _tcp(["TCP Options (3) => NOP NOP Sack: 40000@1 "]).options == ("nop", "nop", "sack")


@pytest.mark.parametrize(
    ("printed", "flags"), [("******S*", "S"), ("12****S*", "CES"), ("1*U*P**F", "CUPF"), ("*2*A*R**", "EAR")]
)
def test_fact_49_the_two_first_flags_are_cwr_and_ece(printed: str, flags: str) -> None:
    """Each flag has its place, and a star where it is not set."""
    assert _tcp(flags=printed).flags == flags


def test_fact_50_with_link_addresses_two_lines_are_one() -> None:
    """With ``-e``; until 2.2 the bytes of the addresses are not padded."""
    sighting = _one(
        STAMP + "0:1B:B9:76:9C:E4 -> 2:0:0:0:0:B type:0x800 len:0x36",
        "192.0.2.1:1 -> 198.51.100.2:2 TCP TTL:64 TOS:0x0 ID:7 IpLen:20 DgmLen:40",
        "12****S* Seq: 0x0  Ack: 0x0  Win: 0x400  TcpLen: 20",
        RULE,
    )
    assert (sighting.mac_src, sighting.src, sighting.ttl) == ("00:1b:b9:76:9c:e4", "192.0.2.1", 64)


def test_fact_51_an_icmp_error_holds_a_packet_within_the_packet() -> None:
    """The inner addresses and TTL are those of the quote, and a text with a newline is one text."""
    sighting = _dump(
        "Type:3  Code:4  DESTINATION UNREACHABLE: FRAGMENTATION NEEDED, DF SET",
        "NEXT LINK MTU: 1400",
        "** ORIGINAL DATAGRAM DUMP:",
        "198.51.100.2:80 -> 192.0.2.1:4444",
        "TCP TTL:51 TOS:0x0 ID:4242 IpLen:20 DgmLen:44 DF",
        "Seq: 0x65666768  Ack: 0x0",
        "** END OF DUMP",
        places="192.0.2.1 -> 198.51.100.2",
        proto="ICMP",
    )
    assert (sighting.src, sighting.ttl, sighting.ip_id, sighting.icmp_code) == ("192.0.2.1", 64, 48879, 4)
    assert sighting.quote is not None
    assert (sighting.quote.src, sighting.quote.ttl, sighting.quote.sport) == ("198.51.100.2", 51, 80)
    assert sighting.quote.seq == 0x65666768


@pytest.mark.parametrize(
    "text", ["Type:8  Code:0  ID:512   Seq:256  ECHO", "Type:0  Code:0  ID:512  Seq:256  ECHO REPLY"]
)
def test_fact_52_the_id_of_an_echo_is_not_that_of_its_packet(text: str) -> None:
    """It stands behind three blanks in an echo and two in its reply."""
    sighting = _dump(text, places="192.0.2.1 -> 198.51.100.2", proto="ICMP")
    assert (sighting.ip_id, sighting.icmp_id, sighting.icmp_seq) == (48879, 512, 256)


@pytest.mark.parametrize(("printed", "header"), [(40, "1.x"), (32, "2.x")])
def test_fact_53_the_length_of_udp_is_with_its_header_in_1_x_and_without_in_2_x(printed: int, header: str) -> None:
    """The packet's own length tells which it is: 60 bytes less 20 are 40, 8 of them the header."""
    assert header
    assert _dump(f"Len: {printed}", proto="UDP").udp_length == 40


def test_fact_54_payload_may_look_like_a_header() -> None:
    """Printed as text it may hold a whole packet; the rule ends the dump, with or without a blank line before it."""
    lie = ["03/02-15:32:54.630347 203.0.113.9:1 -> 198.51.100.2:2", "TCP TTL:1 TOS:0x0 ID:1 IpLen:20 DgmLen:40"]
    payload = "\n".join(lie)
    sighting = _one(
        STAMP + "192.0.2.1:3504 -> 198.51.100.2:80",
        f"TCP TTL:64 TOS:0x0 ID:48879 IpLen:20 DgmLen:{40 + len(payload) + 2} DF",
        "***AP*** Seq: 0xEE01EA38  Ack: 0x1  Win: 0x16D0  TcpLen: 20",
        *lie,
        "",
        RULE,
    )
    assert (sighting.src, sighting.lines) == ("192.0.2.1", 7)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (CSV.format("scan", 20), "scan"),
        (CSV.format('"scan, with comma"', 20), "scan, with comma"),
        (CSV.format('"scan"', 15360), "scan"),
    ],
    ids=["2.2", "2.2 with a comma", "2.9"],
)
def test_fact_55_a_row_of_csv_is_quoted_and_filled_as_its_version_likes(line: str, message: str) -> None:
    """``tcpln`` is always empty; 2.9 prints the packet's length with its bytes swapped, times four, as ``iplen``."""
    sighting = _one(line)
    assert sighting.signature is not None
    assert (sighting.signature.message, sighting.length, sighting.window) == (message, 60, 0x16D0)
    assert sighting.tcp_header is None
    assert sighting.ip_header in {20, None}


def test_fact_56_numbers_are_hexadecimal_in_a_dump_and_decimal_in_the_kernels_log() -> None:
    """Sequence number and window are the same number in both."""
    dumped, logged = _tcp(), _one(KERNEL)
    assert (dumped.seq, dumped.window) == (logged.seq, logged.window) == (3993102904, 5840)


@pytest.mark.parametrize(
    ("line", "action"),
    [
        (FAST.replace("[**]", "[Drop] [**]", 1), "block"),
        (FAST.replace("[**]", "[WDrop] [**]", 1), "log"),
        (FAST.replace("03/02-", "03/02/2026-").replace("[**]", "[Drop] [**]", 1), "block"),
        (FAST.replace("03/02-", "03/02/2026-").replace("[**]", "[wDrop] [**]", 1), "log"),
        (FAST.replace("  [**]", " [drop] [**]", 1), "block"),
        (FAST.replace("  [**]", " [would_drop] [**]", 1), "log"),
    ],
    ids=["Snort", "Snort would", "Suricata", "Suricata would", "Snort 3", "Snort 3 would"],
)
def test_fact_57_what_was_dropped_and_what_would_have_been_are_two_things(line: str, action: str) -> None:
    """Snort writes ``[WDrop]``, Suricata ``[wDrop]``, Snort 3 ``[would_drop]``, each before the first stars."""
    assert _one(line).action == action
