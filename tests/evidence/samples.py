"""Alerts and packets for the tests of the evidence, by hand, with documentation addresses."""

from typing import Any

from wallwatch.model import Alert, Packet, Sighting, Stack

SECOND = 1_000_000
MOMENT = 1_015_083_174 * SECOND
"""2 March 2002, 15:32:54 UTC."""
OURS = "203.0.113.120"
WINDOWS = Stack("Windows NT family", "Windows", "generic", 11)
LINUX = Stack("Linux 4.20 or newer", "Linux", "exact", 12)
NMAP = Stack("nmap SYN scan", "nmap", "tool")


def an_alert(**fields: Any) -> Alert:
    """Return an alert of one SYN to a gnutella port; ``fields`` replace its own."""
    plain: dict[str, Any] = {
        "id": 1,
        "first": MOMENT,
        "last": MOMENT,
        "proto": "tcp",
        "src": "198.51.100.112",
        "dst": OURS,
        "sport": 3504,
        "dport": 6346,
        "flags": "S",
        "ttl": 117,
        "host": "gate",
        "iface": "ppp0",
        "action": "block",
    }
    return Alert(**plain | fields)


def a_packet(**fields: Any) -> Packet:
    """Return the packet of that SYN, as a firewall saw it come in; ``fields`` replace its own."""
    plain: dict[str, Any] = {
        "time": MOMENT,
        "proto": "tcp",
        "src": "198.51.100.112",
        "dst": OURS,
        "sport": 3504,
        "dport": 6346,
        "flags": "S",
        "ttl": 117,
        "sightings": (a_sighting(),),
    }
    return Packet(**plain | fields)


def a_sighting(**fields: Any) -> Sighting:
    """Return what a firewall says of it; ``fields`` replace its own."""
    plain: dict[str, Any] = {
        "time": MOMENT,
        "proto": "tcp",
        "src": "198.51.100.112",
        "dst": OURS,
        "source": "kern.log",
        "format": "ipchains",
        "iface_in": "ppp0",
    }
    return Sighting(**plain | fields)


def as_p0f(stack: Stack | None, version: int = 1) -> Sighting:
    """Return what p0f says of it."""
    return a_sighting(kind="fingerprint", source="p0f.log", format=f"p0f{version}", iface_in=None, os=stack)
