import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import snort_dump
from wallwatch.model import Signature
from wallwatch.model.times import iso

RULE = "=+" * 36 + "="
SYN = (
    "03/02-15:32:54.630347 192.0.2.112:3504 -> 198.51.100.120:6346",
    "TCP TTL:117 TOS:0x0 ID:31988 IpLen:20 DgmLen:48 DF",
    "******S* Seq: 0xEE01EA38  Ack: 0x0  Win: 0x16D0  TcpLen: 28",
    "TCP Options (4) => MSS: 1460 NOP NOP SackOK ",
)
DATA = (SYN[0], SYN[1].replace("DgmLen:48", "DgmLen:88"), *SYN[2:])
HEX = "78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78  xxxxxxxxxxxxxxxx"


def test_a_record_gives_every_field() -> None:
    """The SYN of a dump, to the microsecond."""
    found = fields(snort_dump, *SYN, "", RULE)
    assert iso(found.pop("time"), tick=1) == "2026-03-02T15:32:54.630347+00:00"
    assert found == {
        "tick": 1,
        "year_stated": False,
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
    ("head", "signature", "mac", "time"),
    [
        (
            ("[**] TCP to 6346 gnutella [**]", SYN[0]),
            Signature("TCP to 6346 gnutella"),
            None,
            "2026-03-02T15:32:54.630347+00:00",
        ),
        (("[**] [1:7:2] x [y] [**]", SYN[0]), Signature("x [y]", 1, 7, 2), None, "2026-03-02T15:32:54.630347+00:00"),
        (
            ("[**] [1:7:2] x [**]", "[Classification: Leak] [Priority: 2] ", SYN[0]),
            Signature("x", 1, 7, 2, "Leak", 2),
            None,
            "2026-03-02T15:32:54.630347+00:00",
        ),
        ((SYN[0].replace("03/02-", "03/02/02-"),), None, None, "2002-03-02T15:32:54.630347+00:00"),
        ((SYN[0].replace("03/02-", "26/03/02-"),), None, None, "2026-03-02T15:32:54.630347+00:00"),
        (
            ("03/02-15:32:54.630347 0:1B:B9:76:9C:E4 -> 2:0:0:0:0:B type:0x800 len:0x3E", SYN[0][22:]),
            None,
            "00:1b:b9:76:9c:e4",
            "2026-03-02T15:32:54.630347+00:00",
        ),
    ],
)
def test_the_head_has_many_shapes(
    head: tuple[str, ...], signature: Signature | None, mac: str | None, time: str
) -> None:
    """A title, a class, a year in two orders, and with ``-e`` the link addresses."""
    sighting = parsed(snort_dump, *head, *SYN[1:])
    assert sighting is not None
    assert (sighting.signature, sighting.mac_src, iso(sighting.time, tick=1)) == (signature, mac, time)
    assert (sighting.src, sighting.options) == ("192.0.2.112", ("mss:1460", "nop", "nop", "sok"))


def test_with_e_address_and_ttl_share_a_line() -> None:
    """The IP line then follows the addresses after a blank."""
    head = "03/02-15:32:54.630347 00:1B:B9:76:9C:E4 -> 02:00:00:00:00:0B type:0x800 len:0x3E"
    sighting = parsed(snort_dump, head, SYN[0][22:] + " " + SYN[1], *SYN[2:])
    assert sighting is not None
    assert (sighting.ttl, sighting.flags, sighting.mac_src) == (117, "S", "00:1b:b9:76:9c:e4")


