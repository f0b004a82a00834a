import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import ipchains
from wallwatch.model.times import iso

HEAD = "Mar  2 15:32:54 greatwall kernel: Packet log: "
TUPLE = "192.0.2.112:3504 198.51.100.120:6346 "
LINE = HEAD + "input DENY ppp0 PROTO=6 " + TUPLE + "L=48 S=0x00 I=31988 F=0x4000 T=117 SYN (#64)"


def test_a_line_gives_every_field() -> None:
    """Chain, target, interface, IP header, marker and rule of a denied SYN."""
    found = fields(ipchains, LINE)
    assert iso(found.pop("time")) == "2026-03-02T15:32:54+00:00"
    assert found == {
        "tick": 1_000_000,
        "year_stated": False,
        "host": "greatwall",
        "chain": "input",
        "action": "block",
        "iface_in": "ppp0",
        "rule": "64",
        "proto": "tcp",
        "src": "192.0.2.112",
        "sport": 3504,
        "dst": "198.51.100.120",
        "dport": 6346,
        "length": 48,
        "tos": 0,
        "ip_id": 31988,
        "reserved": False,
        "df": True,
        "mf": False,
        "frag_offset": 0,
        "ttl": 117,
        "ip_header": 20,
        "flags": "S",
    }


@pytest.mark.parametrize(
    ("text", "some"),
    [
        (
            "output ACCEPT eth0 PROTO=17 192.0.2.7:67 198.51.100.5:68 L=328 S=0x01 I=9 F=0x0000 T=64 (#3)",
            {
                "action": "allow",
                "iface_in": None,
                "iface_out": "eth0",
                "sport": 67,
                "tos": 1,
                "df": False,
                "flags": None,
            },
        ),
        (
            "bad-if DENY lo PROTO=1 192.0.2.4:3 198.51.100.8:1 L=92 S=0xC0 I=4595 F=0x0000 T=255 (#1)",
            {"chain": "bad-if", "icmp_type": 3, "icmp_code": 1, "sport": None, "dport": None, "tos": 0xC0},
        ),
        (
            "input DENY eth0 PROTO=6 192.0.2.69:65535 198.51.100.9:65535 L=44 S=0x00 I=7 F=0x00B6 T=51 (#2)",
            {"sport": None, "dport": None, "frag_offset": 1_456},
        ),
        (
            "input DENY eth0 PROTO=6 192.0.2.69:65535 198.51.100.9:80 L=44 S=0x00 I=7 F=0x2000 T=51 (#2)",
            {"sport": 65_535, "dport": 80, "mf": True},
        ),
        (
            "input DENY eth0 PROTO=1 192.0.2.69:65535 198.51.100.9:65535 L=44 S=0x00 I=7 F=0x2001 T=51 (#2)",
            {"icmp_type": None, "icmp_code": None},
        ),
        (
            "input DENY e PROTO=2 192.0.2.1:65535 224.0.0.1:65535 L=36 S=0x00 I=0 F=0x8000 T=1"
            + " O=0x00000494" * 2
            + " (#9)",
            {"proto": "2", "sport": None, "reserved": True, "ip_header": 28},
        ),
        (
            "input REDIRECT 3128 eth0 PROTO=6 192.0.2.20:1 198.51.100.80:80 L=60 S=0x00 I=5 F=0x4000 T=64 SYN (#4)",
            {"action": "allow", "iface_in": "eth0", "more": (("REDIRECT", "3128"),)},
        ),
        (
            "input - eth0 PROTO=6 192.0.2.31:1 198.51.100.80:113 L=60 S=0x00 I=5 F=0x4000 T=63",
            {"action": "log", "rule": None, "flags": None},
        ),
        (
            "input mychain eth0 PROTO=6 192.0.2.31:1 198.51.100.80:113 L=60 S=0x00 I=5 F=0x4000 T=63 SYN (#1)",
            {"action": "log"},
        ),
        (
            "forward MASQ ppp0 PROTO=6 192.0.2.31:1 198.51.100.80:113 L=60 S=0x00 I=5 F=0x4000 T=63 B=fs-p-u SYN (#1)",
            {"action": "allow", "iface_out": "ppp0", "more": (("B", "fs-p-u"),)},
        ),
    ],
)
def test_the_line_has_many_shapes(text: str, some: dict[str, object]) -> None:
    """Targets, type and code in place of ports, 65535 for no port, IP options, and the fragment word."""
    sighting = parsed(ipchains, HEAD + text)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("192.0.2.112", "xxx.xxx.xxx.xxx"),
        LINE.replace("192.0.2.112", "192.0.2.312"),
        LINE.replace("PROTO=6", "PROTO=600"),
        LINE.replace("F=0x4000", "F=0x400"),
        LINE[:100],
        LINE + " and more",
        LINE.replace("Mar  2", "Foo  2"),
        LINE.replace("input", "averylongchain"),
    ],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A line that misses a part, or whose owner masked an address, is counted as not understood."""
    assert parsed(ipchains, line) is None
    assert len(read([line]).unparsed) == 1


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("kernel:", "sshd[9]:"),
        HEAD.replace("Packet log: ", "Suspect TCP fragment."),
        LINE.partition("kernel: ")[2],
    ],
)
def test_what_the_kernel_did_not_log_is_other(line: str) -> None:
    """A forgery inside another program's message is left alone."""
    assert read([line]).other == 1


