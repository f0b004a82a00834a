import pytest

from tests.formats.support import fields, parsed, read, shown
from tests.shared import shared
from wallwatch.formats import snort_fast
from wallwatch.model import Signature
from wallwatch.model.times import iso

STAMP = "03/02-15:32:54.630347"
TUPLE = "{TCP} 192.0.2.112:3504 -> 198.51.100.120:6346"
LEAK = "Attempted Information Leak"
ALERT = f"{STAMP}  [**] [1:628:3] SCAN nmap TCP [**] [Classification: {LEAK}] [Priority: 2] {TUPLE}"


def test_an_alert_gives_every_field() -> None:
    """Signature, protocol and connection, to the microsecond."""
    found = fields(snort_fast, ALERT)
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
    }


@pytest.mark.parametrize(
    ("line", "signature", "some"),
    [
        (
            f"{STAMP}  [Drop] [**] [1:7:0] x [**] [Priority: 0] {TUPLE}",
            Signature("x", 1, 7, 0, None, 0),
            {"action": "block"},
        ),
        (
            f"{STAMP}  [WDrop] [**] [1:7:0] x [**] [Priority: 0] {TUPLE}",
            Signature("x", 1, 7, 0, None, 0),
            {"action": "log"},
        ),
        (f"{STAMP} [would_drop] [**] [1:7:0] x [**] {TUPLE}", Signature("x", 1, 7, 0), {"action": "log"}),
        (f"{STAMP} [block] [**] [1:7:0] x [**] {TUPLE}", Signature("x", 1, 7, 0), {"action": "block"}),
        (f"{STAMP}  [**] [1:7:0]  <eth0> x [**] {TUPLE}", Signature("x", 1, 7, 0), {"iface_in": "eth0"}),
        (f'{STAMP} [**] [1:7:0] <eth0> "x" [**] {TUPLE}', Signature("x", 1, 7, 0), {"iface_in": "eth0"}),
        (
            f'{STAMP} [**] [1:7:0] "x" [**] [Classification: {LEAK}] [Priority: 1] [AppID: HTTP] {TUPLE}',
            Signature("x", 1, 7, 0, LEAK, 1),
            {"more": (("APPID", "HTTP"),)},
        ),
        (f"{STAMP}  [**] R[1:7:0] x [**] {TUPLE}", Signature("x", 1, 7, 0), {}),
        (
            f"{STAMP}  [**] [1:4:1] PING [weird] {{brace}} -> arrow [**] {{ICMP}} 192.0.2.1 -> 198.51.100.2",
            Signature("PING [weird] {brace} -> arrow", 1, 4, 1),
            {"proto": "icmp", "sport": None},
        ),
        (f"{STAMP}  [**] [1:4:1] a [**] b [**] {TUPLE}", Signature("a [**] b", 1, 4, 1), {}),
        (f"{STAMP}  [**] x [**] {TUPLE}", Signature("x"), {}),
        (
            f"{STAMP}  [**] IDS198/SYN FIN Scan [**] 192.0.2.1:21 -> 198.51.100.2:21",
            Signature("IDS198/SYN FIN Scan"),
            {"proto": "tcp", "more": (("PROTO", "guessed"),)},
        ),
        (
            f"{STAMP}  [**] [122:7:2] (portscan) [**] [Priority: 2] {{PROTO:255}} 192.0.2.1 -> 198.51.100.2",
            Signature("(portscan)", 122, 7, 2, None, 2),
            {"proto": "255"},
        ),
        (
            f'{STAMP} [**] [1:366:11] "PING" [**] {{ICMP}} 2001:db8:0:0:0:0:0:1 -> 2001:db8:0:0:0:0:0:2',
            Signature("PING", 1, 366, 11),
            {"proto": "icmp6", "src": "2001:db8::1"},
        ),
        (f"{STAMP} [**] [1:7:0] x [**] {{IP}} 192.0.2.1 -> 198.51.100.2", Signature("x", 1, 7, 0), {"proto": "ip"}),
        (
            f"{STAMP} [**] [1:7:0] x [**] {{TCP}} 2001:db8:c200:c:0:0:0:35:60884 -> 2001:db8:4860:0:0:0:0:8888:80",
            Signature("x", 1, 7, 0),
            {"src": "2001:db8:c200:c::35", "sport": 60884, "dst": "2001:db8:4860::8888", "dport": 80},
        ),
    ],
)
def test_every_version_is_read_from_its_right_end(line: str, signature: Signature, some: dict[str, object]) -> None:
    """1.7 to 3 differ in blanks, rule numbers, interface and action; the message may hold anything."""
    sighting = parsed(snort_fast, line)
    assert sighting is not None
    assert sighting.signature == signature
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("03/02-15:32:54.630347", "2026-03-02T15:32:54.630347+00:00"),
        ("03/02/02-15:32:54.630347", "2002-03-02T15:32:54.630347+00:00"),
        ("26/03/02-15:32:54.630347", "2026-03-02T15:32:54.630347+00:00"),
    ],
)
def test_the_year_stands_in_three_orders(stamp: str, time: str) -> None:
    """None, last in Snort 2, first in Snort 3; the fourth, with four digits, is Suricata's."""
    sighting = parsed(snort_fast, ALERT.replace(STAMP, stamp))
    assert sighting is not None
    assert (iso(sighting.time, tick=1), sighting.year_stated) == (time, stamp != STAMP)
    assert parsed(snort_fast, ALERT.replace(STAMP, "03/02/2026-15:32:54.630347")) is None


