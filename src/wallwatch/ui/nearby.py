"""What is in sight is judged first: the rows around one place, in one frame, however many alerts the store has."""

from typing import Final

from wallwatch.filter.clause import Sql
from wallwatch.store import StoreReader
from wallwatch.ui.judge import Judge
from wallwatch.ui.rows import Rows

NEAR: Final = 4_000
"""Alerts that are judged at once on each side of the place: a page is filled where one of a hundred is shown."""
FEW: Final = 250
"""As many are tried before: most often they fill it as well, and in no time."""
LARGE: Final = 2_000
"""Alerts from which on judging all of them takes longer than a frame."""
_PAGE: Final = 120
"""Rows that fill a page, and the one before."""

_END: Final = 2**63 - 1


def nearby(reader: StoreReader, judge: Judge, place: int | None, *, show_hidden: bool) -> Rows | None:
    """Return the rows around a time (microseconds since the epoch; at the end for ``None``).

    ``None`` is returned for a small store, all of which is judged as fast.
    """
    if reader.counts()[0] <= LARGE:
        return None
    at = _END if place is None else place
    rows = judge.rows(reader, show_hidden=show_hidden, within=_around(reader, at, min(FEW, NEAR)))
    if len(rows) < _PAGE:
        rows = judge.rows(reader, show_hidden=show_hidden, within=_around(reader, at, NEAR))
    return rows


def _around(reader: StoreReader, at: int, count: int) -> Sql:
    """Return the condition that an alert is one of so many on each side of a time."""
    (low,) = reader.ask(Sql(f"{_BEFORE} LIMIT {count})", (at,)))
    (high,) = reader.ask(Sql(f"{_AFTER} LIMIT {count})", (at,)))
    return Sql("(first BETWEEN ? AND ?)", (at if low[0] is None else low[0], at if high[0] is None else high[0]))


_BEFORE: Final = "SELECT min(first) FROM (SELECT first FROM alerts WHERE first <= ? ORDER BY first DESC"
_AFTER: Final = "SELECT max(first) FROM (SELECT first FROM alerts WHERE first >= ? ORDER BY first"
