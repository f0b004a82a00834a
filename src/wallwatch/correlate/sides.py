"""Packets on two sides of a router, the newest ones, within a bound: the one side asks what the other has told of."""

from typing import Final

from wallwatch.correlate.attempt import Attempt
from wallwatch.correlate.facts import Key
from wallwatch.correlate.stitch import Stitch

REMEMBERED: Final = 4_096
"""Packets of either side that are remembered at least; twice as many at most."""

Place = tuple[Attempt, Stitch]
"""A packet, with the alert that it was put into."""

_PRIVATE: Final = ("10.", "192.168.", *(f"172.{second}." for second in range(16, 32)), "fc", "fd")
"""How private addresses begin (RFC 1918, RFC 4193)."""

_Generation = dict[Key, tuple[Attempt, Stitch, bool]]


class Sides:
    """Remembers packets of the two sides ``False`` and ``True``, each under a key that both sides of a packet have.

    There are two generations a side: when the young one is full, the old one is forgotten.
    """

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._young: list[_Generation] = [{}, {}]
        self._old: list[_Generation] = [{}, {}]

    def put(self, side: bool, key: Key, place: Place, within: int | None = None) -> None:  # noqa: FBT001 - it is an index
        """Remember a packet.

        With ``within`` (microseconds) two senders whose packets have one key, so near to each other, hide each other:
        which of the two is meant cannot be told.
        """
        young, stitch = self._young[side], place[1]
        before = None if within is None else young.get(key) or self._old[side].get(key)
        if before is None or within is None or abs(before[1].time - stitch.time) > within:
            alone = True
        else:
            alone = before[2] and before[1].best.src == stitch.best.src
        if len(young) >= self._size:
            self._old[side], self._young[side] = young, {}
        self._young[side][key] = *place, alone

    def has(self, side: bool) -> bool:  # noqa: FBT001 - it is an index
        """Tell whether anything is known of a side."""
        return bool(self._young[side] or self._old[side])

    def get(self, side: bool, key: Key) -> Place | None:  # noqa: FBT001 - it is an index
        """Return the packet of a side that was put last under ``key``, with the alert that holds it now.

        ``None``: there is none, or one of two, or it has gone from its alert.
        """
        found = self._young[side].get(key) or self._old[side].get(key)
        if found is None or not found[2]:
            return None
        attempt, stitch = found[0].heir, found[1]
        return (attempt, stitch) if stitch in attempt.packets else None


def is_private(address: str) -> bool:
    """Tell whether an address is one that no router on the Internet forwards to."""
    return address.startswith(_PRIVATE)
