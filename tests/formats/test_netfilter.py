import pytest

from tests.formats.support import NEWEST, fields, parsed, read, shown
from wallwatch.formats import netfilter

HEAD = "Nov 22 09:16:29 lab kernel: "
LINK = "IN=eth0 OUT= MAC=02:00:00:00:00:0b:00:1b:b9:76:9c:e4:08:00 "
IP = "SRC=192.0.2.112 DST=198.51.100.120 LEN=48 TOS=0x00 PREC=0x00 TTL=117 ID=31988 DF "
TCP = "PROTO=TCP SPT=3504 DPT=6346 WINDOW=5840 RES=0x00 SYN URGP=0 "
LINE = HEAD + "[ 2345.681767] [UFW BLOCK] " + LINK + IP + TCP


def test_a_line_gives_every_field() -> None:
    """Prefix, devices, IP and TCP header of a logged SYN."""
    assert fields(netfilter, LINE + "OPT (020405B401010402) ") == {
        "time": NEWEST - 11_000_000,
        "tick": 1_000_000,
        "year_stated": False,
        "host": "lab",
        "uptime": 2_345_681_767,
        "chain": "[UFW BLOCK]",
        "action": "block",
        "iface_in": "eth0",
        "mac_src": "00:1b:b9:76:9c:e4",
        "proto": "tcp",
        "src": "192.0.2.112",
        "sport": 3504,
        "dst": "198.51.100.120",
        "dport": 6346,
        "length": 48,
        "tos": 0,
        "ttl": 117,
        "ip_id": 31988,
        "reserved": False,
        "df": True,
        "mf": False,
        "frag_offset": 0,
        "window": 5840,
        "flags": "S",
        "urgent": 0,
        "options": ("mss:1460", "nop", "nop", "sok"),
        "options_bad": False,
        "tcp_header": 28,
    }


