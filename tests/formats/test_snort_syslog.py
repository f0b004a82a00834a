import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import snort_syslog
from wallwatch.model import Signature
from wallwatch.model.times import iso

HEAD = "Mar  2 15:32:54 greatwall snort: "
TUPLE = "{TCP} 192.0.2.112:3504 -> 198.51.100.120:6346"
LEAK = "Attempted Information Leak"


def test_an_alert_gives_every_field() -> None:
    """Signature, protocol and connection."""
    found = fields(snort_syslog, HEAD + "[1:0:0] TCP to 6346 gnutella " + TUPLE)
    assert iso(found.pop("time")) == "2026-03-02T15:32:54+00:00"
    assert found == {
        "tick": 1_000_000,
        "year_stated": False,
        "host": "greatwall",
        "signature": Signature("TCP to 6346 gnutella", 1, 0, 0),
        "proto": "tcp",
        "src": "192.0.2.112",
        "sport": 3504,
        "dst": "198.51.100.120",
        "dport": 6346,
    }


@pytest.mark.parametrize(
    ("text", "signature", "some"),
    [
        (
            f"[1:469:3] PING [Classification: {LEAK}] [Priority: 2]: {{ICMP}} 192.0.2.1 -> 198.51.100.2",
            Signature("PING", 1, 469, 3, LEAK, 2),
            {"proto": "icmp", "sport": None},
        ),
        (
            f"[116:58:1] (snort_decoder): Experimental Tcp Options found[Priority: 3]: {TUPLE}",
            Signature("(snort_decoder): Experimental Tcp Options found", 116, 58, 1, None, 3),
            {"sport": 3504},
        ),
        (
            f"[1:1000016:0] TCP Connection [Priority: 3] {TUPLE}",
            Signature("TCP Connection", 1, 1_000_016, 0, None, 3),
            {},
        ),
        (
            f"[1:469:3] x [Classification: {LEAK}] [Priority: 2] <eth0> {TUPLE}",
            Signature("x", 1, 469, 3, LEAK, 2),
            {"iface_in": "eth0"},
        ),
        (
            f'[1:48402:1] "MALWARE-CNC Win.Trojan" [Classification: {LEAK}] [Priority: 1] {TUPLE}',
            Signature("MALWARE-CNC Win.Trojan", 1, 48_402, 1, LEAK, 1),
            {},
        ),
        (
            "[1:4:1] ICMP PING [weird] {brace} -> arrow: {ICMP} 192.0.2.1 -> 198.51.100.2",
            Signature("ICMP PING [weird] {brace} -> arrow:", 1, 4, 1),
            {"src": "192.0.2.1"},
        ),
        (
            "[1:4:1] {TCP} 1.1.1.1:1 -> 2.2.2.2:2 {UDP} 192.0.2.1:7 -> 198.51.100.2:9",
            Signature("{TCP} 1.1.1.1:1 -> 2.2.2.2:2", 1, 4, 1),
            {"proto": "udp", "sport": 7},
        ),
        ("[1:5:2] IP other {PROTO255} 192.0.2.1 -> 198.51.100.2", Signature("IP other", 1, 5, 2), {"proto": "255"}),
        (
            "[122:7:2] (portscan) sweep {PROTO:255} 192.0.2.1 -> 198.51.100.2",
            Signature("(portscan) sweep", 122, 7, 2),
            {},
        ),
        (
            "[1:5:2] fragment {TCP} 192.0.2.1 -> 198.51.100.2",
            Signature("fragment", 1, 5, 2),
            {"proto": "tcp", "sport": None},
        ),
        (
            "[1:5:2] header cut short {UDP} 192.0.2.1:0 -> 198.51.100.2:0",
            Signature("header cut short", 1, 5, 2),
            {"proto": "udp", "sport": None},
        ),
        (f"[Drop] [1:5:2] x {TUPLE}", Signature("x", 1, 5, 2), {"action": "block"}),
        (f"[1:5:2] [Drop] x {TUPLE}", Signature("x", 1, 5, 2), {"action": "block"}),
        (f"[wDrop] [1:5:2] x {TUPLE}", Signature("x", 1, 5, 2), {"action": "log"}),
        (f"x {TUPLE}", Signature("x"), {"action": None}),
        (
            "IDS198/SYN FIN Scan: 192.0.2.1:21 -> 198.51.100.2:21",
            Signature("IDS198/SYN FIN Scan"),
            {"proto": "tcp", "more": (("PROTO", "guessed"),)},
        ),
        (
            "<eth0> SNMP public udp access: 192.0.2.1:1024 -> 198.51.100.2:161",
            Signature("SNMP public udp access"),
            {"proto": "udp", "iface_in": "eth0"},
        ),
        ("IDS152 - PING BSD: 192.0.2.1 -> 198.51.100.2", Signature("IDS152 - PING BSD"), {"proto": "icmp"}),
    ],
)
def test_every_version_is_read_from_its_right_end(text: str, signature: Signature, some: dict[str, object]) -> None:
    """1.7 to 3 differ in rule numbers, blanks and colons; the message may hold brackets, braces and arrows."""
    sighting = parsed(snort_syslog, HEAD + text)
    assert sighting is not None
    assert sighting.signature == signature
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    "text",
    [
        "[1:0:0] TCP to 6346 {TCP} 192.0.2.112:3504 -> ",
        "[1:0:0] TCP to 6346 {TCP} 192.0.2.312:3504 -> 198.51.100.120:6346",
        "[1:0:0] TCP to 6346 {NOSUCH} 192.0.2.112 -> 198.51.100.120",
        "[1:0:0] TCP to 6346 " + TUPLE + " and more",
    ],
)
def test_a_torn_alert_is_not_guessed_at(text: str) -> None:
    """What begins like an alert of a packet and does not end like one is counted as not understood."""
    assert parsed(snort_syslog, HEAD + text) is None
    assert len(read([HEAD + text]).unparsed) == 1


