"""What is in sight is judged first: the rows around one place, in one frame, however many alerts the store has."""

from typing import Final

from wallwatch.filter.clause import Sql
from wallwatch.store import StoreReader
from wallwatch.ui.judge import Judge
from wallwatch.ui.rows import Rows

NEAR: Final = 4_000
"""Alerts that are judged at once on each side of the place: a page is filled where one of a hundred is shown."""
LARGE: Final = 20_000
"""Alerts from which on judging all of them takes longer than a frame."""

_END: Final = 2**63 - 1


def nearby(reader: StoreReader, judge: Judge, place: int | None, *, show_hidden: bool) -> Rows | None:
    """Return the rows around a time (microseconds since the epoch; at the end for ``None``).

    ``None`` is returned for a small store, all of which is judged as fast.
    """
    if reader.counts()[0] <= LARGE:
        return None
    at = _END if place is None else place
    (low,) = reader.ask(Sql(f"{_BEFORE} LIMIT {NEAR})", (at,)))
    (high,) = reader.ask(Sql(f"{_AFTER} LIMIT {NEAR})", (at,)))
    bounds = (at if low[0] is None else low[0], at if high[0] is None else high[0])
    return judge.rows(reader, show_hidden=show_hidden, within=Sql("(first BETWEEN ? AND ?)", bounds))


_BEFORE: Final = "SELECT min(first) FROM (SELECT first FROM alerts WHERE first <= ? ORDER BY first DESC"
_AFTER: Final = "SELECT max(first) FROM (SELECT first FROM alerts WHERE first >= ? ORDER BY first"
