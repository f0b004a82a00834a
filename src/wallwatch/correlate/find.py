"""Which packet a sighting belongs to, among the open alerts of its key."""

from collections.abc import Sequence
from typing import Final

from wallwatch.correlate.attempt import Attempt, in_order
from wallwatch.correlate.facts import IP_ID, Facts, contradict, facts_of
from wallwatch.correlate.stitch import Stitch
from wallwatch.model import Sighting

Rank = tuple[int, int, int, int]

_AGAIN: Final[Rank] = (0, 0, 0, 0)
_SAME_ID: Final = 1
_NEAR: Final = 2


def find(attempts: Sequence[Attempt], sighting: Sighting, bits: int, window: int) -> tuple[Attempt, Stitch] | None:
    """Return the packet that ``sighting`` tells of, and its alert; ``None`` if it is a packet of its own.

    That is a packet which this witness has told of in the same second; else one that it has not told of yet, that
    nothing contradicts, at most ``window`` microseconds off: with the same IP ID if there is one, else the nearest in
    time, the earliest of several.
    """
    facts = facts_of(sighting)
    ip_id = sighting.ip_id
    found: tuple[Attempt, Stitch] | None = None
    best: Rank | None = None
    for attempt in in_order(attempts):
        for stitch in attempt.around(sighting, bits, window):
            # Where both know it, the IP ID tells nearly all packets apart, and at once.
            if ip_id != stitch.facts[IP_ID] and ip_id is not None and stitch.facts[IP_ID] is not None:
                continue
            rank = _rank(stitch, sighting, facts, bits, window)
            if rank is not None and (best is None or rank < best):
                best, found = rank, (attempt, stitch)
    return found


def distance(stitch: Stitch, sighting: Sighting) -> int:
    """Return the microseconds between the times in which each may have passed; 0 if they overlap."""
    return max(sighting.time - stitch.high, stitch.low - sighting.time - sighting.tick, 0)


def _rank(stitch: Stitch, sighting: Sighting, facts: Facts, bits: int, window: int) -> Rank | None:
    away = distance(stitch, sighting)
    if away > window or contradict(stitch.facts, facts):
        return None
    if stitch.witnesses & bits == bits:
        return _AGAIN if stitch.saw(sighting) else None
    # An IP ID of 0 is none: Linux gives it to packets that must not be fragmented.
    same = _SAME_ID if sighting.ip_id and sighting.ip_id == stitch.facts[IP_ID] else _NEAR
    return same, away, abs(sighting.time - stitch.time), stitch.time
