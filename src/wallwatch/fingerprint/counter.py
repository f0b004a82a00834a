"""Whether numbers that were seen one after the other are those of one counter of 16 bits.

A counter shows by how short its steps are. If numbers were drawn, a step would be any up to 65535, so that one of 19
is luck of 1 in 3,449, or nearly 12 bits. With enough bits together it is a counter, in the byte order of the wire or
in the other one, whichever has the shorter steps.
"""

from collections.abc import Sequence
from math import log2
from typing import Final

import msgspec

from wallwatch.model.times import SECOND

ROUND: Final = 1 << 16
"""Where a counter starts again from 0."""

_SILENCE: Final = 120 * SECOND
"""A gap in microseconds after which a counter may stand anywhere; it is left out."""

_STEP_MAX: Final = 8_192
"""The longest step of a counter; whoever counts faster cannot be told from one that draws."""

_SHORT: Final = SECOND
"""Microseconds below which a step makes no rate: stamps may be of whole seconds."""

Numbered = tuple[int, int]
"""A time in microseconds, and the number that was seen then."""


class Steps(msgspec.Struct, frozen=True, gc=False):
    """The steps between numbers, with the bits that speak for a counter."""

    bits: float
    steps: tuple[int, ...]
    rates: tuple[float, ...]
    """Numbers in a second, of each step that took long enough."""
    wraps: int
    """How often it passed 65535."""
    swapped: bool
    """It is in little-endian order, so that on the wire it goes by 256."""
    broken: int | None
    """The place of the first step that is none of a counter; what comes after it was not looked at."""


def counted(pairs: Sequence[tuple[Numbered, Numbered]]) -> Steps:
    """Return the steps from the first to the second of each pair, in the byte order that makes them shorter."""
    one, other = _steps(pairs, swapped=False), _steps(pairs, swapped=True)
    return max(one, other, key=lambda steps: (steps.broken is None, steps.bits))


def _steps(pairs: Sequence[tuple[Numbered, Numbered]], *, swapped: bool) -> Steps:
    bits, wraps = 0.0, 0
    steps: list[int] = []
    rates: list[float] = []
    broken: int | None = None
    for place, ((earlier, first), (later, second)) in enumerate(pairs):
        gap = later - earlier
        if gap > _SILENCE:
            continue
        before, after = (in_other_order(first), in_other_order(second)) if swapped else (first, second)
        step = (after - before) % ROUND
        if not 0 < step <= _STEP_MAX:
            broken = place
            break
        bits += log2(ROUND / step)
        steps.append(step)
        if gap >= _SHORT:
            rates.append(step * SECOND / gap)
        wraps += after < before
    return Steps(bits, tuple(steps), tuple(rates), wraps, swapped, broken)


def in_other_order(number: int) -> int:
    """Return a number of 16 bits with its bytes exchanged."""
    return (number & 0xFF) << 8 | number >> 8 & 0xFF
