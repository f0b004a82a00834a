"""Which packet a sighting belongs to, among the open alerts of its key."""

from collections.abc import Sequence
from typing import Final

from wallwatch.correlate.attempt import Attempt, in_order
from wallwatch.correlate.facts import IP_ID, Facts, contradict, facts_of
from wallwatch.correlate.stitch import Stitch
from wallwatch.model import Sighting

Told = tuple[Attempt, Stitch, Sighting]
"""A packet, the alert that it is of, and one of the sightings that tell of it."""

Rank = tuple[int, int, int, int]
Fit = tuple[int, int]

_AGAIN: Final[Rank] = (0, 0, 0, 0)
_SAME_ID: Final = 1
_NEAR: Final = 2


def find(
    attempts: Sequence[Attempt], sighting: Sighting, bits: int, window: int, *, but: Stitch | None = None
) -> tuple[Attempt, Stitch] | None:
    """Return the packet that ``sighting`` tells of, and its alert; ``None`` if it is a packet of its own.

    That is a packet which this witness has told of in the same second; else one that it has not told of yet, that
    nothing contradicts, at most ``window`` microseconds off: with the same IP ID if there is one, else the nearest in
    time, the earliest of several; never ``but``.
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
            if stitch is but or (stitch.is_answer and sighting.quote is None):
                continue
            rank = _rank(stitch, sighting, facts, bits, window)
            if rank is not None and (best is None or rank < best):
                best, found = rank, (attempt, stitch)
    return found


def distance(stitch: Stitch, sighting: Sighting) -> int:
    """Return the microseconds between the times in which each may have passed; 0 if they overlap."""
    return max(sighting.at - stitch.high, stitch.low - sighting.at - sighting.tick, 0)


def _rank(stitch: Stitch, sighting: Sighting, facts: Facts, bits: int, window: int) -> Rank | None:
    away = distance(stitch, sighting)
    if away > window or contradict(stitch.facts, facts):
        return None
    if stitch.witnesses & bits == bits:
        return _AGAIN if stitch.saw(sighting) else None
    # An IP ID of 0 is none: Linux gives it to packets that must not be fragmented.
    same = _SAME_ID if sighting.ip_id and sighting.ip_id == stitch.facts[IP_ID] else _NEAR
    return same, away, abs(sighting.at - stitch.time), stitch.time


def is_vague(sighting: Sighting) -> bool:
    """Tell whether nothing but its time says which packet of its tuple a sighting is of: an IDS's line, p0f's."""
    return not sighting.ip_id and sighting.seq is None and not sighting.repeat and sighting.quote is None


def fit(stitch: Stitch, sighting: Sighting) -> Fit:
    """Return how well the time of a sighting goes with a packet; the less the better."""
    return distance(stitch, sighting), abs(sighting.at + sighting.tick // 2 - stitch.middle)


def rival(attempts: Sequence[Attempt], sighting: Sighting, bits: int, window: int) -> Told | None:
    """Return a vague sighting of the same witness, with its packet, that ``sighting`` goes better with.

    It came first, and took what was there.
    """
    facts, found = facts_of(sighting), list[tuple[Fit, Told]]()
    for attempt in in_order(attempts):
        for stitch in attempt.around(sighting, bits, window):
            own = fit(stitch, sighting)
            if (
                stitch.is_answer
                or stitch.witnesses & bits != bits
                or own[0] > window
                or contradict(stitch.facts, facts)
            ):
                continue
            for other in stitch.sightings:
                if _is_by_the_same(other, sighting) and is_vague(other) and own < fit(stitch, other):
                    found.append((own, (attempt, stitch, other)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def astray(attempts: Sequence[Attempt], packet: Stitch, bits: int, window: int) -> list[Told]:
    """Return vague sightings that were put to other packets before this one, to which they go better, was told of."""
    found = []
    for attempt in in_order(attempts):
        for stitch in attempt.around(packet.best, bits, window):
            for other in stitch.sightings if len(stitch.sightings) > 1 and stitch is not packet else ():
                better = is_vague(other) and fit(packet, other) < fit(stitch, other)
                if better and not contradict(packet.facts, facts_of(other)):
                    found.append((attempt, stitch, other))
    return sorted(found, key=lambda told: fit(packet, told[2]))


def _is_by_the_same(one: Sighting, other: Sighting) -> bool:
    return one.source == other.source and one.kind == other.kind
