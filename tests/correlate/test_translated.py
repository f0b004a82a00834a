"""Packets that are logged on both sides of a router that translates their target."""

import pytest

from tests.correlate.incident import Board, dump, firewall, seconds
from wallwatch.correlate import Correlator
from wallwatch.correlate.translated import is_private

OUTER = {"src": "198.51.100.112", "sport": 3504, "dst": "203.0.113.120", "dport": 8080, "ip_id": 31_988}
INNER = OUTER | {"dst": "192.168.1.5", "dport": 80}


def _rows(*lines):
    board, correlator = Board(), Correlator()
    for line in lines:
        board.apply(correlator.add([line]))
    return board.rows()


def _before(time=100.2, **fields):
    return dump(seconds(time), source="snort", seq=7, **OUTER | fields)


def _after(time=100, **fields):
    return firewall(seconds(time), source="kern", ttl=116, **INNER | fields)


@pytest.mark.parametrize("turned", [False, True])
def test_both_sides_of_a_translation_are_one_packet(turned):
    """Whichever line comes first; who decoded the packet itself tells the target."""
    lines = (_before(), _after())
    ((alert, packets),) = _rows(*lines[:: -1 if turned else 1])
    assert (alert.seen, alert.packets, alert.lines) == (("-K-D",), 1, 2)
    assert {sighting.dst for sighting in packets[0].sightings} == {"203.0.113.120", "192.168.1.5"}
    assert alert.dst == "203.0.113.120"


def test_retries_are_joined_as_well():
    """Each by its own IP ID."""
    again = {"ip_id": 32_007}
    ((alert, _),) = _rows(_before(), _after(), _before(103.2, **again), _after(103, **again))
    assert alert.seen == ("-K-D", "-K-D")


@pytest.mark.parametrize(
    "fields",
    [{"ip_id": 1}, {"ip_id": 54_321}, {"ip_id": 0}, {"sport": 3505}, {"dst": "203.0.113.121"}, {"time": 110}],
    ids=["another ID", "a scanner's ID", "no ID", "another port", "no private address", "long after"],
)
def test_what_may_be_another_packet_stays_one(fields):
    """Only a private address beside a public one is a translation; a scanner calls many."""
    constant = {"ip_id": fields["ip_id"]} if fields.get("ip_id") in {0, 54_321} else {}
    assert len(_rows(_before(**constant), _after(**fields))) == 2


def test_one_firewall_may_log_it_twice():
    """A rule before the translation and one behind it, in the same second; later it is another packet."""
    assert len(_rows(_after(), firewall(seconds(100), source="kern", **OUTER))) == 1
    assert len(_rows(_after(), firewall(seconds(101), source="kern", **OUTER))) == 2


@pytest.mark.parametrize(
    ("address", "private"),
    [("10.0.0.1", True), ("172.16.0.1", True), ("172.32.0.1", False), ("192.168.0.1", True), ("fd00::1", True),
     ("198.51.100.7", False), ("2001:db8::1", False)],
)  # fmt: skip
def test_which_addresses_are_private(address, private):
    """Those of RFC 1918 and RFC 4193."""
    assert is_private(address) is private
