import pytest

from tests.formats.support import NEWEST, fields, parsed, read, shown
from wallwatch.formats import ipfw

HEAD = "Nov 22 09:16:29 wall kernel: ipfw: "
LINE = HEAD + "65000 Deny TCP 192.0.2.49:1033 198.51.100.78:137 in via tun0"


def test_a_line_gives_every_field() -> None:
    """Rule, action, protocol, both ends and the interface of a denied packet."""
    assert fields(ipfw, LINE) == {
        "time": NEWEST - 11_000_000, "tick": 1_000_000, "year_stated": False, "host": "wall", "rule": "65000",
        "action": "block", "iface_in": "tun0", "proto": "tcp", "src": "192.0.2.49", "sport": 1033,
        "dst": "198.51.100.78", "dport": 137,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("140 Deny ICMP:11.0 192.0.2.4 198.51.100.8 in via vx3", {"proto": "icmp", "icmp_type": 11, "icmp_code": 0}),
        ("299 Accept TCP 192.0.2.4:1 198.51.100.8:2 out via bge0", {"action": "allow", "iface_out": "bge0"}),
        ("400 Forward to 192.0.2.1:3128 TCP 192.0.2.4:1 198.51.100.8:2 out via bge0", {"action": "log", "sport": 1}),
        ("400 Forward to [2001:db8::9]:3128 UDP [2001:db8::1]:1 [2001:db8::2]:2 out via e", {"src": "2001:db8::1"}),
        ("500 SkipTo 600 UDP 192.0.2.4:1 198.51.100.8:2 in via e", {"action": "log", "rule": "500"}),
        ("600 Unreach 3 UDP 192.0.2.4:1 198.51.100.8:2 in via e", {"action": "reject"}),
        ("600 Reset TCP 192.0.2.4:1 198.51.100.8:2 in via e", {"action": "reject"}),
        ("-1 Refuse P:47 192.0.2.4 198.51.100.8 [no if info]", {"proto": "47", "action": "block", "iface_in": None}),
        ("9 Deny ICMPv6:128.0 [2001:db8::1] [2001:db8::2] in via e", {"proto": "icmp6", "icmp_type": 128}),
        (
            "9 Deny TCP 192.0.2.4 198.51.100.8 in via e (frag 4660:1480@2960+)",
            {"ip_id": 4660, "frag_offset": 2960, "mf": True, "sport": None},
        ),
        (
            "9 Deny UDP [2001:db8::1] [2001:db8::2] in via e (frag deadbeef:8@1480)",
            {"ip_id": None, "frag_offset": 1480, "mf": False},
        ),
    ],
)
def test_the_line_has_many_shapes(text: str, some: dict[str, object]) -> None:
    """Actions of several words, type and code behind the protocol, IPv6 in brackets, fragments without ports."""
    sighting = parsed(ipfw, HEAD + text)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize("head", ["/kernel: ipfw: ", "kernel[0]: ipfw: ", "ipfw: ", "ipfw[7]: "])
def test_tags_differ(head: str) -> None:
    """FreeBSD before 5 tags with a slash, macOS with a process id, some relays with ipfw's own name."""
    assert fields(ipfw, LINE.replace("kernel: ipfw: ", head)) == fields(ipfw, LINE)


@pytest.mark.parametrize(
    "line",
    [LINE[:60], LINE + " and more", LINE.replace("192.0.2.49", "192.0.2.490"), LINE.replace("1033", "99999")],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A line that misses a part is counted as not understood."""
    reading = read([line])
    assert (len(reading.sightings), len(reading.unparsed)) == (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        HEAD + "limit 100 reached on entry 65000",
        LINE.replace("kernel:", "sshd[7]:"),
        LINE.replace("ipfw: ", "mine ipfw: "),
        "ipfw: prose",
    ],
)
def test_what_tells_of_no_packet_is_none(line: str) -> None:
    """The limit of a rule, another program's message, and prose."""
    assert ipfw.frame([line], 0, final=True) == 0
    assert shown(ipfw, line) == {}


def test_spans_show_where_the_fields_stand() -> None:
    """The interface has the place of the direction's field."""
    found = shown(ipfw, LINE + " (frag 7:8@16)")
    assert found == {
        "time": "Nov 22 09:16:29", "host": "wall", "rule": "65000", "action": "Deny", "proto": "TCP",
        "src": "192.0.2.49", "sport": "1033", "dst": "198.51.100.78", "dport": "137", "iface_in": "tun0",
        "frag_offset": "16", "ip_id": "7",
    }  # fmt: skip
