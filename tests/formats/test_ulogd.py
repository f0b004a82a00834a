import pytest

from tests.formats.support import NEWEST, fields, parsed, read, shown
from wallwatch.formats import ulogd

HEAD = "Nov 22 09:16:29 gate "
LINK = "IN=net0 OUT= MAC=02:00:00:00:00:0b:00:1b:b9:76:9c:e4:08:00 "
IP = "SRC=192.0.2.112 DST=198.51.100.120 LEN=48 TOS=10 PREC=0x20 TTL=117 ID=31988 DF "
TCP = "PROTO=TCP SPT=3504 DPT=6346 SEQ=3993102904 ACK=0 WINDOW=5840 SYN URGP=0 MARK=1a0000 "
LINE = HEAD + "IPTABLES DROP " + LINK + IP + TCP


def test_a_line_gives_every_field() -> None:
    """TOS and MARK are hexadecimal without saying so, and there is no RES."""
    assert fields(ulogd, LINE) == {
        "time": NEWEST - 11_000_000, "tick": 1_000_000, "year_stated": False, "host": "gate", "chain": "IPTABLES DROP",
        "action": "block", "iface_in": "net0", "mac_src": "00:1b:b9:76:9c:e4", "proto": "tcp", "src": "192.0.2.112",
        "dst": "198.51.100.120", "sport": 3504, "dport": 6346, "length": 48, "tos": 0x30, "ttl": 117, "ip_id": 31988,
        "reserved": False, "df": True, "mf": False, "frag_offset": 0, "seq": 3993102904, "ack": 0, "window": 5840,
        "flags": "S", "urgent": 0,
    }  # fmt: skip
    sighting = parsed(ulogd, LINE)
    assert sighting is not None
    assert sighting.more == (("PREC", "0x20"), ("MARK", "1a0000"))


@pytest.mark.parametrize(
    ("prefix", "chain", "action"),
    [
        ("", None, "log"),
        ("DROP: ", "DROP", "block"),
        ("Shorewall:net2fw:REJECT:", "Shorewall:net2fw:REJECT", "reject"),
        (
            '[WAN_LOCAL-A-2147483647] DESCR="[WAN_LOCAL]Block" ',
            '[WAN_LOCAL-A-2147483647] DESCR="[WAN_LOCAL]Block"',
            "allow",
        ),
    ],
)
def test_the_prefix_stands_where_a_tag_would(prefix: str, chain: str | None, action: str) -> None:
    """A prefix with a colon is not taken for a program's name."""
    sighting = parsed(ulogd, HEAD + prefix + LINK + IP + TCP)
    assert sighting is not None
    assert (sighting.host, sighting.chain, sighting.action) == ("gate", chain, action)


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("TTL=117", "TTL="),
        LINE[:150],
        LINE.replace("URGP=0", "URGn=0"),
        LINE.replace("ID=3198", "ID=9198"),
    ],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A line that misses a part is counted as not understood."""
    reading = read([line])
    assert (len(reading.sightings), len(reading.unparsed)) == (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        HEAD + "sshd[7]: " + LINK + IP + TCP,
        HEAD + "sshd: " + LINK + IP + TCP,
        HEAD + "Sshd: user " + LINK + IP + TCP,
        HEAD + "kernel: " + LINK + IP + TCP,
        LINE.replace("TOS=10", "TOS=0x10"),
        HEAD + "prefix " + LINK,
        "prose",
    ],
)
def test_what_ulogd_has_not_written_is_none(line: str) -> None:
    """Neither another program's message, nor the kernel's own line, nor one without a packet."""
    assert ulogd.frame([line], 0, final=True) == 0
    assert shown(ulogd, line) == {}


def test_spans_show_where_the_fields_stand() -> None:
    """Each field's text is its value as ulogd printed it."""
    found = shown(ulogd, LINE.replace("IPTABLES DROP ", "DROP: "))
    assert (found["chain"], found["tos"], found["seq"], found["host"]) == ("DROP", "10", "3993102904", "gate")


def test_a_wrapped_line_is_the_same_packet() -> None:
    """A mail program breaks at any blank."""
    first, _, second = LINE.partition(" LEN=")
    broken = [first, " LEN=" + second.strip()]
    assert ulogd.frame([*broken, ""], 0, final=False) == 2
    assert fields(ulogd, *broken) == fields(ulogd, LINE)
