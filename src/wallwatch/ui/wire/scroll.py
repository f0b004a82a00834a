"""Finds lines that moved: what the terminal can move by itself need not be written again."""

from collections import defaultdict
from collections.abc import Sequence
from operator import ne
from typing import Final, NamedTuple

from wallwatch.ui.wire.cells import BLANK, Cell, Row

_WITNESSES: Final = 3
"""Rows that have to have moved by the same distance."""
_PRICE: Final = 24
"""Bytes of a move: margins, cursor, line feeds, margins."""
_ALIKE: Final = 8
"""Rows that look the same and are looked at as places from which one has moved."""
_LEFT: Final = 40
"""Cells at the left by which a row is known again; beside a list there may be a pane that stays where it is."""


class Shift(NamedTuple):
    """Rows ``top`` to ``bottom``, both included, move up by ``by`` rows, or down where that is negative."""

    top: int
    bottom: int
    by: int

    def moved(self, rows: Sequence[Row]) -> list[Row]:
        """Return ``rows`` after the move; what comes in is blank."""
        inside = list(rows[self.top : self.bottom + 1])
        new: list[Row] = [[BLANK] * len(inside[0]) for _ in range(abs(self.by))]
        kept = inside[self.by :] + new if self.by > 0 else new + inside[: self.by]
        return [*rows[: self.top], *kept, *rows[self.bottom + 1 :]]


def find_shift(shown: Sequence[Row], wanted: Sequence[Row]) -> Shift | None:
    """Return the move that brings ``shown`` nearest to ``wanted``, where it saves more than it costs."""
    stale = [y for y, (old, new) in enumerate(zip(shown, wanted, strict=True)) if old != new]
    if len(stale) < _WITNESSES:
        return None
    by, places = _most_common(shown, wanted, range(stale[0], stale[-1] + 1))
    if len(places) < _WITNESSES:
        return None
    shift = Shift(min(*places, *(y + by for y in places)), max(*places, *(y + by for y in places)), by)
    inside = slice(shift.top, shift.bottom + 1)
    saved = _differing(shown[inside], wanted[inside]) - _differing(shift.moved(shown)[inside], wanted[inside])
    return shift if saved > _PRICE + 2 * abs(by) else None


def _most_common(shown: Sequence[Row], wanted: Sequence[Row], span: range) -> tuple[int, Sequence[int]]:
    """Return the distance that most rows of ``span`` moved by, and where these rows are now."""
    before: dict[tuple[Cell, ...], list[int]] = defaultdict(list)
    for y in span:
        before[tuple(shown[y][:_LEFT])].append(y)
    now: dict[int, list[int]] = defaultdict(list)
    for y in span:
        row = tuple(wanted[y][:_LEFT])
        if len(set(row)) > 1:
            for old in before.get(row, ())[:_ALIKE]:
                now[old - y].append(y)
    now.pop(0, None)
    return max(now.items(), key=lambda moved: (len(moved[1]), -abs(moved[0])), default=(0, ()))


def _differing(some: Sequence[Row], others: Sequence[Row]) -> int:
    return sum(sum(map(ne, one, other)) for one, other in zip(some, others, strict=True))
