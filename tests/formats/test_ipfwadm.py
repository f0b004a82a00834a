import pytest

from tests.formats.support import parsed, read, shown
from wallwatch.formats import ipchains, ipfwadm

HEAD = "Mar  2 15:33:17 older kernel: "
REST = "L=44 S=0x10 I=1 F=0x0040 T=64"
LINE = HEAD + "IP fw-in deny ppp0 TCP 192.0.2.4:1234 198.51.100.8:80 " + REST


@pytest.mark.parametrize(
    ("text", "some"),
    [
        (
            "fw-in deny ppp0 TCP 192.0.2.4:1234 198.51.100.8:80 " + REST,
            {"chain": "fw-in", "action": "block", "iface_in": "ppp0", "sport": 1234, "dport": 80, "df": True,
             "mf": False, "frag_offset": 0, "tos": 0x10, "ip_id": 1, "ttl": 64, "length": 44, "ip_header": 20},
        ),
        (
            "fw-fwd acc/masq eth1 ICMP/8 192.0.2.4 198.51.100.8 " + REST,
            {"action": "allow", "iface_out": "eth1", "proto": "icmp", "icmp_type": 8, "icmp_code": None},
        ),
        ("fw-out rej eth0 UDP 192.0.2.4:1 198.51.100.8:2 " + REST, {"action": "reject", "iface_out": "eth0"}),
        ("fw-in acc/r3128 eth0 TCP 192.0.2.4:1 198.51.100.8:80 " + REST, {"more": (("REDIRECT", "3128"),)}),
        ("acct in eth0 PROTO=2 192.0.2.4 198.51.100.8 " + REST, {"action": "log", "proto": "2", "sport": None}),
        (
            "fw-in deny - TCP 192.0.2.4:65535 198.51.100.8:65535 L=44 S=0x00 I=1 F=0xB620 T=64 O=0x00000494",
            {"frag_offset": 1_456, "mf": True, "df": False, "sport": None, "iface_in": None, "ip_header": 24},
        ),
    ],
)  # fmt: skip
def test_the_line_has_many_shapes(text: str, some: dict[str, object]) -> None:
    """The bytes of the fragment word are swapped; ICMP has a type and no code; accounting decides nothing."""
    sighting = parsed(ipchains, HEAD + "IP " + text)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize("line", [LINE[:70], LINE.replace("192.0.2.4", "xxx.xxx.xxx.xxx"), LINE + " SYN"])
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A line that misses a part is counted as not understood."""
    assert len(read([line]).unparsed) == 1
    assert ipfwadm.fields(line, len(HEAD)) is None or parsed(ipchains, line) is None


def test_spans_show_where_the_fields_stand() -> None:
    """The fragment bits share a word."""
    assert shown(ipchains, LINE) == {
        "time": "Mar  2 15:33:17", "host": "older", "chain": "fw-in", "action": "deny", "iface_in": "ppp0",
        "proto": "TCP", "src": "192.0.2.4", "sport": "1234", "dst": "198.51.100.8", "dport": "80", "length": "44",
        "tos": "10", "ip_id": "1", "frag_offset": "0040", "reserved": "0040", "df": "0040", "mf": "0040", "ttl": "64",
    }  # fmt: skip
    assert ipfwadm.spans("prose", 0) == {}
