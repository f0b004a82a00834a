"""Facts about the logs of BSD's firewalls, of p0f and of tcpdump that a naive parser gets wrong."""

from datetime import timedelta, timezone

import pytest

from tests.formats.support import NEWEST, fields, parsed, read
from wallwatch.formats import Block, Clock, filterlog, ipfw, p0f1, p0f2, p0f3, tcpdump
from wallwatch.model.times import iso

FILTERLOG = "<134>Jul  3 19:10:30 filterlog[72237]: 5,,,1000000103,em0,match,block,in,"
V4 = "4,0x0,,64,420,0,DF,6,tcp,48,192.0.2.1,198.51.100.2,"
V6 = "6,0x00,0x00000,64,tcp,6,28,2001:db8::1,2001:db8::2,"
SYN = "3504,6346,0,S,1,,5840,,mss"
P0F3 = (
    "[2002/03/02 15:32:54] mod=syn|cli=192.0.2.112/3504|srv=198.51.100.120/6346|subj=cli|os=Windows NT kernel|dist=11"
    "|params=generic|raw_sig=4:117+11:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0"
)
P0F2 = "<Sat Mar  2 15:32:54 2002> 192.0.2.112:3504 - Windows 98 -> 198.51.100.120:6346 (distance 11, link: x)"
P0F1 = (
    "<Sat Mar  2 15:32:54 2002> 192.0.2.112 [12 hops]: Windows 98",
    " + 192.0.2.112:3504 -> 198.51.100.120:6346",
)


def test_fact_12_the_stamps_of_p0f_are_local_and_name_no_zone() -> None:
    """p0f v1 stamps print time, v2/v3 packet time; all local without zone."""
    clock = Clock(timezone(timedelta(hours=-5)), NEWEST)
    for reads, lines in ((p0f1, P0F1), (p0f2, (P0F2,)), (p0f3, (P0F3,))):
        sighting = reads.parse(Block(lines), clock)
        assert sighting is not None
        assert (iso(sighting.time, sighting.zone), sighting.tick) == ("2002-03-02T15:32:54-05:00", 1_000_000)


def test_fact_56_numbers_are_decimal_in_tcpdump() -> None:
    """Seq/Ack/Win are hex in Snort dumps, decimal in netfilter, Snort 3 JSON and tcpdump."""
    line = "15:32:54.000000 IP 192.0.2.1.1 > 198.51.100.2.2: Flags [S.], seq 10, ack 20, win 8192, length 0"
    found = fields(tcpdump, line)
    assert (found["seq"], found["ack"], found["window"]) == (10, 20, 8192)


