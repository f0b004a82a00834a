import pytest

from tests.formats.support import fields, parsed, read, shown
from tests.shared import shared
from wallwatch.formats import filterlog
from wallwatch.model.times import iso

HEAD = "<134>Jul  3 19:10:30 filterlog[72237]: "
RULE = "5,,,1000000103,em0,match,block,in,"
IPV4 = "4,0x0,,117,31988,0,DF,6,tcp,48,192.0.2.112,198.51.100.120,"
IPV6 = "6,0x02,0x0ea87,51,TCP,6,40,2001:db8:0::2f8a,2001:db8::1738,"
SYN = "3504,6346,0,S,3993102904,,5840,,mss;nop;nop;sackOK"
LINE = HEAD + RULE + IPV4 + SYN


def test_a_syn_gives_every_field() -> None:
    """The options are names without values, and are kept as such."""
    sighting = parsed(filterlog, LINE)
    assert sighting is not None
    assert sighting.more == (
        ("LABEL", "1000000103"),
        ("REASON", "match"),
        ("DATALEN", "0"),
        ("OPTIONS", "mss;nop;nop;sackOK"),
    )
    found = fields(filterlog, LINE)
    assert iso(found.pop("time")) == "2026-07-03T19:10:30+00:00"
    assert found == {
        "tick": 1_000_000, "year_stated": False, "proto": "tcp", "src": "192.0.2.112", "dst": "198.51.100.120",
        "sport": 3504, "dport": 6346, "tos": 0, "ttl": 117, "ip_id": 31_988, "frag_offset": 0, "df": True, "mf": False,
        "reserved": False, "length": 48, "flags": "S", "seq": 3_993_102_904, "window": 5840, "rule": "5",
        "action": "block", "iface_in": "em0",
    }  # fmt: skip


def test_an_ipv6_packet_has_its_columns_in_another_order() -> None:
    """Name before number, and the length is that of the payload."""
    found = fields(filterlog, HEAD + RULE + IPV6 + SYN)
    assert {name: found[name] for name in ("proto", "src", "tos", "flow_label", "ttl", "length")} == {
        "proto": "tcp", "src": "2001:db8::2f8a", "tos": 2, "flow_label": 0xEA87, "ttl": 51, "length": 80,
    }  # fmt: skip
    assert "ip_id" not in found


@pytest.mark.parametrize(
    ("old", "new", "some"),
    [
        ("block,in", "pass,out", {"action": "allow", "iface_in": None, "iface_out": "em0"}),
        ("block,in", "reject,in", {"action": "reject"}),
        ("block,in", "rdr,in", {"action": "log"}),
        ("5,,,", "12,3,userrules/a,", {"rule": "12", "chain": "userrules/a"}),
        ("0x0,,117", "0x3,CE,117", {"tos": 3}),
        ("0,DF,6", "0,+,6", {"df": False, "mf": True}),
        ("0,DF,6", "0,none,6", {"df": None, "mf": None, "reserved": None}),
        ("0,DF,6", "0,rsvd,6", {"df": False, "reserved": True}),
        ("tcp,48", "TCP,48", {"proto": "tcp"}),
        (",S,3993102904,,5840,,", ",SEC,1:21,9,5840,7,", {"flags": "CES", "seq": 1, "ack": 9, "urgent": 7}),
        (",S,3993102904,,", ",A,,9,", {"flags": "A", "seq": None, "ack": 9}),
        ("mss;nop;nop;sackOK", "mss;[bad opt],", {"options": None, "options_bad": True}),
        ("mss;nop;nop;sackOK", "mss;unknown(253)", {"options": None, "window": 5840}),
        (SYN[12:], "errormsg='tcp 8 [bad hdr length 8]'", {"sport": 3504, "flags": None}),
        (SYN, "errormsg='[|tcp]'", {"sport": None, "length": 48}),
    ],
)  # fmt: skip
def test_a_column_says_what_the_emitter_means(old: str, new: str, some: dict[str, object]) -> None:
    """Each quirk of a column, against the record without it."""
    assert old in LINE
    sighting = parsed(filterlog, LINE.replace(old, new))
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


def test_where_the_lengths_leave_no_room_there_are_no_options() -> None:
    """40 bytes are two headers and nothing else."""
    bare = LINE.replace("tcp,48", "tcp,40").replace("mss;nop;nop;sackOK", "")
    sighting = parsed(filterlog, bare)
    assert sighting is not None
    assert (sighting.options, sighting.ip_header, sighting.tcp_header) == ((), 20, 20)
    longer = parsed(filterlog, bare.replace("tcp,40", "tcp,44"))
    assert longer is not None
    assert longer.options is None


