"""The times between the packets of an alert: the sender's retransmission schedule."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from wallwatch.model.times import SECOND

LONGEST_GAP: Final = 130 * SECOND
"""No system waits longer for an answer to a SYN before it sends it again (Linux: TCP_RTO_MAX, 120 s)."""

_FIRST_GAP: Final = 15 * SECOND
"""The first wait is 1 s or 3 s, 0.5 s after a RST, and up to 7 s on old systems; one packet may be missing."""

# Windows doubles (3, 6); Linux since 6.5 keeps the first ones equal (1, 1, 1, 1, 1, 2, 4, 8, 16). Where a packet is
# missing from the log, a gap is the sum of two.
_FALL: Final = 0.8
_RISE: Final = 3


def ladder(times: Iterable[int]) -> tuple[float, ...]:
    """Return the seconds between ``times`` (microseconds, in order), rounded to 0.01."""
    return tuple([round((later - earlier) / SECOND, 2) for earlier, later in pairwise(times)])


def rises(before: int | None, gap: int, slack: int) -> bool:
    """Tell whether a SYN sent again after ``gap`` fits one sent again ``before`` that, all in microseconds.

    ``before`` is ``None`` for the first gap. ``slack`` is how much the gaps may be off: the resolution of the stamps.
    """
    if gap >= LONGEST_GAP:
        return False
    if before is None:
        return gap <= _FIRST_GAP
    return _FALL * before - slack <= gap <= _RISE * before + 2 * slack
