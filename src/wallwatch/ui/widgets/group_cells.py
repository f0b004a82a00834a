"""The row of a group: its key, how many alerts and lines it has, and when the first and the last of them came."""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from wallwatch.model.times import to_datetime
from wallwatch.ui import words
from wallwatch.ui.folds import Group
from wallwatch.ui.paint import fit, fit_right

_COLUMNS: Final = (11, 11, 8, 8)
"""Cells of FIRST, LAST, LINES and ALERTS, which stand at the right of the key."""
_GAP: Final = 2
_COUNTED_FROM: Final = 2
"""The columns from there on are numbers."""


def heading(name: str, width: int) -> str:
    """Return the names of the columns for ``width`` cells; ``name`` is what the groups are made by."""
    return _laid(name.upper(), ("FIRST", "LAST", "LINES", "ALERTS"), width)


def cells(label: str, group: Group, width: int, mode: words.TimeMode, now: int, *, zone: int = 0) -> str:
    """Return the row for ``width`` cells; ``zone`` is where its source's clock is, in seconds east of UTC.

    Times are dates, ages at ``now`` (microseconds), or for the last one the time since the first. A long key is not cut
    as long as it can have the room of the columns beside it.
    """
    times = _times(group, mode, now, zone)
    return _laid(label, (*times, str(group.lines), str(group.alerts)), width)


def whole(label: str, group: Group, zone: int = 0) -> str:
    """Return the row as it is copied, with nothing cut."""
    first, last = _times(group, "absolute", 0, zone)
    return f"{label}  {words.many(group.alerts, 'alert')}  {words.many(group.lines, 'line')}  {first}  {last}"


def _times(group: Group, mode: words.TimeMode, now: int, zone: int) -> tuple[str, str]:
    if mode == "relative":
        return words.age(now - group.first), words.age(now - group.last)
    if mode == "delta":
        return _date(group.first, zone), words.delta(group.last - group.first)
    return _date(group.first, zone), _date(group.last, zone)


def _date(micros: int, zone: int) -> str:
    return f"{to_datetime(micros, zone):%m-%d %H:%M}"


def _laid(key: str, texts: Sequence[str], width: int) -> str:
    """Return the row, with as many of the columns as leave room for the key; the rightmost one is always there."""
    placed = [
        " " * _GAP + (fit_right if at >= _COUNTED_FROM else fit)(text, _COLUMNS[at]) for at, text in enumerate(texts)
    ]
    while len(placed) > 1 and cell_len(key) + sum(map(len, placed)) > width:
        del placed[0]
    return fit(key, max(width - sum(map(len, placed)), 0)) + "".join(placed)