@pytest.mark.parametrize(
    "line",
    [
        HEAD + "spp_portscan: PORTSCAN DETECTED from 199.183.24.194 (STEALTH)",
        HEAD + "Initializing daemon mode",
        "Mar  2 15:32:54 greatwall barnyard[4]: [1:0:0] x " + TUPLE,
        "[1:0:0] x " + TUPLE,
    ],
)
def test_what_speaks_of_no_packet_is_other(line: str) -> None:
    """Snort's own messages and alerts without a packet, and another program's words, are left alone."""
    assert read([line]).other == 1


@pytest.mark.parametrize("indent", [" ", ""])
def test_a_wrapped_alert_is_the_same(indent: str) -> None:
    """The tail of a wrapped alert looks like a line of p0f 1; what stands before it tells them apart."""
    whole = HEAD + "[1:0:0] TCP to 6346 gnutella " + TUPLE
    lines = (HEAD + "[1:0:0] TCP to 6346 gnutella {TCP}", indent + "192.0.2.112:3504 -> 198.51.100.120:6346")
    assert snort_syslog.frame([*lines, ""], 0, final=False) == 2
    assert fields(snort_syslog, *lines) == fields(snort_syslog, whole)
    assert shown(snort_syslog, *lines) == shown(snort_syslog, whole)


def test_spans_show_where_the_fields_stand() -> None:
    """Those of the signature come by their own names."""
    line = HEAD + f'[1:469:3] "PING" [Classification: {LEAK}] [Priority: 2] <eth0> {TUPLE}'
    assert shown(snort_syslog, line) == {
        "time": "Mar  2 15:32:54", "host": "greatwall", "gid": "1", "sid": "469", "rev": "3", "message": '"PING"',
        "classification": LEAK, "priority": "2", "iface_in": "eth0", "proto": "TCP", "src": "192.0.2.112",
        "sport": "3504", "dst": "198.51.100.120", "dport": "6346",
    }  # fmt: skip
    assert shown(snort_syslog, HEAD + "x: 192.0.2.1 -> 198.51.100.2")["message"] == "x"
    assert shown(snort_syslog, "prose") == {}
