"""Numbers as bars: upright ones over several lines, and lying ones of two parts; in plain ASCII where needed.

The shape is the same in both alphabets: a cell is full, partly full, or empty, and what is not 0 is never empty.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from wallwatch.ui.spark import BARS, NONE


class Fill(NamedTuple):
    """What cells are filled with: upright ones by how full they are, lying ones by what they stand for."""

    levels: str
    new: str
    noise: str


BLOCKS: Final = Fill(BARS, "█", "░")
ASCII: Final = Fill(".:#", "#", "-")
_SHORT: Final = 100_000


def upright(numbers: Sequence[int], height: int, fill: Fill) -> list[str]:
    """Return ``height`` lines, from the top, with a bar of one cell for each number; the highest one is full."""
    parts, most = len(fill.levels), max(numbers, default=0)
    filled = [-(-number * height * parts // most) if number > 0 else 0 for number in numbers]
    lines = []
    for below in range((height - 1) * parts, -1, -parts):
        levels = [min(max(level - below, 0), parts) for level in filled]
        lines.append("".join(fill.levels[level - 1] if level else NONE for level in levels))
    return lines


def lying(new: int, noise: int, most: int, width: int, fill: Fill) -> tuple[str, str]:
    """Return the part of a bar for what is new, and that for noise; ``most`` takes the whole ``width``.

    Either has at least a cell where it is not 0, as far as there is room for both.
    """
    if not most or width <= 0:
        return "", ""
    whole = max(round((new + noise) * width / most), (new > 0) + (noise > 0))
    whole = min(whole, width)
    first = min(max(round(new * whole / max(new + noise, 1)), new > 0), whole - (noise > 0 and whole > 1))
    return fill.new * first, fill.noise * (whole - first)


def short(number: int) -> str:
    """Return a number in at most six cells: ``99,999``, ``123k``, ``12M``."""
    if number < _SHORT:
        return f"{number:,}"
    return f"{number // 1_000:,}k" if number < _SHORT * 1_000 else f"{number // 1_000_000:,}M"
