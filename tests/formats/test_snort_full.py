import pytest

from tests.formats.support import batch, fields, parsed, read, reader, shown
from wallwatch.formats import snort_dump, snort_full
from wallwatch.model import Signature
from wallwatch.model.times import iso

LEAK = "Attempted Information Leak"
TITLE = "[**] [1:628:3] SCAN nmap TCP [**]"
CLASS = f"[Classification: {LEAK}] [Priority: 2] "
SYN = (
    "03/02-15:32:54.630347 192.0.2.112:3504 -> 198.51.100.120:6346",
    "TCP TTL:117 TOS:0x0 ID:31988 IpLen:20 DgmLen:48 DF",
    "******S* Seq: 0xEE01EA38  Ack: 0x0  Win: 0x16D0  TcpLen: 28",
    "TCP Options (4) => MSS: 1460 NOP NOP SackOK ",
)
XREF = "[Xref => http://www.whitehats.com/info/IDS28][Xref => http://example.net/x]"
RULE = "=+" * 37
ALERT = (TITLE, CLASS, *SYN, XREF)
QUOTE = (
    "[**] [1:399:6] ICMP Destination Unreachable [**]",
    "[Priority: 3] ",
    "03/02-15:32:55.630347 192.0.2.1 -> 198.51.100.120",
    "ICMP TTL:64 TOS:0xC0 ID:11 IpLen:20 DgmLen:56",
    "Type:3  Code:1  DESTINATION UNREACHABLE: HOST UNREACHABLE",
    "** ORIGINAL DATAGRAM DUMP:",
    "198.51.100.120:80 -> 192.0.2.1:4444",
    "TCP TTL:51 TOS:0x0 ID:4242 IpLen:20 DgmLen:44 DF",
    "Seq: 0x0  Ack: 0x65666768",
    "** END OF DUMP",
)


def test_a_record_gives_every_field() -> None:
    """The rule that fired, and the header of the packet."""
    found = fields(snort_full, *ALERT)
    assert iso(found.pop("time"), tick=1) == "2026-03-02T15:32:54.630347+00:00"
    assert found == {
        "tick": 1,
        "year_stated": False,
        "signature": Signature("SCAN nmap TCP", 1, 628, 3, LEAK, 2),
        "proto": "tcp",
        "src": "192.0.2.112",
        "sport": 3504,
        "dst": "198.51.100.120",
        "dport": 6346,
        "ttl": 117,
        "tos": 0,
        "ip_id": 31988,
        "ip_header": 20,
        "length": 48,
        "reserved": False,
        "df": True,
        "mf": False,
        "frag_offset": 0,
        "flags": "S",
        "seq": 0xEE01EA38,
        "ack": 0,
        "window": 5840,
        "tcp_header": 28,
        "options": ("mss:1460", "nop", "nop", "sok"),
        "options_bad": False,
    }