def test_a_suspect_fragment_has_neither_chain_nor_target() -> None:
    """It is dropped without a rule; its ports are printed as 0, which they are not."""
    line = (
        "Mar  2 15:32:54 greatwall kernel: eth0 PROTO=6 192.0.2.66:0 198.51.100.66:0 L=28 S=0x00 I=9 F=0x0001 T=51 (#0)"
    )
    sighting = parsed(ipchains, line)
    assert sighting is not None
    assert (sighting.chain, sighting.rule, sighting.action, sighting.iface_in) == (None, None, "block", "eth0")
    assert (sighting.sport, sighting.frag_offset, sighting.more) == (None, 8, (("SUSPECT", "TCP fragment"),))
    reading = read(["Mar  2 15:32:54 greatwall kernel: Suspect TCP fragment.", line])
    assert (len(reading.sightings), reading.other) == (1, 1)


BROKEN = (
    HEAD + "input DENY ppp0 PROTO=6",
    " 192.0.2.112:3504 198.51.100.120:6346",
    " L=48 S=0x00 I=31988 F=0x4000 T=117 SYN (#64)",
)


@pytest.mark.parametrize(
    "lines",
    [BROKEN, tuple(line.strip() for line in BROKEN), (*BROKEN[:2], " L=48 S=0x00 I=31988 F=0x4000 T=117", "SYN (#64)")],
)
def test_a_wrapped_line_is_the_same_packet(lines: tuple[str, ...]) -> None:
    """The break may be indented or not, and may stand before the marker that older kernels do not print."""
    assert ipchains.frame([*lines, "", "prose"], 0, final=False) == len(lines)
    assert fields(ipchains, *lines) == fields(ipchains, LINE)
    assert shown(ipchains, *lines) == shown(ipchains, LINE)


def test_spans_show_where_the_fields_stand() -> None:
    """One interface and two numbers have the place of the field they belong to; the fragment bits share a word."""
    found = shown(ipchains, LINE)
    assert found == {
        "time": "Mar  2 15:32:54", "host": "greatwall", "chain": "input", "action": "DENY", "iface_in": "ppp0",
        "proto": "6", "src": "192.0.2.112", "sport": "3504", "dst": "198.51.100.120", "dport": "6346", "length": "48",
        "tos": "00", "ip_id": "31988", "frag_offset": "4000", "reserved": "4000", "df": "4000", "mf": "4000",
        "ttl": "117", "flags": "SYN", "rule": "64",
    }  # fmt: skip
    icmp = shown(
        ipchains, HEAD + "output DENY lo PROTO=1 192.0.2.4:3 198.51.100.8:1 L=92 S=0xC0 I=4595 F=0x0000 T=255 (#1)"
    )
    assert (icmp["icmp_type"], icmp["icmp_code"], icmp["iface_out"]) == ("3", "1", "lo")
    assert shown(ipchains, "prose") == {}
