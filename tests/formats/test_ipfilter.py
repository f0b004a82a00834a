import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import ipfilter
from wallwatch.model.times import iso

HEAD = "Mar  2 09:30:41 sun ipmon[11523]: [ID 702911 local0.warning] "
TAIL = "192.0.2.25,43873 -> 198.51.100.243,22 PR tcp len 20 100 -AP IN"
LINE = HEAD + "09:30:39.300795 ce0 @0:1 b " + TAIL


def test_a_line_gives_every_field() -> None:
    """The inner time of day is the packet's, to the microsecond."""
    found = fields(ipfilter, LINE)
    assert iso(found.pop("time"), tick=1) == "2026-03-02T09:30:39.300795+00:00"
    assert found == {
        "tick": 1, "year_stated": False, "host": "sun", "rule": "0:1", "action": "block", "iface_in": "ce0",
        "proto": "tcp", "src": "192.0.2.25", "sport": 43873, "dst": "198.51.100.243", "dport": 22, "length": 100,
        "ip_header": 20, "flags": "AP",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("09:30:39.300795 3x ce0 @0:1 b " + TAIL, {"repeat": 3}),
        ("09:30:39.300795 ce0 @0:14 p " + TAIL.replace(" IN", " K-S OUT"), {"action": "allow", "iface_out": "ce0"}),
        ("09:30:39.300795 ce0 @-1:-1 n " + TAIL, {"action": "log", "rule": "-1:-1"}),
        ("09:30:39.300795 ce0 @0:1 b " + TAIL.replace("-AP", "-S 7 9 5840"), {"seq": 7, "ack": 9, "window": 5840}),
        ("09:30:39.3 ce0 @0:1 b " + TAIL.replace(",22", ",ssh"), {"dport": 22}),
        ("09:30:39.3 ce0 @0:1 b " + TAIL.replace(",22", ",nosuch"), {"dport": None}),
        ("09:30:39.3 ce0 @0:1 b " + TAIL.replace("192.0.2.25", "h.example[192.0.2.25]"), {"src": "192.0.2.25"}),
        (
            "09:30:39.3 ce0 @0:1 b 192.0.2.25 -> 198.51.100.243 PR icmp len 20 84 icmp 8/0 IN",
            {"icmp_type": 8, "icmp_code": 0},
        ),
        ("09:30:39.3 ce0 @0:1 b 192.0.2.25 -> 198.51.100.243 PR icmp len 20 84 icmp echo/0 IN", {"icmp_type": None}),
        (
            "09:30:39.3 ce0 @0:1 b 2001:db8::1,1 -> 2001:db8::2,2 PR udp len 40 60 IN",
            {"src": "2001:db8::1"},
        ),
    ],
)
def test_the_line_has_many_shapes(text: str, some: dict[str, object]) -> None:
    """Counts, letters, names instead of numbers, ICMP, IPv6."""
    sighting = parsed(ipfilter, HEAD + text)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


def test_a_packet_from_before_midnight_is_of_the_day_before() -> None:
    """The date is that of the line, which may have been written a second later."""
    sighting = parsed(ipfilter, LINE.replace("09:30:41", "00:00:01").replace("09:30:39", "23:59:59"))
    assert sighting is not None
    assert iso(sighting.time, tick=1) == "2026-03-01T23:59:59.300795+00:00"


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("192.0.2.25", "192.0.2.256"),
        LINE.replace(" len 20 100", " len 20"),
        LINE.replace("r  2", "r 32"),
    ],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A line that misses a part is counted as not understood."""
    reading = read([line])
    assert (len(reading.sightings), len(reading.unparsed)) == (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        HEAD + "09:30:39.300795 @2 NAT:MAP 192.0.2.25,43873 <- -> 198.51.100.243",
        LINE.replace("ipmon", "sshd"),
        "ipmon",
    ],
)
def test_what_tells_of_no_packet_is_none_or_torn(line: str) -> None:
    """Translations are no packets, and other programs are not ipmon."""
    assert parsed(ipfilter, line) is None
    assert shown(ipfilter, line) == {}


def test_spans_show_where_the_fields_stand() -> None:
    """The time is the inner one; the interface has the place of the direction's field."""
    assert shown(ipfilter, LINE.replace(" ce0", " 2x ce0")) == {
        "time": "09:30:39.300795", "host": "sun", "rule": "0:1", "action": "b", "src": "192.0.2.25", "sport": "43873",
        "dst": "198.51.100.243", "dport": "22", "proto": "tcp", "ip_header": "20", "length": "100", "flags": "AP",
        "iface_in": "ce0", "repeat": "2",
    }  # fmt: skip
