import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import tcpdump
from wallwatch.model import Header
from wallwatch.model.times import iso

STAMP = "2026-11-22 09:16:29.776250 "
HEAD = STAMP + "IP (tos 0x0, ttl 117, id 31988, offset 0, flags [DF], proto TCP (6), length 48)"
SYN = (
    "    192.0.2.112.3504 > 198.51.100.120.6346: Flags [S], cksum 0xcfc9 (correct), seq 3993102904, win 5840, "
    "options [mss 1460,nop,nop,sackOK], length 0"
)
OLD = (
    "15:32:54.630347 192.0.2.112.3504 > 198.51.100.120.6346: S 3993102904:3993102904(0) win 5840 "
    "<mss 1460,nop,nop,sackOK> (DF) (ttl 117, id 31988)"
)
TCP = {
    "proto": "tcp", "src": "192.0.2.112", "sport": 3504, "dst": "198.51.100.120", "dport": 6346, "ttl": 117,
    "ip_id": 31_988, "df": True, "mf": False, "frag_offset": 0, "ip_header": 20, "flags": "S", "seq": 3_993_102_904,
    "window": 5840, "tos": 0, "options": ("mss:1460", "nop", "nop", "sok"), "tick": 1,
}  # fmt: skip


def test_a_packet_takes_two_lines() -> None:
    """With ``-v`` the IP header stands before the addresses, and everything is there."""
    assert tcpdump.frame([HEAD, SYN, HEAD], 0, final=False) == 2
    found = fields(tcpdump, HEAD, SYN)
    assert iso(found.pop("time"), tick=1) == "2026-11-22T09:16:29.776250+00:00"
    assert found == TCP | {
        "length": 48,
        "reserved": False,
        "tcp_header": 28,
        "options_bad": False,
        "year_stated": True,
    }


def test_version_3_puts_the_header_last() -> None:
    """A stamp without a date is of the last such time of day."""
    found = fields(tcpdump, OLD)
    assert iso(found.pop("time"), tick=1) == "2026-11-21T15:32:54.630347+00:00"
    assert found == TCP | {"year_stated": False}


@pytest.mark.parametrize(
    "lines",
    [
        tuple(OLD.replace(" win", "\nwin").split("\n")),
        tuple(OLD.replace(" (DF)", "\n (DF)").split("\n")),
        tuple(OLD.replace(" (ttl", "\n(ttl").split("\n")),
    ],
)
def test_a_wrapped_packet_is_the_same_packet(lines: tuple[str, ...]) -> None:
    """A mail program breaks at any blank, also where the line would be whole."""
    assert tcpdump.frame([*lines, ""], 0, final=False) == len(lines)
    assert fields(tcpdump, *lines) == fields(tcpdump, OLD)


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("1015083174.630347 ", "2002-03-02T15:32:54.630347+00:00"),
        ("Mar  2 15:32:54.630347 ", "2026-03-02T15:32:54.630347+00:00"),
        ("09:16:29.776250 ", "2026-11-22T09:16:29.776250+00:00"),
        (STAMP + "eth0  In  ", "2026-11-22T09:16:29.776250+00:00"),
        (STAMP + "00:1b:b9:76:9c:e4 > 00:00:00:00:00:01, ethertype IPv4 (0x0800), length 62: ", None),
    ],
)
def test_stamps_and_links_come_before_the_packet(stamp: str, time: str | None) -> None:
    """``-tt``, OpenBSD's, none but the time of day; ``-i any`` and ``-e``."""
    sighting = parsed(tcpdump, HEAD.replace(STAMP, stamp), SYN)
    assert sighting is not None
    assert sighting.ttl == 117
    if time is None:
        assert sighting.mac_src == "00:1b:b9:76:9c:e4"
    else:
        assert iso(sighting.time, tick=1) == time
        assert (sighting.iface_in == "eth0") is ("eth0" in stamp)


def test_an_icmp_error_quotes_a_packet() -> None:
    """It is indented by a tab, which is made visible; of what follows it nothing is a record."""
    lines = (
        HEAD.replace("TCP (6)", "ICMP (1)"),
        "    192.0.2.112 > 198.51.100.120: ICMP 192.0.2.112 udp port 53 unreachable, length 36",
        "\\x09IP (tos 0x0, ttl 51, id 4242, offset 0, flags [none], proto UDP (17), length 44)",
        "    198.51.100.120.1024 > 192.0.2.112.53: [udp sum ok] UDP, length 16",
        "\\x09        0x0000:  4500 002c",
    )
    assert tcpdump.frame([*lines, HEAD], 0, final=False) == 5
    sighting = parsed(tcpdump, *lines)
    assert sighting is not None
    assert (sighting.icmp_type, sighting.icmp_code, sighting.sport) == (3, 3, None)
    assert sighting.quote == Header(
        proto="udp", src="198.51.100.120", dst="192.0.2.112", sport=1024, dport=53, tos=0, ttl=51, ip_id=4242,
        length=44, df=False, mf=False, reserved=False, frag_offset=0, ip_header=20, udp_length=24,
    )  # fmt: skip


def test_a_packet_waits_for_the_lines_under_it() -> None:
    """Nothing but the next record, or the end, tells that there are no more."""
    assert tcpdump.frame([HEAD], 0, final=False) is None
    assert tcpdump.frame([HEAD, SYN], 0, final=False) is None
    assert tcpdump.frame([HEAD, SYN], 0, final=True) == 2
    assert tcpdump.frame([HEAD], 0, final=True) == 1


@pytest.mark.parametrize(
    "line",
    [
        STAMP + "ARP, Ethernet (len 6), IPv4 (len 4), Request who-has 192.0.2.1 tell 192.0.2.9, length 28",
        STAMP + "LLDP, length 40",
        STAMP + "gateway.example > 192.0.2.1: prose",
        "x " + OLD,
        SYN,
        OLD.replace("15:32:54.630347", "15:32:54"),
        "2026-11-22 09:16:29.776250 host kernel: IN=a (b) > c",
    ],
)
def test_what_is_no_packet_of_ip_is_other(line: str) -> None:
    """Neither are names in the place of addresses, and a line without its stamp."""
    assert read([line]).other == 1


@pytest.mark.parametrize(
    "lines",
    [
        (HEAD,),
        (HEAD, SYN[:-10]),
        (HEAD[:60], SYN),
        (HEAD, SYN.replace("192.0.2.112", "192.0.2.312")),
        (OLD[:80],),
        (HEAD.replace("11-22", "02-30"), SYN),
    ],
)
def test_a_torn_packet_is_not_guessed_at(lines: tuple[str, ...]) -> None:
    """The line that begins it is counted as not understood."""
    reading = read(lines)
    assert (len(reading.sightings), len(reading.unparsed)) != (1, 0)
    assert reading.unparsed[0].text == lines[0]


def test_spans_show_where_the_fields_stand() -> None:
    """In both lines."""
    assert shown(tcpdump, HEAD, SYN) == {
        "time": STAMP.strip(), "tos": "0x0", "ttl": "117", "ip_id": "31988", "frag_offset": "0", "proto": "6",
        "length": "48", "src": "192.0.2.112", "sport": "3504", "dst": "198.51.100.120", "dport": "6346", "flags": "S",
        "seq": "3993102904", "window": "5840", "options": "mss 1460,nop,nop,sackOK",
    }  # fmt: skip
    assert shown(tcpdump, STAMP.strip() + " eth0  In  IP" + SYN[3:])["iface_in"] == "eth0"
    assert shown(tcpdump, "prose") == {}