@pytest.mark.parametrize(
    ("head", "signature", "some"),
    [
        (("[**] IDS198/SYN FIN Scan [**]",), Signature("IDS198/SYN FIN Scan"), {}),
        ((TITLE, "[Priority: 0] "), Signature("SCAN nmap TCP", 1, 628, 3, None, 0), {}),
        (
            ("[**] [1:628:3]  <eth0> SCAN nmap TCP [**]", CLASS),
            Signature("SCAN nmap TCP", 1, 628, 3, LEAK, 2),
            {"iface_in": "eth0"},
        ),
        (
            ('[**] [1:628:3] "SCAN nmap TCP" [**]', CLASS, "[AppID: HTTP] "),
            Signature("SCAN nmap TCP", 1, 628, 3, LEAK, 2),
            {"more": (("APPID", "HTTP"),)},
        ),
        (
            ("[**] [1:4:1] PING [weird] {brace} -> arrow [**] x [**]", "[Priority: 0] "),
            Signature("PING [weird] {brace} -> arrow [**] x", 1, 4, 1, None, 0),
            {},
        ),
    ],
)
def test_the_head_has_many_shapes(head: tuple[str, ...], signature: Signature, some: dict[str, object]) -> None:
    """1.7 has no rule number and no class, ``-I`` adds an interface, 3 quotes and an application."""
    assert snort_full.frame([*head, *SYN, "", ""], 0, final=False) == len(head) + 4
    sighting = parsed(snort_full, *head, *SYN)
    assert sighting is not None
    assert (sighting.signature, sighting.window, sighting.ttl) == (signature, 5840, 117)
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    ("lines", "full", "dump"),
    [
        ((*ALERT, "", ""), 7, 0),
        ((*ALERT, TITLE), 7, 0),
        (ALERT, None, None),
        (ALERT[:3], None, None),
        ((TITLE,), None, None),
        ((*ALERT[:-1], ""), 6, 0),
        ((TITLE, *SYN, "", ""), 5, 0),
        ((TITLE, *SYN, ""), None, None),
        ((TITLE, *SYN[:2], "TCP header truncated", "", ""), 4, 0),
        ((TITLE, *SYN, RULE, ""), 0, 6),
        ((TITLE, *SYN, "", RULE, ""), 0, 7),
        ((TITLE, *SYN, "78 78 78  xxx", "", RULE, ""), 0, 8),
        ((TITLE, "", "", "", ""), 0, 0),
        ((TITLE, CLASS, "prose", "", ""), 3, 0),
        (("[**] title [**]", "prose", "", "", ""), 0, 0),
        (("prose",), 0, 0),
        ((*QUOTE, "", ""), 10, 0),
        ((*QUOTE[:7],), None, None),
    ],
)
def test_a_blank_line_ends_a_record(lines: tuple[str, ...], full: int | None, dump: int | None) -> None:
    """A payload or a rule makes it a dump, and exactly one of the two formats claims it."""
    assert snort_full.frame(lines, 0, final=False) == full
    assert snort_dump.frame(lines, 0, final=False) == dump


def test_the_end_of_a_file_ends_a_record() -> None:
    """So does an idle stream, when the record is whole."""
    assert snort_full.frame(ALERT, 0, final=True) == 7
    assert snort_full.frame((TITLE, *SYN), 0, final=True) == 5
    reads = reader()
    assert len(reads.feed(batch(ALERT, idle=True)).sightings) == 1


def test_an_icmp_error_quotes_a_packet() -> None:
    """As it does in a dump."""
    sighting = parsed(snort_full, *QUOTE)
    assert sighting is not None
    assert sighting.quote is not None
    assert (sighting.icmp_type, sighting.quote.sport, sighting.quote.ip_id) == (3, 80, 4242)


def test_references_are_kept() -> None:
    """All of them stand on one line."""
    sighting = parsed(snort_full, *ALERT)
    assert sighting is not None
    assert sighting.more == (("Xref", "http://www.whitehats.com/info/IDS28"), ("Xref", "http://example.net/x"))


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE, CLASS, SYN[0].replace("192.0.2.112", "192.0.2.312"), *SYN[1:], ""),
        (TITLE, CLASS, SYN[0].replace("03/02", "13/32"), *SYN[1:], ""),
        (TITLE, CLASS, SYN[0], ""),
    ],
)
def test_broken_headers_are_not_guessed_at(lines: tuple[str, ...]) -> None:
    """The lines of the record are counted as not understood."""
    reading = read(lines)
    assert (len(reading.unparsed), reading.sightings, reading.other) == (len(lines) - 1, (), 1)


def test_an_alert_without_a_packet_is_other() -> None:
    """It is whole, and about no packet."""
    reading = read([TITLE, "", *ALERT])
    assert (reading.other, reading.unparsed, len(reading.sightings)) == (2, (), 1)


def test_spans_show_where_the_fields_stand() -> None:
    """They count in the whole record."""
    assert shown(snort_full, TITLE.replace("SCAN", " <eth0> SCAN"), *ALERT[1:]) == {
        "gid": "1", "sid": "628", "rev": "3", "iface_in": "eth0", "message": "SCAN nmap TCP", "classification": LEAK,
        "priority": "2", "time": "03/02-15:32:54.630347", "src": "192.0.2.112", "sport": "3504",
        "dst": "198.51.100.120", "dport": "6346", "proto": "TCP", "ttl": "117", "tos": "0", "ip_id": "31988",
        "ip_header": "20", "length": "48", "df": "DF", "flags": "******S*", "seq": "EE01EA38", "ack": "0",
        "window": "16D0", "tcp_header": "28", "options": " MSS: 1460 NOP NOP SackOK ",
    }  # fmt: skip
    assert shown(snort_full, "prose") == {}
