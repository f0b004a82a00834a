"""What is remembered of packets on either side of a router."""

import pytest

from tests.correlate.incident import dump
from wallwatch.correlate.attempt import first_attempt
from wallwatch.correlate.facts import key_of
from wallwatch.correlate.sides import Sides, is_private, spot_of


def _spot(time=100, **fields):
    sighting = dump(time, **fields)
    attempt = first_attempt(key_of(sighting), sighting, 1)
    return spot_of(attempt.key, attempt.packets[0], sighting)


def test_a_packet_is_found_on_the_side_where_it_was_put():
    """It is known by the line that told of it."""
    sides, spot = Sides(), _spot()
    sides.put(True, ("key",), spot)
    assert sides.get(True, ("key",)) == spot
    assert sides.get(False, ("key",)) is None
    assert (sides.has(True), sides.has(False)) == (True, False)


def test_a_packet_is_known_by_a_line_of_it():
    """Whatever others say of it, and whichever of them tells its time best."""
    sighting = dump(100)
    stitch = first_attempt(key_of(sighting), sighting, 1).packets[0]
    spot = spot_of(key_of(sighting), stitch, sighting)
    stitch.absorb(dump(99, source="another"), 2)
    assert spot.has(stitch)
    stitch.give(sighting, 2)
    assert not spot.has(stitch)


def test_the_oldest_are_forgotten():
    """Those of each side beyond twice the size."""
    sides, spot = Sides(size=4), _spot()
    for number in range(12):
        sides.put(False, (number,), spot)
    assert [number for number in range(12) if sides.get(False, (number,))] == list(range(4, 12))


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ({"time": 110, "src": "192.168.1.6"}, False),
        ({"time": 121, "src": "192.168.1.6"}, True),
        ({"time": 110, "src": "192.168.1.5"}, True),
    ],
    ids=["two clients at once", "long after", "the same client"],
)
def test_two_senders_with_one_key_hide_each_other(later, found):
    """For as long as either may be meant."""
    sides, spot = Sides(), _spot(**later)
    sides.put(True, ("key",), _spot(100, src="192.168.1.5"), 20)
    sides.put(True, ("key",), spot, 20)
    assert sides.get(True, ("key",)) == (spot if found else None)


@pytest.mark.parametrize(
    ("address", "private"),
    [("10.0.0.1", True), ("172.16.0.1", True), ("172.32.0.1", False), ("192.168.0.1", True), ("fd00::1", True),
     ("198.51.100.7", False), ("2001:db8::1", False)],
)  # fmt: skip
def test_which_addresses_are_private(address, private):
    """Those of RFC 1918 and RFC 4193."""
    assert is_private(address) is private