@pytest.mark.parametrize(
    ("head", "devices", "more"),
    [
        ("IN=eth0 OUT= MAC= ", (None, "eth0", None, None), {}),
        ("DROPIN=ppp0 OUT= MAC= ", ("DROP", "ppp0", None, None), {}),
        ("a=b [x] IN=eth0 OUT=eth1 ", ("a=b [x]", "eth0", "eth1", None), {}),
        ("OUT IN= OUT=lo ", ("OUT", None, "lo", None), {}),
        (
            "IN=br0 OUT=br0 PHYSIN=p0 PHYSOUT=p1 MAC=02:00:00:00:00:99:02:00:00:00:00:01:08:00 ",
            (None, "br0", "br0", "02:00:00:00:00:01"),
            {"PHYSIN": "p0", "PHYSOUT": "p1"},
        ),
        ("IN=br0 PHYSIN=p0 OUT=br0 PHYSOUT=p1 ", (None, "br0", "br0", None), {"PHYSIN": "p0", "PHYSOUT": "p1"}),
        (
            "NFT IN=vb OUT= MACSRC=00:1b:b9:76:9c:e4 MACDST=02:00:00:00:00:0b VPROTO=8100 VID=27 MACPROTO=0800 ",
            ("NFT", "vb", None, "00:1b:b9:76:9c:e4"),
            {"VID": "27"},
        ),
        (
            "IN=sit0 OUT= MAC=02:00:00:00:00:0b:00:1b:b9:76:9c:e4:08:00:45:fc TUNNEL=192.0.2.9->192.0.2.8 ",
            (None, "sit0", None, "00:1b:b9:76:9c:e4"),
            {"TUNNEL": "192.0.2.9->192.0.2.8"},
        ),
    ],
)
def test_prefix_and_devices_stand_before_the_packet(
    head: str, devices: tuple[str | None, ...], more: dict[str, str]
) -> None:
    """The prefix may be glued to IN= and hold anything; devices and link addresses come in several shapes."""
    sighting = parsed(netfilter, HEAD + head + IP + TCP)
    assert sighting is not None
    assert (sighting.chain, sighting.iface_in, sighting.iface_out, sighting.mac_src) == devices
    assert dict(sighting.more) == more | {"PREC": "0x00", "RES": "0x00"}


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("DST=198.51.100.120", "DS.189.91.96"),
        LINE.replace("URGP=0", "URGn=0"),
        LINE.replace("SPT=3504 ", ""),
        LINE[:150],
        LINE.replace("WINDOW=5840", "WINDOW="),
        LINE.replace("192.0.2.112", "192.0.2.1120"),
        LINE.replace("TTL=117", "TTL=117 TTL=3"),
        LINE + "and more",
        HEAD + "[ 2345.681767] DROP IN=eth0 OU " + LINE,
        HEAD + LINK + IP + "PROTO=TCP ",
        HEAD + LINK + IP + "PROTO=UDP SPT=1 DPT=2 ",
        HEAD + LINK + IP + "PROTO=ICMP TYPE=3 CODE=1 [SRC=192.0.2.1 DST=198.51.100.7 LEN=44 ",
        HEAD + LINK + IP + "PROTO=ICMP TYPE=3 CODE=1 [" + IP + "PROTO=TCP ] ",
        LINE.replace("Nov 22", "Nov 31"),
    ],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A line that misses a part is counted as not understood."""
    assert parsed(netfilter, line) is None
    reading = read([line])
    assert (len(reading.sightings), len(reading.unparsed), reading.other) == (0, 1, 0)


@pytest.mark.parametrize(
    "line",
    [
        "Nov 22 09:16:29 lab kernel[71]: " + LINK + IP + TCP,
        HEAD + "[12.345678] XX=eth0 OUT= " + IP + TCP,
        HEAD + "L=126 ID=8698 DF PROTO=TCP SPT=1 DPT=2",
        HEAD + "NFT IN=vb OUT= MACSRC=00:1b:b9:76:9c:e4 MACDST=02:00:00:00:00:0b MACPROTO=88cc ",
        HEAD
        + "NFT IN=vb OUT= MACSRC=00:1b:b9:76:9c:e4 MACDST=ff:ff:ff:ff:ff:ff MACPROTO=0806 ARP HTYPE=1 PTYPE=0x0800",
        "IN=eth0 OUT= " + IP + TCP,
    ],
)
def test_what_the_kernel_did_not_log_of_a_packet_is_other(line: str) -> None:
    """A frame without IP, what a program calls itself, and a line without a head are left alone."""
    reading = read([line])
    assert (len(reading.sightings), len(reading.unparsed), reading.other) == (0, 0, 1)


def test_spans_show_where_the_fields_stand() -> None:
    """Each field's text is its value as the kernel printed it."""
    assert shown(netfilter, LINE + "OPT (020405B4) MARK=0x1a ") == {
        "time": "Nov 22 09:16:29",
        "host": "lab",
        "chain": "[UFW BLOCK]",
        "action": "[UFW BLOCK]",
        "iface_in": "eth0",
        "mac_src": "00:1b:b9:76:9c:e4",
        "src": "192.0.2.112",
        "dst": "198.51.100.120",
        "length": "48",
        "tos": "0x00",
        "ttl": "117",
        "ip_id": "31988",
        "df": "DF",
        "proto": "TCP",
        "sport": "3504",
        "dport": "6346",
        "window": "5840",
        "flags": "SYN",
        "urgent": "0",
        "options": "020405B4",
    }
    assert shown(netfilter, "prose") == {}
    assert shown(netfilter, LINE[:150]) == {}


