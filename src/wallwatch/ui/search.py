"""Search: which alerts have a text in the cells of their rows, and which row of these comes next."""

from itertools import compress
from typing import Final

from wallwatch.filter.clause import Sql, any_of
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.filter.quote import quote
from wallwatch.filter.sql import to_sql
from wallwatch.model.services import ports_of
from wallwatch.ui.ledger import Columns
from wallwatch.ui.rows import Rows
from wallwatch.ui.tags import Tags
from wallwatch.ui.views import View

_PORTS: Final = range(65_536)
_PAGE: Final = 1_000


def search_sql(text: str, facts: Facts) -> Sql:
    """Return the condition that ``text`` is found in the words of a row, is its target port or the port's service."""
    ports = ports_of(text)
    if text.isdecimal() and len(text) <= len(str(_PORTS[-1])) and int(text) in _PORTS:
        ports.append(int(text))
    terms = [f"text:{quote(text)}", *([f"dport:{','.join(map(str, ports))}"] if ports else [])]
    return any_of([to_sql(parse_query(term), facts) for term in terms])


def wanted_of(found: Columns, rows: Rows) -> tuple[Tags, set[int]]:
    """Return the alerts of ``found``, and the scans of which one of these is listed. This may run in a thread."""
    wanted = Tags()
    wanted.put(found.ids, on=True)
    return wanted, set(compress(found.scans, rows.flags(found.ids))) - {0}


def next_place(wanted: Tags, view: View, row: int, *, forward: bool) -> int | None:
    """Return the place in ``view`` of the row of one ``wanted`` that comes next after the place ``row``, or before it.

    ``None`` if there is none. Rows are looked at a page at a time.
    """
    starts = range(row + 1, len(view), _PAGE) if forward else range(row - _PAGE, -_PAGE, -_PAGE)
    for start in starts:
        page = view.page(max(start, 0), min(_PAGE, start + _PAGE))
        flags = wanted.flags(page)
        place = flags.find(1) if forward else flags.rfind(1)
        if place >= 0:
            return max(start, 0) + place
    return None
