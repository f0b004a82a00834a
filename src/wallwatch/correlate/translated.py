"""Packets that are logged before and after one of their addresses was translated: one packet with two tuples.

A router with port forwarding shows a packet to its own address where it comes in (an IDS, p0f, a rule in PREROUTING),
and one to a private address where it goes on (a rule in FORWARD). The source, its port and the IP ID stay as they are.
A router that masquerades shows a packet from a private address where it comes from, and one from its own address where
it goes out: see :mod:`wallwatch.correlate.masked`.
"""

from typing import Final

from wallwatch.correlate.attempt import Attempt
from wallwatch.correlate.facts import Key, contradict, facts_of, key_of
from wallwatch.correlate.find import distance
from wallwatch.correlate.masked import goes_out, is_one, names
from wallwatch.correlate.register import Register
from wallwatch.correlate.sides import REMEMBERED, Sides, Spot, is_private, spot_of
from wallwatch.correlate.stitch import Stitch
from wallwatch.model import Sighting

_CONSTANTS: Final = frozenset({None, 0, 54_321})
"""IP IDs that tell nothing: none, and that of a scanner which gives it to every packet."""

Place = tuple[Attempt, Stitch]
"""A packet, with the alert that it was put into."""


class Translated:
    """Remembers packets of private addresses and of others, so that the one finds the other in an ``open_`` alert.

    Two stamps of one packet may be ``window`` microseconds apart.
    """

    def __init__(self, open_: Register, window: int) -> None:
        self._open = open_
        self._window = window
        self._targets = Sides()
        self._senders = Sides()
        self._partners: dict[Key, Key] = {}
        self._old_partners: dict[Key, Key] = {}

    def remember(self, place: Place, sighting: Sighting) -> None:
        """Remember a packet of which ``sighting`` was the first to tell the IP ID, as far as it can be known again."""
        if sighting.ip_id in _CONSTANTS:
            return
        attempt, stitch = place
        inside, spot = is_private(sighting.dst), spot_of(attempt.key, stitch, sighting)
        if sighting.sport is not None:
            self._targets.put(inside, _from(sighting), spot)
        if not inside and goes_out(sighting):
            side = is_private(sighting.src)
            for key in names(sighting):
                self._senders.put(side, key, spot, 2 * self._window)

    def find(self, sighting: Sighting, bits: int) -> Place | None:
        """Return the packet, with its alert, that ``sighting`` tells of on the other side of a translation."""
        if sighting.ip_id in _CONSTANTS:
            return None
        return self._find_target(sighting, bits) or self._find_sender(sighting, bits)

    def _find_target(self, sighting: Sighting, bits: int) -> Place | None:
        other = not is_private(sighting.dst)
        if sighting.sport is None or not self._targets.has(other):
            return None
        found = self._at(self._targets.get(other, _from(sighting)), sighting, bits)
        if found is None or not self._may_be_one(found[1], sighting):
            return None
        # One firewall may log it before and after, as it logs a packet for each of its rules.
        seen = found[1].witnesses & bits == bits and not found[1].saw(sighting)
        return None if seen else found

    def _find_sender(self, sighting: Sighting, bits: int) -> Place | None:
        other = not is_private(sighting.src)
        if not self._senders.has(other) or is_private(sighting.dst) or not goes_out(sighting):
            return None
        for key in names(sighting):
            found = self._at(self._senders.get(other, key), sighting, bits)
            if found and self._may_be_one(found[1], sighting) and is_one(found[1], sighting, bits):
                return found
        return None

    def _at(self, spot: Spot | None, sighting: Sighting, bits: int) -> Place | None:
        """Return the packet of a spot, with the alert that holds it now, if it is as near as ``sighting`` needs it."""
        for key in () if spot is None else (spot.key, self.partner(spot.key)):
            for attempt in () if key is None else self._open.of(key):
                for stitch in attempt.around(sighting, bits, self._window):
                    if spot is not None and spot.has(stitch):
                        return attempt, stitch
        return None

    def _may_be_one(self, stitch: Stitch, sighting: Sighting) -> bool:
        return distance(stitch, sighting) <= self._window and not contradict(stitch.facts, facts_of(sighting))

    def pair(self, key: Key, other: Key) -> None:
        """Note that these are the keys of one connection on either side of a translation."""
        if key == other or self.partner(key) == other:
            return
        if len(self._partners) >= REMEMBERED:
            self._partners, self._old_partners = {}, self._partners
        self._partners[key], self._partners[other] = other, key

    def recall(self, place: Place) -> None:
        """Remember a packet of an earlier run, and what it was told under on either side."""
        attempt, stitch = place
        self.remember(place, stitch.best)
        for sighting in stitch.sightings:
            if (sighting.src, sighting.dst) != (stitch.best.src, stitch.best.dst):
                self.pair(key_of(sighting), attempt.key)

    def partner(self, key: Key) -> Key | None:
        """Return the key of the other side of a translation, if one was seen."""
        if not self._partners:
            return None
        return self._partners.get(key) or self._old_partners.get(key)


def _from(sighting: Sighting) -> Key:
    return sighting.proto, sighting.src, sighting.sport, sighting.ip_id
