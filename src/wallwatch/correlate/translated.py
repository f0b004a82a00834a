"""Packets that are logged before and after their destination was translated: one packet with two targets.

A router with port forwarding shows a packet to its own address where it comes in (an IDS, p0f, a rule in PREROUTING),
and one to a private address where it goes on (a rule in FORWARD). The source, its port and the IP ID stay as they are.
"""

from typing import Final

from wallwatch.correlate.attempt import Attempt
from wallwatch.correlate.facts import contradict, facts_of
from wallwatch.correlate.find import distance
from wallwatch.correlate.stitch import Stitch
from wallwatch.model import Sighting

_REMEMBERED: Final = 4_096
"""Packets of either side that are remembered at least; twice as many at most."""

_CONSTANTS: Final = frozenset({None, 0, 54_321})
"""IP IDs that tell nothing: none, and that of a scanner which gives it to every packet."""

_PRIVATE: Final = ("10.", "192.168.", *(f"172.{second}." for second in range(16, 32)), "fc", "fd")
"""How private addresses begin (RFC 1918, RFC 4193)."""

Key = tuple[str, str, int | None, int | None]
Place = tuple[Attempt, Stitch]


class Translated:
    """Remembers packets to private addresses and to others, so that the one finds the other."""

    def __init__(self) -> None:
        self._young: tuple[dict[Key, Place], dict[Key, Place]] = ({}, {})
        self._old: tuple[dict[Key, Place], dict[Key, Place]] = ({}, {})

    def remember(self, attempt: Attempt, stitch: Stitch) -> None:
        """Remember a packet that was just told of for the first time, as far as it can be known again."""
        sighting = stitch.best
        if sighting.ip_id in _CONSTANTS or sighting.sport is None:
            return
        side = is_private(sighting.dst)
        if len(self._young[side]) >= _REMEMBERED:
            self._old[side].clear()
            self._old[side].update(self._young[side])
            self._young[side].clear()
        self._young[side][_key(sighting)] = attempt, stitch

    def find(self, sighting: Sighting, bits: int, window: int) -> Place | None:
        """Return the packet, with its alert, that ``sighting`` tells of on the other side of a translation."""
        other = not is_private(sighting.dst)
        if not (self._young[other] or self._old[other]) or sighting.ip_id in _CONSTANTS or sighting.sport is None:
            return None
        key = _key(sighting)
        found = self._young[other].get(key) or self._old[other].get(key)
        if found is None:
            return None
        attempt, stitch = found[0].heir, found[1]
        # One firewall may log it before and after, as it logs a packet for each of its rules.
        seen = stitch.witnesses & bits == bits and not stitch.saw(sighting)
        if (
            seen
            or distance(stitch, sighting) > window
            or contradict(stitch.facts, facts_of(sighting))
            or stitch not in attempt.packets
        ):
            return None
        return attempt, stitch


def is_private(address: str) -> bool:
    """Tell whether an address is one that no router on the Internet forwards to."""
    return address.startswith(_PRIVATE)


def _key(sighting: Sighting) -> Key:
    return sighting.proto, sighting.src, sighting.sport, sighting.ip_id
