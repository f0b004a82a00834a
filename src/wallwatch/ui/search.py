"""Search: which alerts have a text in the cells of their rows, and which row of these comes next."""

from bisect import bisect_left, bisect_right
from typing import Final

from wallwatch.filter.clause import Sql, any_of
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.filter.quote import quote
from wallwatch.filter.sql import to_sql
from wallwatch.model.services import ports_of
from wallwatch.ui.folds import Key
from wallwatch.ui.ledger import Columns
from wallwatch.ui.rows import Rows
from wallwatch.ui.tags import Tags
from wallwatch.ui.views import View

_PORTS: Final = range(65_536)


def search_sql(text: str, facts: Facts) -> Sql:
    """Return the condition that ``text`` is found in the words of a row, is its target port or the port's service."""
    ports = ports_of(text)
    if text.isdecimal() and len(text) <= len(str(_PORTS[-1])) and int(text) in _PORTS:
        ports.append(int(text))
    terms = [f"text:{quote(text)}", *([f"dport:{','.join(map(str, ports))}"] if ports else [])]
    return any_of([to_sql(parse_query(term), facts) for term in terms])


def next_row(found: Columns, rows: Rows, key: Key, *, forward: bool) -> int | None:
    """Return the listed row of ``found`` that comes next after ``key``, or before it; ``None`` if there is none."""
    first, alert_id = key
    low, high = bisect_left(found.firsts, first), bisect_right(found.firsts, first)
    if forward:
        order = range(bisect_right(found.ids, alert_id, low, high), len(found.ids))
    else:
        order = range(bisect_left(found.ids, alert_id, low, high) - 1, -1, -1)
    places = (rows.index_of(found.ids[at]) for at in order)
    return next((place for place in places if place is not None), None)


def next_place(found: Columns, view: View, row: int, *, forward: bool) -> int | None:
    """Return the same for a view in any order, from the place ``row`` on: by looking at one row after the other."""
    wanted = Tags()
    wanted.put(found.ids, on=True)
    places = range(row + 1, len(view)) if forward else range(row - 1, -1, -1)
    return next((place for place in places if view.id_at(place) in wanted), None)