@pytest.mark.parametrize(
    ("number", "tail", "some"),
    [
        ("17,udp", "67,68,308", {"sport": 67, "dport": 68, "udp_length": 308}),
        ("1,icmp", "request,3072,1", {"icmp_type": 8, "icmp_code": None, "icmp_id": 3072, "icmp_seq": 1}),
        ("1,icmp", "tstampreply,7,1,2,3,4", {"icmp_type": 14, "icmp_id": 7}),
        ("1,icmp", "unreachport,192.0.2.1,udp,53", {"icmp_type": 3, "icmp_code": 3, "dport": None}),
        ("1,icmp", "needfrag,192.0.2.1,1400", {"icmp_type": 3, "icmp_code": 4}),
        ("1,icmp", "timexceed,ttl", {"icmp_type": 11}),
        ("1,icmp", "datalength=64", {"icmp_type": None, "sport": None}),
        ("1,icmp", "datalength=64,8,0,9,2,0", {"icmp_type": 8, "icmp_code": 0, "icmp_id": 9, "icmp_seq": 2}),
        ("1,icmp", "datalength=64,3,4,0,0,1400", {"icmp_type": 3, "icmp_code": 4, "icmp_id": None}),
        ("112,carp", "advertise,255,1,2,0,1", {"proto": "112", "ttl": 117}),
        ("47,gre", "datalength=60", {"proto": "47", "sport": None}),
        ("0,HBH", "HBH,PADN,RTALERT,0x0000,", {"proto": "0"}),
    ],
)
def test_what_a_packet_carries_has_a_layout_of_its_own(number: str, tail: str, some: dict[str, object]) -> None:
    """UDP, the three layouts of ICMP, CARP and all else."""
    sighting = parsed(filterlog, HEAD + RULE + IPV4.replace("6,tcp", number) + tail)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


def test_a_later_fragment_ends_behind_its_addresses() -> None:
    """Its offset is in bytes, and it has no ports."""
    sighting = parsed(filterlog, HEAD + RULE + IPV4.replace("31988,0,DF", "31988,1480,none"))
    assert sighting is not None
    assert (sighting.frag_offset, sighting.sport, sighting.flags) == (1480, None, None)


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("filterlog", "filterdns"),
        RULE + IPV4 + SYN,
    ],
)
def test_what_filterlog_has_not_written_is_other(line: str) -> None:
    """The tag counts, not a word in the message."""
    assert read([line]).other == 1


@pytest.mark.parametrize(
    "line",
    [
        LINE[:-30],
        LINE[:120],
        HEAD + RULE + IPV4,
        LINE.replace("192.0.2.112", "192.0.2.312"),
        LINE.replace("in,4,", "in,6,"),
        LINE.replace("Jul  3", "Jun 31"),
        LINE.replace("31988,0,DF", "31988,8,DF"),
        HEAD + RULE + IPV4.replace("6,tcp", "17,udp") + "67,68",
    ],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A column too few, or one that cannot be."""
    assert parsed(filterlog, line) is None
    assert len(read([line]).unparsed) == 1


def test_spans_show_where_the_fields_stand() -> None:
    """Bits that are one word have one place."""
    assert shown(filterlog, LINE) == {
        "time": "Jul  3 19:10:30", "rule": "5", "iface_in": "em0", "action": "block", "tos": "0x0", "ttl": "117",
        "ip_id": "31988", "frag_offset": "0", "df": "DF", "mf": "DF", "reserved": "DF", "proto": "6", "length": "48",
        "src": "192.0.2.112", "dst": "198.51.100.120", "sport": "3504", "dport": "6346", "flags": "S",
        "seq": "3993102904", "window": "5840",
    }  # fmt: skip
    six = shown(filterlog, HEAD + RULE + IPV6.replace("TCP,6", "ICMPv6,58") + "datalength=32,128,0,5,6,0")
    assert (six["length"], six["icmp_type"], six["icmp_id"]) == ("40", "128", "5")
    udp = shown(filterlog, HEAD + RULE + IPV4.replace("6,tcp", "17,udp") + "67,68,308")
    assert udp["udp_length"] == "308"
    echo = shown(filterlog, HEAD + RULE + IPV4.replace("6,tcp", "1,icmp") + "request,3072,1")
    assert (echo["icmp_type"], echo["icmp_seq"]) == ("request", "1")
    assert shown(filterlog, "prose") == {}


@pytest.mark.parametrize("name", ["pf-logs.log", "pf-scan-multi-port.log", "pfsense-rfc5424-filterlog.log"])
def test_the_logs_of_other_people_are_read(name: str) -> None:
    """RFC 3164 and RFC 5424 heads, pfSense and OPNsense; nothing of it is left over."""
    lines = [
        line
        for line in shared("samples", "third-party", "crowdsec", name).read_text(encoding="utf-8").splitlines()
        if line
    ]
    assert len(read(lines).sightings) == len(lines)
