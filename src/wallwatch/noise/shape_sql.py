"""What the members of a rule are like, asked of the store: as SQL over its table ``alerts``.

The expressions are those of :data:`~wallwatch.noise.axes.AXES`; what a person or a stranger wrote is bound. What is
counted over time is counted by address, which stands in the index of the feed's order, as all other axes do; a source
that has none is left out.
"""

import json
from collections.abc import Mapping, Sequence

from wallwatch.filter.clause import FALSE, Sql, all_of, any_of
from wallwatch.noise.axes import AXES, Axis
from wallwatch.noise.shape import Shape, Usual


def histogram(axis: Axis, where: Sql) -> Sql:
    """Return the question how many of the alerts of ``where`` have each value of an axis: rows of value, count."""
    if axis.per is None:
        text = f"SELECT {axis.column}, count(*) FROM alerts WHERE {where.text} GROUP BY 1"  # noqa: S608
        return Sql(text, where.parameters)
    counted = f"SELECT {axis.column} AS counted {_by_source(axis, where)}"
    return Sql(f"SELECT counted, count(*) FROM ({counted}) GROUP BY counted", where.parameters)  # noqa: S608


def members(where: Sql) -> Sql:
    """Return the question how many alerts there are, and when the first and the last of them began."""
    return Sql(f"SELECT count(*), min(first), max(first) FROM alerts WHERE {where.text}", where.parameters)  # noqa: S608


def counted(where: Sql) -> Sql:
    """Return the question how many alerts and lines there are."""
    text = f"SELECT count(*), ifnull(sum(lines), 0) FROM alerts WHERE {where.text}"  # noqa: S608
    return Sql(text, where.parameters)


def outermost(where: Sql, *, last: bool) -> Sql:
    """Return the question when the first or the last alert began: of many it is found sooner than they are counted."""
    order = "DESC" if last else "ASC"
    text = f"SELECT first FROM alerts WHERE {where.text} ORDER BY first {order} LIMIT 1"  # noqa: S608
    return Sql(text, where.parameters)


def odd(shape: Shape, where: Sql) -> Sql:
    """Return the condition that an alert of ``where`` is odd. It is true or false, never NULL."""
    return _true_if_any([odd_on(axis, usual, where) for axis, usual in _known(shape)])


def odd_now(shape: Shape, windows: Mapping[str, Sequence[tuple[str, int]]]) -> Sql:
    """Return the condition that an alert is odd by itself, or in a window (source and place) where too much came."""
    return _true_if_any(
        [
            _odd(axis, usual) if axis.per is None else in_windows(axis, windows.get(axis.name, ()))
            for axis, usual in _known(shape)
        ]
    )


def odd_on(axis: Axis, usual: Usual, where: Sql) -> Sql:
    """Return the condition that an alert of ``where`` is odd on one axis. NULL where it does not know its value."""
    return _odd(axis, usual) if axis.per is None else _in_crowds(axis, usual, where)


def crowds(axis: Axis, usual: Usual, where: Sql, limit: int) -> Sql:
    """Return the question in which windows too much came: rows of source, place, sum, and number of a member."""
    grouped = _crowds(axis, usual, where, f"first / {axis.per} AS place, {axis.column} AS total, min(id) AS member")
    text = f"SELECT src, place, total, member FROM ({grouped.text}) JOIN alerts ON id = member LIMIT {limit}"  # noqa: S608
    return Sql(text, grouped.parameters)


def newest(where: Sql, since: int, limit: int) -> Sql:
    """Return the question for the last members from a time on: rows of number, source, time, packets, newest first."""
    late = all_of([where, Sql("(first >= ?)", (since,))])
    text = f"SELECT id, src, first, packets FROM alerts WHERE {late.text} ORDER BY first DESC LIMIT {limit}"  # noqa: S608
    return Sql(text, late.parameters)


def nth(where: Sql, number: int) -> Sql:
    """Return the question when the member of this number (from 1, in order of time) began."""
    text = f"SELECT first FROM alerts WHERE {where.text} ORDER BY first LIMIT 1 OFFSET {number - 1}"  # noqa: S608
    return Sql(text, where.parameters)


def _known(shape: Shape) -> list[tuple[Axis, Usual]]:
    return [(axis, usual) for axis in AXES if (usual := shape.usual.get(axis.name))]


def _true_if_any(parts: Sequence[Sql]) -> Sql:
    found = any_of(parts) if parts else FALSE
    return Sql(f"({found.text} IS TRUE)", found.parameters)


def _odd(axis: Axis, usual: Usual) -> Sql:
    if usual.words is None:
        return Sql(f"({axis.column} NOT BETWEEN ? AND ?)", (usual.low, usual.high))
    words = json.dumps(sorted(usual.words, key=str))
    return Sql(f"({axis.column} NOT IN (SELECT value FROM json_each(?)))", (words,))  # noqa: S608 - our own column


def _in_crowds(axis: Axis, usual: Usual, where: Sql) -> Sql:
    found = _crowds(axis, usual, where, f"src_key, first / {axis.per}")
    return Sql(f"((src_key, first / {axis.per}) IN ({found.text}))", found.parameters)


def in_windows(axis: Axis, windows: Sequence[tuple[str, int]]) -> Sql:
    """Return the condition that an alert is in one of the windows (source and place) of an axis."""
    if not windows:
        return FALSE
    listed = "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"
    return Sql(f"((src, first / {axis.per}) IN ({listed}))", (json.dumps(windows),))


def _crowds(axis: Axis, usual: Usual, where: Sql, columns: str) -> Sql:
    text = f"SELECT {columns} {_by_source(axis, where)} HAVING {axis.column} > ?"
    return Sql(text, (*where.parameters, usual.high))


def _by_source(axis: Axis, where: Sql) -> str:
    # By time first: in the order of the index, sorting that is half the work.
    return f"FROM alerts WHERE {where.text} AND src_key IS NOT NULL GROUP BY first / {axis.per}, src_key"
