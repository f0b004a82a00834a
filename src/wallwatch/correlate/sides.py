"""Packets on two sides of a router, the newest ones, within a bound: the one side asks what the other has told of."""

from typing import Final

import msgspec

from wallwatch.correlate.facts import Key
from wallwatch.correlate.stitch import Stitch
from wallwatch.model import Sighting

REMEMBERED: Final = 4_096
"""Packets of either side that are remembered at least; twice as many at most."""

_PRIVATE: Final = ("10.", "192.168.", *(f"172.{second}." for second in range(16, 32)), "fc", "fd")
"""How private addresses begin (RFC 1918, RFC 4193)."""

_HEADS: Final = frozenset(head[:3] for head in _PRIVATE if "." in head)
_UNIQUE_LOCAL: Final = frozenset({"fc", "fd"})


class Spot(msgspec.Struct, frozen=True, gc=False):
    """Where a packet is: in an alert of ``key``, told of by the line of ``source`` that begins at byte ``start``.

    It was sent by ``src`` at ``time`` (microseconds).
    """

    key: Key
    source: str
    start: int
    src: str
    time: int

    def has(self, stitch: Stitch) -> bool:
        """Tell whether it is this packet."""
        return any(said.start == self.start and said.source == self.source for said in stitch.sightings)


def spot_of(key: Key, stitch: Stitch, sighting: Sighting) -> Spot:
    """Return where a packet is that ``sighting`` tells of, in an alert of ``key``."""
    return Spot(key, sighting.source, sighting.start, stitch.best.src, stitch.time)


_Generation = dict[int, tuple[Spot, bool]]


class Sides:
    """Remembers packets of the two sides ``False`` and ``True``, each under a key that both sides of a packet have.

    There are two generations a side: when the young one is full, the old one is forgotten.
    """

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._young: list[_Generation] = [{}, {}]
        self._old: list[_Generation] = [{}, {}]

    def put(self, side: bool, key: Key, spot: Spot, within: int | None = None) -> None:  # noqa: FBT001 - it is an index
        """Remember a packet.

        With ``within`` (microseconds) two senders whose packets have one key, so near to each other, hide each other:
        which of the two is meant cannot be told.
        """
        young, number = self._young[side], hash(key)
        before = None if within is None else young.get(number) or self._old[side].get(number)
        if before is None or within is None or abs(before[0].time - spot.time) > within:
            alone = True
        else:
            alone = before[1] and before[0].src == spot.src
        if len(young) >= self._size:
            self._old[side], self._young[side] = young, {}
        self._young[side][number] = spot, alone

    def has(self, side: bool) -> bool:  # noqa: FBT001 - it is an index
        """Tell whether anything is known of a side."""
        return bool(self._young[side] or self._old[side])

    def get(self, side: bool, key: Key) -> Spot | None:  # noqa: FBT001 - it is an index
        """Return where the packet of a side is that was put last under ``key``; ``None``: nowhere, or one of two."""
        number = hash(key)
        spot, alone = self._young[side].get(number) or self._old[side].get(number) or (None, False)
        return spot if alone else None


def is_private(address: str) -> bool:
    """Tell whether an address is one that no router on the Internet forwards to."""
    # Nearly all addresses are told by three letters.
    head = address[:3]
    return head[:2] in _UNIQUE_LOCAL or (head in _HEADS and address.startswith(_PRIVATE))
