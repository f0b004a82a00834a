import pytest

from tests.formats.support import NEWEST, fields, parsed, read, shown
from wallwatch.formats import asa
from wallwatch.model.times import iso

HEAD = "Nov 22 09:16:29 fw "
TEXT = 'Deny tcp src outside:192.0.2.1/50240 dst inside:198.51.100.2/ssh by access-group "acl" [0x54c7fa80, 0x0]'
LINE = HEAD + "%ASA-4-106023: " + TEXT
COUNTED = "access-list acl denied udp outside/192.0.2.13(54726) -> inside/198.51.100.18(53) hit-cnt 7 "


def test_a_line_gives_every_field() -> None:
    """Interfaces, both ends, and the access list as the rule; a service's name is its port."""
    assert fields(asa, LINE) == {
        "time": NEWEST - 11_000_000, "tick": 1_000_000, "year_stated": False, "host": "fw", "rule": "acl",
        "action": "block", "iface_in": "outside", "iface_out": "inside", "proto": "tcp", "src": "192.0.2.1",
        "sport": 50240, "dst": "198.51.100.2", "dport": 22,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "some"),
    [
        (
            "ASA-2-106001: Inbound TCP connection denied from 192.0.2.4/1 to 192.0.2.8/139 flags SYN  on interface o",
            {"flags": "S", "iface_in": "o", "dport": 139},
        ),
        ("PIX-2-106006: Deny inbound UDP from 192.0.2.4/1 to 192.0.2.8/2 on interface o", {"proto": "udp", "sport": 1}),
        ("PIX-2-106007: Deny inbound UDP from 192.0.2.4/53 to 192.0.2.8/2 due to DNS Query", {"iface_in": None}),
        (
            "ASA-3-106010: Deny inbound protocol 47 src a:b:192.0.2.4 dst c:192.0.2.8",
            {"proto": "47", "iface_in": "a:b"},
        ),
        (
            "ASA-3-106011: Deny inbound (No xlate) icmp src o:192.0.2.4 dst o:192.0.2.8 (type 8, code 0)",
            {"icmp_type": 8, "sport": None},
        ),
        ("ASA-3-106014: Deny inbound icmp src o:192.0.2.4 dst i:192.0.2.8(type 8, code 1)", {"icmp_code": 1}),
        (
            "FWSM-6-106015: Deny TCP (no connection) from 192.0.2.4/1 to 192.0.2.8/2 flags RST ACK  on interface i",
            {"flags": "AR"},
        ),
        ("ASA-1-106021: Deny udp reverse path check from 192.0.2.4 to 192.0.2.8 on interface s", {"sport": None}),
        (
            'ASA-session-4-106023: Deny udp src out-1:2001:db8::1/1(LOCAL\\user) dst i:::2/2 by access-group "x"',
            {"src": "2001:db8::1", "sport": 1, "iface_in": "out-1"},
        ),
        (
            "ASA-6-106100: access-list x permitted icmp o/192.0.2.4(8) -> i/192.0.2.8(0) hit-cnt 1 first hit",
            {"action": "allow", "icmp_type": 8, "icmp_code": 0, "sport": None, "repeat": None, "iface_out": "i"},
        ),
        ("ASA-6-106100: " + COUNTED + "300-second interval [0x32b3835, 0x0]", {"repeat": 7, "action": "block"}),
        ("ASA-3-710003: TCP access denied by ACL from 192.0.2.3/2984 to o:192.0.2.8/www", {"dport": 80}),
        ("ASA-3-710003: TCP access denied by ACL from 192.0.2.3/2984 to o:192.0.2.8/mystery", {"dport": None}),
    ],
)
def test_each_message_has_a_grammar(text: str, some: dict[str, object]) -> None:
    """One line of each number, and the traps: protocols by number, colons in names, identities, unknown services."""
    sighting = parsed(asa, HEAD + "%" + text)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


def test_a_counter_stands_for_the_packets_of_its_interval() -> None:
    """``hit-cnt 7 300-second interval`` is seven packets since five minutes ago; no hits are no packets."""
    line = HEAD + "%ASA-6-106100: " + COUNTED + "300-second interval"
    sighting = parsed(asa, line)
    assert sighting is not None
    assert (sighting.repeat, sighting.repeat_after) == (7, sighting.time - 300_000_000)
    assert asa.frame([line.replace("hit-cnt 7", "hit-cnt 0")], 0, final=True) == 0


@pytest.mark.parametrize(
    ("head", "host", "time"),
    [
        ("Nov 22 09:16:29 fw : ", "fw", "2026-11-22T09:16:29+00:00"),
        ("Nov 22 2025 09:16:29: ", None, "2025-11-22T09:16:29+00:00"),
        ("<166>Nov 22 09:16:29 fw: ", "fw", "2026-11-22T09:16:29+00:00"),
        ("Nov 22 09:16:29 192.0.2.9 Nov 22 2026 08:13:28: ", "192.0.2.9", "2026-11-22T08:13:28+00:00"),
        ("Nov 22 09:16:29 log 192.0.2.9/192.0.2.10 :Nov 22 02:10:06 PDT: ", "log", "2026-11-22T02:10:06-07:00"),
    ],
)
def test_a_stamp_of_the_device_itself_is_the_packets(head: str, host: str | None, time: str) -> None:
    """Relays put their names and times before it; its zone may be named."""
    sighting = parsed(asa, head + "%ASA-4-106023: " + TEXT)
    assert sighting is not None
    assert (sighting.host, iso(sighting.time, sighting.zone)) == (host, time)


@pytest.mark.parametrize(
    "line",
    [
        LINE[:90],
        LINE.replace("198.51.100.2/ssh", "www.example.com/23"),
        LINE.replace("192.0.2.1", "192.0.2.x"),
        LINE + " and more",
        LINE.replace("deny tcp", "deny").replace("Deny tcp", "Deny nosuch"),
    ],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A line that misses a part, or names a host instead of its address, is counted as not understood."""
    reading = read([line])
    assert (len(reading.sightings), len(reading.unparsed)) == (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        HEAD + "%ASA-6-302013: Built outbound TCP connection 1 for outside:192.0.2.1/80 (192.0.2.1/80)",
        HEAD + "sshd[7]: Invalid user %ASA-4-106023: " + TEXT,
        HEAD + "user %ASA-4-106023: " + TEXT,
        "%ASA-4-106023: " + TEXT,
    ],
)
def test_what_tells_of_no_packet_is_none(line: str) -> None:
    """Other numbers, messages of other programs, and lines without a time."""
    assert asa.frame([line], 0, final=True) == 0
    assert shown(asa, line) == {}


def test_spans_show_where_the_fields_stand() -> None:
    """Interface, address and port are parts of one word."""
    found = shown(asa, LINE)
    assert (found["src"], found["sport"], found["dst"], found["dport"]) == ("192.0.2.1", "50240", "198.51.100.2", "ssh")
    assert (found["rule"], found["proto"], found["time"]) == ("acl", "tcp", "Nov 22 09:16:29")
    relayed = shown(asa, "Nov 22 09:16:29 fw Nov 22 2026 08:13:28: %ASA-4-106023: " + TEXT)
    assert relayed["time"] == "Nov 22 2026 08:13:28"
