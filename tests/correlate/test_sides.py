"""What is remembered of packets on either side of a router."""

import pytest

from tests.correlate.incident import dump
from wallwatch.correlate.attempt import first_attempt
from wallwatch.correlate.facts import key_of
from wallwatch.correlate.sides import Sides, is_private


def _place(time=100, **fields):
    sighting = dump(time, **fields)
    attempt = first_attempt(key_of(sighting), sighting, 1)
    return attempt, attempt.packets[0]


def test_a_packet_is_found_on_the_side_where_it_was_put():
    """With its alert."""
    sides, place = Sides(), _place()
    sides.put(True, ("key",), place)
    assert sides.get(True, ("key",)) == place
    assert sides.get(False, ("key",)) is None
    assert (sides.has(True), sides.has(False)) == (True, False)


def test_a_packet_is_found_where_it_has_gone():
    """In the alert that took it over; not at all when it was taken out."""
    sides, (attempt, stitch), (heir, _) = Sides(), _place(), _place(200)
    sides.put(True, ("key",), (attempt, stitch))
    heir.take(attempt)
    assert sides.get(True, ("key",)) == (heir, stitch)
    heir.packets.remove(stitch)
    assert sides.get(True, ("key",)) is None


def test_the_oldest_are_forgotten():
    """Those of each side beyond twice the size."""
    sides, place = Sides(size=4), _place()
    for number in range(12):
        sides.put(False, (number,), place)
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
    sides, place = Sides(), _place(**later)
    sides.put(True, ("key",), _place(100, src="192.168.1.5"), 20)
    sides.put(True, ("key",), place, 20)
    assert sides.get(True, ("key",)) == (place if found else None)


@pytest.mark.parametrize(
    ("address", "private"),
    [("10.0.0.1", True), ("172.16.0.1", True), ("172.32.0.1", False), ("192.168.0.1", True), ("fd00::1", True),
     ("198.51.100.7", False), ("2001:db8::1", False)],
)  # fmt: skip
def test_which_addresses_are_private(address, private):
    """Those of RFC 1918 and RFC 4193."""
    assert is_private(address) is private
