"""Which packets are one connection attempt."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from wallwatch.correlate.attempt import Attempt, in_order, time_of
from wallwatch.correlate.facts import ISN, UNKNOWN, contradict
from wallwatch.correlate.ladder import LONGEST_GAP, rises
from wallwatch.correlate.stitch import Stitch
from wallwatch.model.times import SECOND

IDLE_GAP: Final = 60 * SECOND
"""A flow (UDP, ICMP, what follows a SYN) that is silent for longer has ended."""

_MARGIN: Final = 2


def together(one: Attempt, other: Attempt) -> bool:
    """Tell whether two alerts of one key are the same connection attempt.

    They are if they share the initial sequence number; where one does not know it, if the gaps between all their SYNs
    rise as retransmissions do; where there is no SYN, if the gap is not longer than a flow may be silent.
    """
    if contradict(one.identity, other.identity) or apart(one, other) >= LONGEST_GAP:
        return False
    if one.identity[ISN] is not None and one.identity[ISN] == other.identity[ISN]:
        return True
    return _continuous(one, other)


def closest(attempts: Iterable[Attempt], fresh: Attempt) -> Attempt | None:
    """Return the alert that ``fresh`` is a part of: one that knows the same sequence number, else the nearest."""
    kin = in_order([attempt for attempt in attempts if together(attempt, fresh)])
    return min(kin, key=lambda attempt: (attempt.identity != fresh.identity, apart(attempt, fresh)), default=None)


def apart(one: Attempt, other: Attempt) -> int:
    """Return the microseconds between two alerts; 0 if they overlap."""
    gaps = other.packets[0].time - one.packets[-1].time, one.packets[0].time - other.packets[-1].time
    return max(*gaps, 0)


def _continuous(one: Attempt, other: Attempt) -> bool:
    """Tell whether the packets of both, in order of time, go on where one's meet the other's."""
    before: int | None = None
    met = False
    for (earlier, whose), (later, whose_next) in pairwise(_meeting(one.packets, other.packets)):
        meet = whose != whose_next
        # A packet in between changes what the gaps after it have to rise from.
        if (meet or (met and later.syn)) and not _follows(before, earlier, later):
            return False
        before = _gap(earlier, later)
        met = met or meet
    return True


def _meeting(mine: list[Stitch], theirs: list[Stitch]) -> list[tuple[Stitch, int]]:
    """Return the packets near to where both meet, in order of time, and whose they are."""
    near = [(stitch, 0) for stitch in _near(mine, theirs)]
    near += [(stitch, 1) for stitch in _near(theirs, mine)]
    near.sort(key=_time_of_first)
    return near


def _near(packets: list[Stitch], others: list[Stitch]) -> list[Stitch]:
    """Return the packets that lie among ``others`` in time, and two on either side."""
    if packets[-1].time <= others[0].time:
        return packets[-_MARGIN:]
    start = bisect_left(packets, others[0].time, key=time_of) - _MARGIN
    stop = bisect_right(packets, others[-1].time, key=time_of) + _MARGIN
    return packets[max(0, start) : stop]


def _time_of_first(pair: tuple[Stitch, int]) -> int:
    return pair[0].time


def _follows(before: int | None, earlier: Stitch, later: Stitch) -> bool:
    """Tell whether ``later`` is the next packet of the attempt, the gap ``before`` given."""
    if later.syn and earlier.syn and later.identity == earlier.identity != UNKNOWN:
        return True
    gap = _gap(earlier, later)
    rising = rises(before, gap, max(earlier.width, later.width))
    if later.syn:
        # After other packets of the connection, a SYN opens the next one.
        return rising if earlier.syn is not False else later.low < earlier.high
    return gap < IDLE_GAP or (later.syn is None and rising)


def _gap(earlier: Stitch, later: Stitch) -> int:
    return max(0, later.middle - earlier.middle)