def test_a_wrapped_line_is_the_same_packet() -> None:
    """A mail program breaks at any blank; fields and spans are those of the unbroken line."""
    line = LINE + "OPT (020405B401010402)"
    broken = [line[:70].rpartition(" ")[0]]
    broken += [" " + line[len(broken[0]) + 1 :][:80].rpartition(" ")[0]]
    broken += [line[len(broken[0]) + len(broken[1]) + 1 :]]
    assert netfilter.frame([*broken, ""], 0, final=False) == 3
    assert fields(netfilter, *broken) == fields(netfilter, line)
    assert shown(netfilter, *broken) == shown(netfilter, line)


IPV6 = "SRC=2001:0db8::0007 DST=2001:0db8::0001 LEN=72 TC=40 HOPLIMIT=53 FLOWLBL=1008249 "


@pytest.mark.parametrize(
    ("text", "some", "more"),
    [
        ("OPT ( ) PROTO=UDP SPT=53 DPT=80 LEN=8 ", {"proto": "udp", "sport": 53, "frag_offset": 0, "mf": False}, ()),
        (
            "OPT ( FRAG:0 INCOMPLETE ID:deadbeef ) PROTO=UDP SPT=53 DPT=80 LEN=8 ",
            {"mf": True, "frag_offset": 0, "dport": 80},
            (("ID", "deadbeef"),),
        ),
        (
            "FRAG:1480 INCOMPLETE ID:deadbeef PROTO=TCP ",
            {"mf": True, "frag_offset": 1480, "sport": None},
            (("ID", "deadbeef"),),
        ),
        ("OPT ( AH SPI=0x1234 ) PROTO=59 ", {"proto": "59"}, (("SPI", "0x1234"),)),
        ("OPT ( ESP SPI=0x1234 )", {"proto": "50"}, (("SPI", "0x1234"),)),
        ("OPT ( ESP INCOMPLETE [2 bytes] )", {"proto": "50"}, (("INCOMPLETE", "2"),)),
        ("", {"proto": "50", "ttl": 53}, (("PROTO", "guessed"),)),
        ("PROTO=TCP INCOMPLETE [7 bytes] ", {"proto": "tcp", "sport": None}, (("INCOMPLETE", "7"),)),
    ],
)
def test_ipv6_has_extension_headers(text: str, some: dict[str, object], more: tuple[tuple[str, str], ...]) -> None:
    """They stand before the protocol, with and without --log-ip-options; at an ESP header the line ends."""
    sighting = parsed(netfilter, HEAD + LINK + IPV6 + text)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some
    assert (sighting.more, sighting.flow_label, sighting.tos) == (more, 1008249, 40)


@pytest.mark.parametrize("text", ["OPT ( garbage ) PROTO=59 ", "FRAG:1 PROTO59 ", "OPT ( ESP SPI=", "PROTO=nosuch "])
def test_torn_extension_headers_are_not_guessed_at(text: str) -> None:
    """Words that the kernel does not print there; and a line that ends without its last blank."""
    assert parsed(netfilter, HEAD + LINK + IPV6 + text) is None
    assert parsed(netfilter, (HEAD + LINK + IPV6).rstrip()) is None


@pytest.mark.parametrize(
    ("line", "sightings"),
    [
        ("Nov 22 09:16:29 lab DROP " + LINK + IP + TCP, 1),
        ("Nov 22 09:16:29 lab user kernel: " + LINK + IP + TCP, 0),
    ],
)
def test_a_relay_may_drop_the_kernels_tag(line: str, sightings: int) -> None:
    """A prefix may then stand behind the host, and nothing else."""
    assert len(read([line]).sightings) == sightings


def test_a_number_that_does_not_fit_its_field_is_damage() -> None:
    """A digit too many makes a line that is not understood."""
    for torn in (LINE.replace("ID=31988", "ID=98765"), LINE.replace("SPT=3504", "SPT=93504")):
        assert parsed(netfilter, torn) is None


def test_spans_of_a_packet_without_a_prefix() -> None:
    """Without a prefix there is no place for chain and action."""
    assert not {"chain", "action"} & shown(netfilter, HEAD + LINK + IP + TCP).keys()
