"""``last message repeated N times``: one line that stands for N more packets like the one before it.

Snort's syslog lines collapse, a firewall's hardly ever do, because its IP IDs differ. So the copies are laid over the
packets that others saw since the line before. Where there are too few, packets are estimated, and others may still
join them: in a report the syslog section comes before the packet dumps.
"""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from wallwatch.correlate.attempt import PACKETS_KEPT, TAIL, Attempt
from wallwatch.correlate.facts import contradict, facts_of
from wallwatch.correlate.find import distance
from wallwatch.correlate.stitch import Order, Stitch, estimate, since
from wallwatch.model import Sighting

Seen = tuple[Attempt, Stitch]

_MOST: Final = PACKETS_KEPT + TAIL
"""Packets that are estimated for one line at most; a forged line may speak of a thousand million."""


class Copies(msgspec.Struct, gc=False, eq=False):
    """The packets that a repeat stands for.

    ``seen`` are packets that others saw, with their alerts, ``missing`` estimates of those that nobody has told of yet,
    ``uncounted`` the number of what is left. Missing ones belong to the alert ``home``, if there is one.
    """

    seen: list[Seen]
    missing: list[Stitch]
    uncounted: int
    home: Attempt | None


def copies(attempts: Sequence[Attempt], repeat: Sighting, bits: int, window: int) -> Copies:
    """Return the packets that ``repeat``, a line of the witness ``bits``, stands for, given the alerts of its key.

    The last copy is the packet nearest to the time of the line, inside ``window`` microseconds; the others come before
    it and after the line that is repeated, in their order.
    """
    origin = _origin(attempts, repeat, bits)
    free = _free(attempts, repeat, bits, origin)
    last = min((pair for pair in free if distance(pair[1], repeat) <= window), key=_from_end(repeat), default=None)
    end = last[1].time if last else repeat.at
    number = (repeat.repeat or 1) - 1
    seen = [pair for pair in free if pair is not last and pair[1].time <= end][:number]
    lacking = number - len(seen)
    missing = _spread(repeat, min(lacking, _MOST), bits)
    if last is None:
        missing.append(estimate(repeat, bits, repeat.at))
    else:
        seen.append(last)
    home = origin or (seen[-1] if seen else None)
    return Copies(seen, missing, max(0, lacking - _MOST), home[0] if home else None)


def _origin(attempts: Sequence[Attempt], repeat: Sighting, bits: int) -> Seen | None:
    """Return the packet of the line that is repeated: the last one of which this witness told at that time."""
    told = [
        (attempt, stitch)
        for attempt in attempts
        for stitch in attempt.packets
        if stitch.witnesses & bits == bits and _told(stitch, repeat)
    ]
    return max(told, key=_order, default=None)


def _told(stitch: Stitch, repeat: Sighting) -> bool:
    time = since(repeat)
    return any(
        sighting.at == time and sighting.kind == repeat.kind and sighting.source == repeat.source
        for sighting in stitch.sightings
    )


def _free(attempts: Sequence[Attempt], repeat: Sighting, bits: int, origin: Seen | None) -> list[Seen]:
    """Return the packets that may be copies, in order of time.

    A packet of the same second as the repeated line may be a copy of it only if the packet of that line is known.
    """
    facts = facts_of(repeat)
    first = origin[1].time if origin else since(repeat) + repeat.tick
    free = [
        (attempt, stitch)
        for attempt in attempts
        for stitch in attempt.packets
        if stitch.time >= first and stitch.witnesses & bits != bits and not contradict(stitch.facts, facts)
    ]
    return sorted(free, key=_order)


def _order(pair: Seen) -> Order:
    return pair[1].order


def _from_end(repeat: Sighting) -> Callable[[Seen], tuple[int, int, Order]]:
    return lambda pair: (distance(pair[1], repeat), abs(pair[1].time - repeat.at), pair[1].order)


def _spread(repeat: Sighting, number: int, bits: int) -> list[Stitch]:
    """Return ``number`` packets, evenly between the repeated line and the last copy."""
    start = since(repeat)
    step = (repeat.at - start) / (number + 1)
    return [estimate(repeat, bits, start + round(step * place)) for place in range(1, number + 1)]