@pytest.mark.parametrize(
    ("packet", "some"),
    [
        (V4, {"proto": "tcp", "length": 48}),
        (V6, {"proto": "tcp", "length": 68}),
        (V4.replace("0x0,,", "0x2,0,"), {"tos": 2}),
        (V4.replace("0x0,,", "0x1,1,"), {"tos": 1}),
        (V4.replace("0,DF,6", "0,none,6"), {"df": None, "mf": None}),
    ],
)
def test_fact_58_filterlog_swaps_columns_and_has_no_word_for_two_bits(packet: str, some: dict[str, object]) -> None:
    """Filterlog swaps protocol name and number between IPv4 and IPv6; ECT(0) prints 0, ECT(1) 1; DF+MF prints none."""
    sighting = parsed(filterlog, FILTERLOG + packet + SYN)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    ("label", "packet", "some"),
    [
        ("1000000103", SYN.replace("S,1,", "PA,1:461,"), {"seq": 1, "flags": "AP"}),
        ("02f4bab031b57d1e30553ce08e0ec131", SYN.replace("S,1,", "A,,"), {"seq": None, "flags": "A"}),
        ("64d253df-ef65-4b56-9df4-c03fc11b8ce4", "request,3072,1", {"icmp_type": 8, "icmp_id": 3072}),
        ("0", "datalength=28", {"proto": "icmp", "icmp_type": None}),
        ("0", "datalength=28,3,4,0,0,1400", {"icmp_type": 3, "icmp_code": 4}),
    ],
)
def test_fact_59_filterlog_has_several_layouts(label: str, packet: str, some: dict[str, object]) -> None:
    """Filterlog seq can be a:b or empty; ICMP has at least three layouts; field 4 is a tracker id, md5, uuid or 0."""
    header = V4 if packet.startswith("3504") else V4.replace("6,tcp", "1,icmp")
    sighting = parsed(filterlog, FILTERLOG.replace("1000000103", label) + header + packet)
    assert sighting is not None
    assert ("LABEL", label) in sighting.more
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    ("message", "some"),
    [
        ("Deny ICMP:11.0 192.0.2.4 198.51.100.8 in via vx3", {"action": "block", "icmp_type": 11, "icmp_code": 0}),
        ("Forward to 192.0.2.9 TCP 192.0.2.4:1024 198.51.100.8:80 out via vx3", {"sport": 1024, "iface_out": "vx3"}),
        ("Accept UDP [2001:db8::1]:53 [2001:db8::2]:53 in via vx3", {"src": "2001:db8::1", "dport": 53}),
        ("Deny TCP 192.0.2.4 198.51.100.8 in via vx3 (frag 12:100@1480)", {"sport": None, "frag_offset": 1480}),
    ],
)
def test_fact_60_ipfw_has_actions_of_several_words(message: str, some: dict[str, object]) -> None:
    """Actions of ipfw have several words; ICMP is `ICMP:8.0`; IPv6 is bracketed; fragments lack ports."""
    sighting = parsed(ipfw, f"Jan  6 22:31:29 h /kernel: ipfw: 140 {message}")
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


def test_fact_62_hops_are_counted_in_three_ways() -> None:
    """p0f hops: v1 = distance + 1; v3 `dist=<= n`; v2 can be negative."""
    hops = [
        sighting.os.hops
        for sighting in (
            parsed(p0f1, *P0F1),
            parsed(p0f2, P0F2),
            parsed(p0f2, P0F2.replace("distance 11", "distance -3")),
            parsed(p0f3, P0F3),
            parsed(p0f3, P0F3.replace("dist=11", "dist=<= 14")),
        )
        if sighting is not None and sighting.os is not None
    ]
    assert hops == [12, 11, -3, 11, None]


def test_fact_63_p0f_3_names_tools_and_logs_more_than_packets() -> None:
    """p0f v3: `app=` instead of `os=`, blanks in mod, `|` inside http raw_sig, ws 0 ambiguous, uncompressed IPv6."""
    tool = parsed(p0f3, P0F3.replace("os=Windows NT kernel", "app=NMap SYN scan"))
    assert tool is not None
    assert tool.os is not None
    assert (tool.os.label, tool.options) == ("NMap SYN scan", ("mss:1460", "nop", "nop", "sok"))
    scaled = parsed(p0f3, P0F3.replace("mss,nop,nop,sok", "mss,nop,ws"))
    assert scaled is not None
    assert scaled.options == ("mss:1460", "nop", "ws:0")
    six = P0F3.replace("192.0.2.112", "2001:db8:0:0:0:0:0:1").replace("198.51.100.120", "2001:db8:0:0:0:0:0:2")
    found = fields(p0f3, six)
    assert (found["src"], found["dst"]) == ("2001:db8::1", "2001:db8::2")
    others = [
        P0F3.replace("mod=syn|", "mod=http request|").replace("raw_sig=4:117", "raw_sig=1:Host,X=[a|os=b|raw_sig=c]:"),
        P0F3.replace("mod=syn|", "mod=host change|"),
        P0F3.replace("mod=syn|", "mod=ip sharing|"),
    ]
    reading = read(others)
    assert (len(reading.sightings), reading.other, reading.unparsed) == (0, 3, ())
    assert parsed(p0f3, P0F3.replace("mod=syn|", "mod=sendsyn probe|")) is not None
