"""Packets that are logged on both sides of a router that translates their target."""

from itertools import permutations

import pytest

from tests.correlate.incident import Board, dump, fingerprint, firewall, seconds
from wallwatch.correlate import Correlator

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


def _p0f(time=100, **fields):
    return fingerprint(
        seconds(time), source="p0f", **{key: OUTER[key] for key in ("src", "sport", "dst", "dport")} | fields
    )


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_line_without_an_id_comes_to_the_packet_on_its_side(order):
    """Also where the only other line that has come so far is from the other side, or comes last."""
    lines = (_p0f(), _before(), _after())
    ((alert, packets),) = _rows(*(lines[place] for place in order))
    assert (alert.seen, alert.lines) == (("-KPD",), 3)
    assert (packets[0].dst, packets[0].dport) == ("203.0.113.120", 8080)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_retries_stay_with_their_alert_whichever_side_is_ahead(order):
    """A translation that was seen once is known by its tuples."""
    again = {"ip_id": 32_007}
    lines = (_p0f(103), _before(103.2, **again), _after(103, **again))
    ((alert, _),) = _rows(_after(), _before(), *(lines[place] for place in order))
    assert (alert.seen, alert.lines) == (("-K-D", "-KPD"), 5)


def test_a_translation_is_known_after_a_restart():
    """The packets of the store tell of it."""
    before, after = Board(), Correlator()
    first = Correlator()
    for line in (_after(), _before()):
        before.apply(first.add([line]))
    after.restore(before.rows())
    again = {"ip_id": 32_007}
    for line in (_p0f(), _p0f(103), _before(103.2, **again), _after(103, **again)):
        before.apply(after.add([line]))
    ((alert, _),) = before.rows()
    assert (alert.seen, alert.lines) == (("-KPD", "-KPD"), 6)
