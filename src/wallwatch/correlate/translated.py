"""Packets that are logged before and after one of their addresses was translated: one packet with two tuples.

A router with port forwarding shows a packet to its own address where it comes in (an IDS, p0f, a rule in PREROUTING),
and one to a private address where it goes on (a rule in FORWARD). The source, its port and the IP ID stay as they are.
A router that masquerades shows a packet from a private address where it comes from, and one from its own address where
it goes out: see :mod:`wallwatch.correlate.masked`.
"""

from collections import deque
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

_WAITING: Final = 512
"""Packets, the newest ones, that are not looked at as long as no private address was seen."""

Place = tuple[Attempt, Stitch]
"""A packet, with the alert that it was put into."""


class Translated:
    """Remembers packets of private addresses and of others, so that the one finds the other in an ``open_`` alert.

    Two stamps of one packet may be ``window`` microseconds apart. Where no private address is ever logged nothing is
    translated, and a line costs next to nothing here.
    """

    def __init__(self, open_: Register, window: int) -> None:
        self._open = open_
        self._window = window
        self._targets = Sides()
        self._senders = Sides()
        self._partners: dict[Key, Key] = {}
        self._old_partners: dict[Key, Key] = {}
        self._waiting: deque[tuple[Key, Stitch, Sighting]] | None = deque(maxlen=_WAITING)
        """What is to be remembered once a private address is seen; ``None`` from then on."""

    def remember(self, place: Place, sighting: Sighting) -> None:
        """Remember a packet of which ``sighting`` was the first to tell the IP ID, as far as it can be known again."""
        if sighting.ip_id in _CONSTANTS:
            return
        attempt, stitch = place
        if self._is_outside(sighting) and self._waiting is not None:
            self._waiting.append((attempt.key, stitch, sighting))
        else:
            self._remember(attempt.key, stitch, sighting)

    def _is_outside(self, sighting: Sighting) -> bool:
        """Tell whether no private address was seen, up to and with this line; on the first one, catch up."""
        if self._waiting is None:
            return False
        if not (is_private(sighting.dst) or is_private(sighting.src)):
            return True
        waiting, self._waiting = self._waiting, None
        for key, stitch, said in waiting:
            self._remember(key, stitch, said)
        return False

    def _remember(self, key: Key, stitch: Stitch, sighting: Sighting) -> None:
        inside, spot = is_private(sighting.dst), spot_of(key, stitch, sighting)
        if sighting.sport is not None:
            self._targets.put(inside, _from(sighting), spot)
        if not inside and goes_out(sighting):
            side = is_private(sighting.src)
            for name in names(sighting):
                self._senders.put(side, name, spot, 2 * self._window)

    def find(self, sighting: Sighting, bits: int) -> Place | None:
        """Return the packet, with its alert, that ``sighting`` tells of on the other side of a translation."""
        if sighting.ip_id in _CONSTANTS or self._is_outside(sighting):
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
