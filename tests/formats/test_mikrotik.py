import pytest

from tests.formats.support import NEWEST, fields, parsed, read, shown
from wallwatch.formats import mikrotik

HEAD = "Nov 22 09:16:29 gw "
LINK = "in:ether1-WAN out:(unknown 0), connection-state:new src-mac 00:1b:b9:76:9c:e4, "
NATTED = (
    "forward: in:a out:b, connection-state:established,snat proto TCP (ACK), 192.0.2.1:1->192.0.2.2:2, "
    "NAT (192.0.2.1:1->192.0.2.9:1)->192.0.2.2:2, prio 0->1, len 40"
)
LINE = HEAD + "firewall,info drop-in input: " + LINK + "proto TCP (SYN), 192.0.2.68:44355->198.51.100.145:23, len 40"


def test_a_line_gives_every_field() -> None:
    """The action is in the prefix; an interface that is unknown is none."""
    assert fields(mikrotik, LINE) == {
        "time": NEWEST - 11_000_000, "tick": 1_000_000, "year_stated": False, "host": "gw", "chain": "input",
        "action": "block", "iface_in": "ether1-WAN", "mac_src": "00:1b:b9:76:9c:e4", "proto": "tcp", "flags": "S",
        "src": "192.0.2.68", "sport": 44355, "dst": "198.51.100.145", "dport": 23, "length": 40,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "some"),
    [
        (
            "firewall,info input: in:a out:b, connection-state:new proto UDP, 192.0.2.1:1->192.0.2.2:2, len 52",
            {"action": "log", "iface_out": "b", "mac_src": None, "more": (("STATE", "new"),)},
        ),
        (
            "firewall,info f: in:a out:b, proto TCP (ACK,FIN), [2001:db8::1]:1->[2001:db8::2]:2, len 24",
            {"flags": "AF", "src": "2001:db8::1", "length": 64, "dport": 2},
        ),
        (
            "firewall,info accept ping f: in:a out:b, proto ICMP (type 8, code 0), 192.0.2.1->192.0.2.2, len 84",
            {"action": "allow", "icmp_type": 8, "icmp_code": 0, "sport": None, "mac_src": None},
        ),
        (
            NATTED,
            {"chain": "forward", "sport": 1, "host": "gw"},
        ),
        ("firewall,info x: in:a out:b, proto 47, 192.0.2.1->192.0.2.2, len 60", {"proto": "47"}),
        ("firewall,info x: in:a out:b, proto IGMP, 192.0.2.1:1->192.0.2.2:2, len 60", {"sport": None}),
    ],
)
def test_the_line_has_many_shapes(text: str, some: dict[str, object]) -> None:
    """Without topics or prefix, IPv6 in brackets, ICMP, translations."""
    sighting = parsed(mikrotik, HEAD + text)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    "line",
    [
        LINE[:-7],
        LINE.replace("192.0.2.68", "192.0.2.680"),
        LINE.replace("SYN", "SYM"),
        LINE.replace("44355", "99999"),
        LINE + " more",
    ],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A line that misses a part is counted as not understood."""
    reading = read([line])
    assert (len(reading.sightings), len(reading.unparsed)) == (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        HEAD + "system,error,critical login failure for user admin from 192.0.2.35 via winbox",
        HEAD + "sshd[7]: firewall,info input: " + LINK,
        HEAD + "sshd: user input: " + LINK,
        "prose: in: out:",
    ],
)
def test_what_routeros_has_not_written_of_a_packet_is_none(line: str) -> None:
    """Its other topics, and other programs' messages."""
    assert not mikrotik.sniff(line) or mikrotik.frame([line], 0, final=True) == 0
    assert shown(mikrotik, line) == {}


def test_spans_show_where_the_fields_stand() -> None:
    """The action has the place of the prefix."""
    assert shown(mikrotik, LINE) == {
        "time": "Nov 22 09:16:29", "host": "gw", "chain": "input", "action": "drop-in", "iface_in": "ether1-WAN",
        "mac_src": "00:1b:b9:76:9c:e4", "proto": "TCP", "flags": "SYN", "src": "192.0.2.68", "sport": "44355",
        "dst": "198.51.100.145", "dport": "23", "length": "40",
    }  # fmt: skip