@pytest.mark.parametrize(
    "line",
    [
        f"{STAMP}  [**] [111:1:1] (spp_stream4) x [**] ",
        f"{STAMP}  [**] [111:1:1] (spp_stream4) x [**] [Priority: 3] ",
        f"{STAMP} [**] [112:1:1] (arp_spoof) x [**] [Priority: 3] {{ARP}} ",
        f"{STAMP}  no stars",
        "03/02-15:32 [**] [1:7:0] x [**] " + TUPLE,
        "x " + ALERT,
    ],
)
def test_what_speaks_of_no_packet_is_other(line: str) -> None:
    """An alert of a preprocessor that has no packet is whole, and names no addresses."""
    reading = read([line])
    assert (reading.other, reading.unparsed) == (1, ())


@pytest.mark.parametrize(
    "line",
    [
        ALERT[:-30],
        ALERT.replace("192.0.2.112", "192.0.2.312"),
        ALERT.replace("{TCP}", "{NOSUCH}"),
        ALERT.replace("03/02", "13/32"),
        ALERT + " and more",
        f"{STAMP}  [**] [1:628:3] SCAN nm",
        f"{STAMP}  [**] [1:628:3] SCAN nmap TCP [**] [Classification: Att",
    ],
)
def test_a_torn_alert_is_not_guessed_at(line: str) -> None:
    """It is counted as not understood."""
    reading = read([line])
    assert (len(reading.unparsed), reading.sightings) == (1, ())


def test_a_dump_behind_an_alert_is_a_record_of_its_own() -> None:
    """``alert_fast: FILE packet`` prints the packet after each line, and both are read."""
    dump = [
        f"{STAMP} 192.0.2.112:3504 -> 198.51.100.120:6346",
        "TCP TTL:117 TOS:0x0 ID:31988 IpLen:20 DgmLen:48 DF",
        "******S* Seq: 0xEE01EA38  Ack: 0x0  Win: 0x16D0  TcpLen: 28",
        "TCP Options (4) => MSS: 1460 NOP NOP SackOK ",
        "=+" * 37,
        "",
    ]
    reading = read([ALERT, *dump, ALERT, *dump])
    assert [sighting.format for sighting in reading.sightings] == ["snort-fast", "snort-dump"] * 2
    assert reading.unparsed == ()


def test_a_wrapped_alert_is_the_same() -> None:
    """A mail program breaks it at any blank."""
    lines = tuple(ALERT.replace(" {TCP} ", "\n{TCP}\n").split("\n"))
    assert snort_fast.frame([*lines, ""], 0, final=False) == 3
    assert fields(snort_fast, *lines) == fields(snort_fast, ALERT)
    assert shown(snort_fast, *lines) == shown(snort_fast, ALERT)


def test_spans_show_where_the_fields_stand() -> None:
    """Those of the signature come by their own names."""
    line = ALERT.replace("  [**] [1:628:3] ", "  [Drop] [**] [1:628:3]  <eth0> ")
    assert shown(snort_fast, line) == {
        "time": STAMP, "action": "Drop", "gid": "1", "sid": "628", "rev": "3", "iface_in": "eth0",
        "message": "SCAN nmap TCP", "classification": LEAK, "priority": "2", "proto": "TCP", "src": "192.0.2.112",
        "sport": "3504", "dst": "198.51.100.120", "dport": "6346",
    }  # fmt: skip
    assert shown(snort_fast, "prose") == {}


@pytest.mark.parametrize("path", ["plaso/snort3_alert_fast.log", "plaso/suricata_alert_fast.log"])
def test_other_peoples_lines_are_read(path: str) -> None:
    """All of them; those that a tool took for Suricata's carry the stamps of Snort 2 and 3."""
    lines = shared("samples", "third-party", *path.split("/")).read_text(encoding="utf-8").splitlines()
    reading = read(lines)
    assert {sighting.format for sighting in reading.sightings} == {"snort-fast"}
    assert len(reading.sightings) == sum(bool(line) for line in lines)


def test_the_lines_of_another_log_watcher_are_read() -> None:
    """A quoted alert, and a dropped one."""
    text = shared("samples", "third-party", "ossec", "snort.ini").read_text(encoding="utf-8")
    lines = [line.partition("pass = ")[2] for line in text.splitlines() if "pass = " in line]
    assert [sighting.action for sighting in read(lines).sightings] == [None, "block"]
