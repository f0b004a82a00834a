"""ICMP errors: to which packet they answer.

An error quotes the head of the packet that could not be delivered. Where that packet was logged, the error is a part of
its alert, and no alert of its own.
"""

from collections.abc import Sequence
from typing import Final

from wallwatch.correlate.attempt import Attempt, in_order
from wallwatch.correlate.facts import contradict, facts_of
from wallwatch.correlate.find import distance
from wallwatch.correlate.stitch import Stitch
from wallwatch.model import Header, Sighting
from wallwatch.model.times import SECOND

_LATEST: Final = 10 * SECOND
"""Microseconds after which nobody answers any more: a router gives up on finding a neighbour after three seconds."""


def told(attempts: Sequence[Attempt], error: Sighting, bits: int, window: int) -> tuple[Attempt, Stitch] | None:
    """Return the error, with its alert, if another witness has told of it; ``attempts`` are those of what it quotes."""
    facts = facts_of(error)
    for attempt in in_order(attempts):
        for stitch in attempt.around(error, bits, window):
            other = stitch.is_answer and stitch.witnesses & bits != bits and distance(stitch, error) <= window
            if other and stitch.best.src == error.src and not contradict(stitch.facts, facts):
                return attempt, stitch
    return None


def cause(attempts: Sequence[Attempt], error: Sighting, window: int) -> tuple[Attempt, Stitch] | None:
    """Return the packet that an error quotes, the last one before it, with its alert; ``None`` if nobody logged it."""
    quoted = error.quote
    causes = [
        (attempt, stitch)
        for attempt in attempts
        for stitch in (*attempt.packets[:1], *attempt.packets[-1:])
        if quoted is not None and not stitch.is_answer and _is_quoted(stitch, quoted)
        if stitch.low - window <= error.at <= stitch.high + _LATEST
    ]
    return max(causes, key=lambda pair: pair[1].order, default=None)


def _is_quoted(stitch: Stitch, quoted: Header) -> bool:
    """Tell whether nothing speaks against it: many routers quote the ID, and all of them the sequence number."""
    ids = stitch.best.ip_id, quoted.ip_id
    numbers = stitch.best.seq, quoted.seq
    return all(one is None or other is None or one == other for one, other in (ids, numbers))
