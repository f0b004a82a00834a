"""Reading the tables ``alerts`` and ``packets``: some by number, or all that a filter lets through."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

from wallwatch.filter.clause import Sql
from wallwatch.model import Alert
from wallwatch.store.ledger import Subject
from wallwatch.store.record import alert_of

_CHUNK: Final = 10_000

# One lookup in a temporary index for each row; a port that is not there has to be equal to one that is not there. What
# stands in the index of the feed's order is looked at first, so that few rows of the table have to be read.
_ALIKE: Final = """
WITH wanted AS (
    SELECT json_extract(value, '$[0]') AS proto, json_extract(value, '$[1]') AS src,
        ifnull(json_extract(value, '$[2]'), -1) AS sport, json_extract(value, '$[3]') AS dst,
        ifnull(json_extract(value, '$[4]'), -1) AS dport
    FROM json_each(?)
)
SELECT record FROM alerts WHERE id IN (
    SELECT id FROM alerts
    WHERE (proto, ifnull(sport, -1), ifnull(dport, -1)) IN (SELECT proto, sport, dport FROM wanted)
) AND (proto, src, ifnull(sport, -1), dst, ifnull(dport, -1)) IN (SELECT proto, src, sport, dst, dport FROM wanted)
ORDER BY first, id"""


class Index(NamedTuple):
    """The alerts in the feed's order (``first``, then ``id``), in columns of equal length."""

    ids: "array[int]"
    firsts: "array[int]"
    """Microseconds since the epoch."""
    lines: "array[int]"
    """How many log lines each stands for."""
    scans: "array[int]"
    """The number of the scan of each, 0 for none."""


def find_alerts(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Alert]:
    """Return the alerts of these numbers, in their order; those that are not there are left out."""
    found = dict(
        connection.execute(
            "SELECT id, record FROM alerts WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
        )
    )
    return [alert_of(found[number]) for number in ids if number in found]


def newest_alerts(connection: sqlite3.Connection, since: int, limit: int) -> list[Alert]:
    """Return the ``limit`` alerts that were last seen latest, oldest first, none of them before ``since``."""
    rows = connection.execute(
        "SELECT id FROM alerts WHERE last >= ? ORDER BY last DESC, id DESC LIMIT ?", (since, limit)
    )
    return find_alerts(connection, [number for (number,) in reversed(rows.fetchall())])


def numbers_after(connection: sqlite3.Connection, number: int) -> list[int]:
    """Return the numbers of the alerts that are in no scan, from the one after ``number`` on."""
    rows = connection.execute("SELECT id FROM alerts WHERE id > ? AND scan IS NULL ORDER BY id", (number,))
    return [each for (each,) in rows]


def index(connection: sqlite3.Connection, where: Sql | None) -> Index:
    """Return the alerts that ``where`` lets through, all for ``None``."""
    question = Sql(
        f"SELECT id, first, lines, coalesce(scan, 0) FROM alerts {_where(where)} ORDER BY first, id",  # noqa: S608
        () if where is None else where.parameters,
    )
    return Index(*columns(connection, question, len(Index._fields)))


def columns(connection: sqlite3.Connection, question: Sql, count: int) -> list["array[int]"]:
    """Return the answer to a whole question as its ``count`` columns, all of them numbers.

    Rows are taken in chunks, so that beside the columns themselves it needs hardly any memory.
    """
    answer = [array("q") for _ in range(count)]
    rows = connection.execute(question.text, question.parameters)
    for chunk in iter(lambda: rows.fetchmany(_CHUNK), []):
        flat = array("q", chain.from_iterable(chunk))
        for place, column in enumerate(answer):
            column.extend(flat[place::count])
    return answer


def count(connection: sqlite3.Connection, where: Sql) -> tuple[int, int]:
    """Return how many alerts ``where`` lets through, and how many lines they stand for."""
    statement = f"SELECT count(*), ifnull(sum(lines), 0) FROM alerts {_where(where)}"  # noqa: S608
    alerts, lines = connection.execute(statement, where.parameters).fetchone()
    return alerts, lines


def alike(connection: sqlite3.Connection, subjects: Iterable[Subject]) -> list[Alert]:
    """Return the alerts, of any time, that have the tuple of one of the subjects."""
    tuples = list({subject.tuple for subject in subjects})
    return [alert_of(record) for (record,) in connection.execute(_ALIKE, (json.dumps(tuples),))] if tuples else []


def _where(where: Sql | None) -> str:
    # A clause is rendered by the filter from names of its own; what a person typed is in its parameters.
    return "" if where is None else f"WHERE {where.text}"