@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        ((*SYN, RULE, ""), 5),
        ((*SYN, "", RULE, ""), 6),
        ((*DATA, HEX, HEX, HEX[:8] + "   xx", "", RULE, ""), 9),
        ((*DATA, "GET / HTTP/1.0", RULE, ""), 6),
        ((*DATA, SYN[0], SYN[1], RULE, ""), 4),
        ((*SYN, "", "ipchains:", "", "Mar  2 15:32:54 h kernel: x"), 4),
        ((*DATA, "text that is longer than what the packet carries", "x", RULE), 4),
        ((*DATA, HEX, "", *SYN, RULE), 5),
        ((*SYN, *SYN, RULE), 4),
        (SYN, None),
        (SYN[:2], None),
        (SYN[:1], None),
        ((SYN[0], "prose", "", "", ""), 1),
        (("[**] title [**]", "prose", "", "", ""), 0),
        (("[**] title [**]",), None),
        (("03/02-15:32:54.630347  [**] [1:0:0] x [**] {TCP} 192.0.2.1 -> 198.51.100.2",), 0),
        (("prose",), 0),
    ],
)
def test_a_record_ends_at_its_rule(lines: tuple[str, ...], taken: int | None) -> None:
    """Without one it ends with its headers and payload in hex; text is payload only as far as the packet carries it."""
    assert snort_dump.frame(lines, 0, final=False) == taken


def test_the_end_of_the_stream_ends_a_record() -> None:
    """What is there is taken, without blank lines behind it."""
    assert snort_dump.frame([*SYN, "", ""], 0, final=True) == 4
    assert snort_dump.frame(SYN[:1], 0, final=True) == 1


def test_a_payload_is_not_waited_for_without_end() -> None:
    """After as many lines as the largest packet can have, the record is given up with its headers."""
    packet = (SYN[0], SYN[1].replace("DgmLen:48", "DgmLen:65535"), *SYN[2:])
    assert snort_dump.frame([*packet, *["x"] * 4_000], 0, final=False) is None
    assert snort_dump.frame([*packet, *["x"] * 5_000], 0, final=False) == 4
    assert snort_dump.frame([*packet, *[HEX] * 5_000], 0, final=False) == 4_200


def test_a_quote_is_waited_for() -> None:
    """Half of a quote is not taken for payload."""
    lines = [
        "03/02-15:32:54.630347 192.0.2.112 -> 198.51.100.120",
        "ICMP TTL:64 TOS:0x0 ID:1 IpLen:20 DgmLen:56",
        "Type:3  Code:1  DESTINATION UNREACHABLE: HOST UNREACHABLE",
        "** ORIGINAL DATAGRAM DUMP:",
        "198.51.100.120:80 -> 192.0.2.112:4444",
        "TCP TTL:51 TOS:0x0 ID:4242 IpLen:20 DgmLen:44 DF",
        "Seq: 0x0  Ack: 0x65666768",
        "** END OF DUMP",
        RULE,
    ]
    assert [snort_dump.frame(lines[:count], 0, final=False) for count in range(1, 10)] == [None] * 8 + [9]
    sighting = parsed(snort_dump, *lines)
    assert sighting is not None
    assert sighting.quote is not None
    assert (sighting.src, sighting.quote.dst) == ("192.0.2.112", "192.0.2.112")
    assert len(read([*lines, ""]).sightings) == 1


@pytest.mark.parametrize(
    "lines",
    [
        (SYN[0].replace("192.0.2.112", "192.0.2.312"), *SYN[1:], RULE),
        (SYN[0].replace("03/02", "13/32"), *SYN[1:], RULE),
        (SYN[0], RULE),
    ],
)
def test_broken_headers_are_not_guessed_at(lines: tuple[str, ...]) -> None:
    """A stamp with addresses and without a packet is counted as not understood."""
    reading = read(lines)
    assert not reading.sightings
    assert reading.unparsed[0].text == lines[0]


def test_spans_show_where_the_fields_stand() -> None:
    """They count in the whole record; those of the signature come by their own names."""
    found = shown(snort_dump, "[**] [1:7:2] x [**]", *SYN, "", RULE)
    assert found == {
        "gid": "1", "sid": "7", "rev": "2", "message": "x", "time": "03/02-15:32:54.630347", "src": "192.0.2.112",
        "sport": "3504", "dst": "198.51.100.120", "dport": "6346", "proto": "TCP", "ttl": "117", "tos": "0",
        "ip_id": "31988", "ip_header": "20", "length": "48", "df": "DF", "flags": "******S*", "seq": "EE01EA38",
        "ack": "0", "window": "16D0", "tcp_header": "28", "options": " MSS: 1460 NOP NOP SackOK ",
    }  # fmt: skip
    assert shown(snort_dump, "prose") == {}
