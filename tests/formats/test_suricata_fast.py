import pytest

from tests.formats.support import fields, parsed, read, shown
from tests.shared import shared
from wallwatch.formats import suricata_fast
from wallwatch.model import Signature
from wallwatch.model.times import iso

STAMP = "03/02/2026-15:32:54.630347"
RULE = "[1:2402000:6945] ET DROP Dshield"
CLASS = "[Classification: Misc Attack] [Priority: 2]"
TUPLE = "{TCP} 192.0.2.183:65396 -> 198.51.100.4:80"
ALERT = f"{STAMP}  [**] {RULE} [**] {CLASS} {TUPLE}"
NULL = Signature("ET DROP Dshield", 1, 2_402_000, 6_945, None, 3)
SYSLOG = f"Mar  2 15:32:54 greatwall suricata[1234]: {RULE} {CLASS} {TUPLE}"


def test_an_alert_gives_every_field() -> None:
    """Its stamp names the year."""
    found = fields(suricata_fast, ALERT)
    assert iso(found.pop("time"), tick=1) == "2026-03-02T15:32:54.630347+00:00"
    assert found == {
        "tick": 1,
        "year_stated": True,
        "signature": Signature("ET DROP Dshield", 1, 2_402_000, 6_945, "Misc Attack", 2),
        "proto": "tcp",
        "src": "192.0.2.183",
        "sport": 65396,
        "dst": "198.51.100.4",
        "dport": 80,
    }


def test_an_alert_in_syslog_is_the_same_alert() -> None:
    """The daemon's head stands in place of the stamp."""
    same = fields(suricata_fast, ALERT)
    found = fields(suricata_fast, SYSLOG)
    assert (found.pop("host"), found.pop("tick"), found.pop("year_stated")) == ("greatwall", 1_000_000, False)
    assert iso(found.pop("time")) == "2026-03-02T15:32:54+00:00"
    assert found == {name: value for name, value in same.items() if name in found}


@pytest.mark.parametrize(
    ("old", "new", "some"),
    [
        ("  [**] [1:", "  [Drop] [**] [1:", {"action": "block"}),
        ("  [**] [1:", "  [wDrop] [**] [1:", {"action": "log"}),
        (
            TUPLE,
            "{ICMP} 192.0.2.1:8 -> 198.51.100.4:0",
            {"proto": "icmp", "icmp_type": 8, "icmp_code": 0, "sport": None, "dport": None},
        ),
        (
            TUPLE,
            "{IPv6-ICMP} fe80:0000:0000:0000:0000:0000:0000:0001:135 -> ff02:0000:0000:0000:0000:0001:ff00:0002:0",
            {"proto": "icmp6", "src": "fe80::1", "dst": "ff02::1:ff00:2", "icmp_type": 135, "icmp_code": 0},
        ),
        (
            TUPLE,
            "{UDP} 2001:0db8:0000:0000:0000:0000:0000:0001:53 -> 2001:0db8:0000:0000:0000:0000:0000:0002:9999",
            {"src": "2001:db8::1", "sport": 53, "dst": "2001:db8::2", "dport": 9999},
        ),
        (TUPLE, "{6} 192.0.2.1:80 -> 198.51.100.4:8", {"proto": "tcp", "sport": 80}),
        (TUPLE, "{PROTO:047} 192.0.2.1:0 -> 198.51.100.4:0", {"proto": "47", "sport": None}),
        (CLASS, "[Classification: (null)] [Priority: 3]", {"signature": NULL}),
    ],
)  # fmt: skip
def test_the_numbers_mean_what_the_protocol_says(old: str, new: str, some: dict[str, object]) -> None:
    """Ports, or type and code, or nothing; a classification may be null."""
    sighting = parsed(suricata_fast, ALERT.replace(old, new))
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    "line",
    [
        f"{STAMP}  [**] [1:2200003:2] truncated [**] {CLASS} [**] [Raw pkt: 45 00 ] [pcap file packet: 7]",
        "Mar  2 15:32:54 greatwall suricata[1234]: This is Suricata version 7.0.3 RELEASE running in SYSTEM mode",
        f"{RULE} {CLASS} {TUPLE}",
    ],
)
def test_what_speaks_of_no_packet_is_other(line: str) -> None:
    """A packet that could not be decoded, Suricata's own messages, another program's words."""
    reading = read([line])
    assert (reading.other, reading.unparsed) == (1, ())


@pytest.mark.parametrize(
    "line",
    [
        ALERT[:-20],
        ALERT.replace("192.0.2.183:65396", "192.0.2.183"),
        ALERT.replace("{TCP}", "{NOSUCH}"),
        ALERT.replace("03/02/2026", "13/32/2026"),
        SYSLOG[:-20],
    ],
)
def test_a_torn_alert_is_not_guessed_at(line: str) -> None:
    """It is counted as not understood."""
    reading = read([line])
    assert (len(reading.unparsed), reading.sightings) == (1, ())


@pytest.mark.parametrize("whole", [ALERT, SYSLOG])
def test_a_wrapped_alert_is_the_same(whole: str) -> None:
    """A mail program breaks it at any blank."""
    lines = tuple(whole.replace(" {TCP} ", "\n {TCP}\n ").split("\n"))
    assert suricata_fast.frame([*lines, ""], 0, final=False) == 3
    assert fields(suricata_fast, *lines) == fields(suricata_fast, whole)
    assert shown(suricata_fast, *lines) == shown(suricata_fast, whole)


def test_spans_show_where_the_fields_stand() -> None:
    """In a file, and in syslog."""
    signature = {"gid": "1", "sid": "2402000", "rev": "6945", "message": "ET DROP Dshield", "priority": "2"}
    ends = {"proto": "TCP", "src": "192.0.2.183", "sport": "65396", "dst": "198.51.100.4", "dport": "80"}
    same = {"classification": "Misc Attack"} | signature | ends
    assert shown(suricata_fast, ALERT) == {"time": STAMP} | same
    assert shown(suricata_fast, SYSLOG) == {"time": "Mar  2 15:32:54", "host": "greatwall"} | same
    ping = shown(suricata_fast, ALERT.replace(TUPLE, "{ICMP} 192.0.2.1:8 -> 198.51.100.4:0"))
    assert (ping["icmp_type"], ping["icmp_code"]) == ("8", "0")
    assert shown(suricata_fast, "prose") == {}


@pytest.mark.parametrize(
    "path",
    [
        "crowdsec/suricata-logs-fastlog.log",
        "suricata-verify/verify_http2-files-6_fast.log",
        "suricata-verify/verify_http2-files_fast.log",
        "suricata-verify/verify_lua_fast.log",
    ],
)
def test_other_peoples_lines_are_read(path: str) -> None:
    """All of them."""
    lines = shared("samples", "third-party", *path.split("/")).read_text(encoding="utf-8").splitlines()
    reading = read(lines)
    assert {sighting.format for sighting in reading.sightings} == {"suricata-fast"}
    assert len(reading.sightings) == sum(bool(line) for line in lines)
