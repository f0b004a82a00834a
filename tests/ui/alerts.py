"""Hand-made alerts, packets and stores for the tests of the screen."""

from typing import Any

from wallwatch.model import Alert, Change, Packet, Sighting, Signature, Stack

MOMENT = 1_015_083_174_630_347
"""2 March 2002, 15:32:54.630347 UTC."""
SECOND = 1_000_000


def an_alert(**fields: Any) -> Alert:
    """Return an alert with documentation addresses; ``fields`` replace its own."""
    plain: dict[str, Any] = {
        "id": 1,
        "first": MOMENT,
        "last": MOMENT,
        "tick": 1,
        "proto": "tcp",
        "src": "198.51.100.7",
        "dst": "192.0.2.1",
        "sport": 3504,
        "dport": 6346,
        "flags": "S",
        "witnesses": "-K--",
        "seen": ("-K--",),
        "chain": "input",
        "action": "block",
        "host": "greatwall",
        "sources": ("kern.log",),
    }
    return Alert(**plain | fields)


def a_sighting(**fields: Any) -> Sighting:
    """Return what a kernel line says of a SYN; ``fields`` replace its own."""
    plain: dict[str, Any] = {
        "time": MOMENT,
        "proto": "tcp",
        "src": "198.51.100.7",
        "dst": "192.0.2.1",
        "sport": 3504,
        "dport": 6346,
        "flags": "S",
        "ttl": 117,
        "length": 48,
        "ip_id": 31988,
        "df": True,
        "source": "kern.log",
        "format": "ipchains",
        "kind": "firewall",
        "host": "greatwall",
        "chain": "input",
        "rule": "64",
        "action": "block",
        "raw": "Mar  2 15:32:54 greatwall kernel: Packet log: input DENY ppp0 PROTO=6 ...",
    }
    return Sighting(**plain | fields)


DUMP_FIELDS: dict[str, Any] = {
    "source": "snort.dump",
    "format": "snort-dump",
    "kind": "dump",
    "chain": None,
    "rule": None,
    "action": None,
    "tos": 0,
    "ip_header": 20,
    "tcp_header": 28,
    "seq": 0xEE01EA38,
    "ack": 0,
    "window": 0x16D0,
    "options": ("mss:1460", "nop", "nop", "sok"),
    "raw": (
        "03/02-15:32:54.630347 198.51.100.7:3504 -> 192.0.2.1:6346\nTCP TTL:117 TOS:0x0 ID:31988 IpLen:20 DgmLen:48 DF"
    ),
}


def a_packet(**fields: Any) -> Packet:
    """Return a SYN that the kernel and the dump saw; ``fields`` replace its own."""
    plain: dict[str, Any] = {
        "time": MOMENT,
        "tick": 1,
        "proto": "tcp",
        "src": "198.51.100.7",
        "dst": "192.0.2.1",
        "sport": 3504,
        "dport": 6346,
        "flags": "S",
        "ttl": 117,
        "tos": 0,
        "length": 48,
        "ip_id": 31988,
        "df": True,
        "ip_header": 20,
        "seq": 0xEE01EA38,
        "ack": 0,
        "window": 0x16D0,
        "tcp_header": 28,
        "options": ("mss:1460", "nop", "nop", "sok"),
        "sightings": (a_sighting(), a_sighting(**DUMP_FIELDS)),
    }
    return Packet(**plain | fields)


STACK = Stack(
    "Windows", family="Windows", match="generic", hops=11, raw_sig="4:117+11:0:1460:5840,0:mss,nop,nop,sok:df:0"
)
_REPORTED = Stack("Windows 95 or early NT4", match="reported", hops=12)


def the_incident() -> list[Change]:
    """Return the incident of 2002 with documentation addresses: two bursts of three SYNs, and a knock between them."""
    burst = [
        a_packet(),
        a_packet(time=MOMENT + 2_960_316, ip_id=32007),
        a_packet(time=MOMENT + 8_980_896, ip_id=32053, sightings=(a_sighting(), a_p0f_sighting())),
    ]
    first = an_alert(
        id=1,
        packets=3,
        last=MOMENT + 8_980_896,
        ladder=(2.960316, 6.02058),
        witnesses="SKPD",
        seen=("SKPD", "-KPD", "-KPD"),
        lines=16,
        signature=Signature("TCP to 6346 gnutella", gid=1, sid=0, rev=0),
        rule="64",
        os=STACK,
        ttl=117,
        verdict="leftover",
        because="a Windows host retries a file-sharing port (3 s, 6 s), then gives up",
    )
    knock = an_alert(
        id=2, first=MOMENT + 428 * SECOND, last=MOMENT + 428 * SECOND, src="203.0.113.9", dport=27374, rule="64"
    )
    again = an_alert(
        id=3,
        first=MOMENT + 4_266 * SECOND,
        last=MOMENT + 4_274 * SECOND,
        src="198.51.100.148",
        sport=4665,
        packets=3,
        witnesses="SKPD",
        lines=15,
        signature=Signature("TCP to 6346 gnutella", gid=1, sid=0, rev=0),
        os=STACK,
        ttl=117,
    )
    return [
        Change(kind="new", alert=first, touched=tuple(enumerate(burst))),
        Change(kind="new", alert=knock, touched=((0, a_packet(time=knock.first, src=knock.src, dport=27374)),)),
        Change(kind="new", alert=again, touched=((0, a_packet(time=again.first, src=again.src, ip_id=73)),)),
    ]


def a_p0f_sighting(**fields: Any) -> Sighting:
    """Return what p0f v1 says of the SYN; ``fields`` replace its own."""
    plain = {
        "source": "p0f.log",
        "format": "p0f1",
        "kind": "fingerprint",
        "os": _REPORTED,
        "raw": "Windows 95 or early NT4",
    }
    return a_sighting(**plain | {"chain": None, "rule": None, "action": None} | fields)
