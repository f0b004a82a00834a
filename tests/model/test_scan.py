"""The record of a scan, and its words."""

import pytest

from wallwatch.model import Stack
from wallwatch.model.ports import PortSet
from wallwatch.model.scan import LISTED, Ports, Scan

NOON = 1_015_081_200_000_000


def ports(proto: str, *some: int) -> Ports:
    made = PortSet()
    for port in some:
        made.add(port)
    return Ports(proto, made.packed())


def scan(**fields) -> Scan:
    plain = {
        "id": 1,
        "kind": "vertical",
        "first": NOON,
        "last": NOON + 3_000_000,
        "sources": ("198.51.100.7",),
        "targets": ("192.0.2.1",),
        "ports": (ports("tcp", *range(1, 1001)),),
        "newest": 1_000,
        "alerts": 1_000,
    }
    return Scan(**plain | fields)


HOSTS = tuple(f"192.0.2.{host}" for host in range(40))

WORDS = [
    ({}, "knocks at 1,000 ports of one host within 3 s"),
    (
        {"ports": (ports("tcp", *range(30)),), "last": NOON + 1_740_000_000, "alerts": 30},
        "knocks at 30 ports of one host within 29 min, one every 60 s",
    ),
    (
        {"kind": "horizontal", "targets": HOSTS, "ports": (ports("icmp"), ports("tcp", 22)), "last": NOON},
        "knocks at port 22 of 40 hosts within 1 s",
    ),
    (
        {"kind": "horizontal", "targets": HOSTS, "ports": (ports("icmp"),)},
        "knocks at 40 hosts without a port (pings) within 3 s",
    ),
    (
        {"kind": "block", "targets": HOSTS[:4], "ports": (ports("tcp", *range(200)),), "alerts": 800},
        "knocks at 200 ports of 4 hosts within 3 s",
    ),
    (
        {"kind": "horizontal", "targets": tuple(map(str, range(LISTED))), "ports": (ports("tcp", 22),), "alerts": 999},
        "knocks at port 22 of 256 hosts and more within 3 s",
    ),
    (
        {"kind": "distributed", "sources": HOSTS, "crew": "masscan", "ports": (ports("tcp", *range(9)),)},
        "40 sources with the same tool knock at 9 ports of one host within 3 s",
    ),
    (
        {
            "kind": "distributed",
            "sources": HOSTS,
            "crew": "masscan",
            "ports": (ports("tcp", *range(40)),),
            "shared": True,
        },
        (
            "40 sources with the same tool knock at 40 ports of one host within 3 s, each at a door of its own;"
            " who else uses that tool cannot be told from them"
        ),
    ),
]


@pytest.mark.parametrize(("fields", "words"), WORDS)
def test_a_scan_says_why_it_is_one(fields, words):
    """How many doors, of how many hosts, in how long; how slowly, if it is slow."""
    assert scan(**fields).because() == words


def test_ports_are_said_with_their_protocol():
    """A protocol without ports is named alone."""
    both = scan(ports=(ports("icmp"), ports("tcp", 22, 23, 24), ports("udp", 53)))
    assert both.port_words() == "icmp tcp 22-24 udp 53"
    assert both.doors == 4


def test_the_hops_are_those_of_its_stack():
    """As far as it is known."""
    assert scan().hops is None
    assert scan(os=Stack("nmap SYN scan", "nmap", "tool", 12)).hops == 12
