"""What a noise rule would hide of all that a store holds, and which of that does not look like the rest."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from wallwatch.filter.clause import Sql, all_of, certain
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.filter.query import Query
from wallwatch.filter.sql import to_sql
from wallwatch.model import Alert
from wallwatch.noise import shape_sql
from wallwatch.noise.axes import AXES, DAY, Axis
from wallwatch.noise.shape import MEMBERS_MIN, Histogram, Oddity, Shape, Usual, learn, usual_of
from wallwatch.store import StoreReader

_TOLD: Final = 20
"""Odd members that are shown of each axis at most."""
_STARRED_TOLD: Final = 50
CROWDS: Final = 50_000
"""Windows in which a source did too much that are looked at, at most."""
_STARRED: Final = parse_query("starred")


class OddMember(msgspec.Struct, frozen=True):
    """A member that differs, and in what. Where it is its source that knocks too often, one stands for all of these."""

    alert: Alert
    oddities: tuple[Oddity, ...]


class Preview(msgspec.Struct, frozen=True):
    """What a filter takes: ``alerts`` of ``total``, which stand for ``lines`` of ``total_lines``, in ``days``.

    ``odd`` has the first of the ``odd_alerts`` members that do not look like the others; ``shape`` is what those have
    in common, ``None`` if there are too few to tell. ``starred`` has the first of the ``starred_alerts`` members that
    somebody starred. ``is_whole`` is whether all members were looked at on every axis; until then there may be more.
    """

    alerts: int
    lines: int
    total: int
    total_lines: int
    days: float
    shape: Shape | None = None
    odd_alerts: int = 0
    odd: tuple[OddMember, ...] = ()
    starred_alerts: int = 0
    starred: tuple[Alert, ...] = ()
    is_whole: bool = False


def preview(reader: StoreReader, query: Query, facts: Facts) -> Preview:
    """Return what ``query`` would hide as a rule. Takes some passes over the store: not for the screen's loop."""
    *_, found = look_closer(reader, query, facts, count(reader, query, facts))
    return found


def count(reader: StoreReader, query: Query, facts: Facts) -> Preview:
    """Return how much ``query`` would hide as a rule, in one pass over the store."""
    where = certain(to_sql(query, facts))
    ((alerts, lines),) = reader.ask(shape_sql.counted(where))
    total, total_lines = reader.counts()
    return Preview(alerts, lines, total, total_lines, _span(reader, where) / DAY if alerts else 0.0)


def _span(reader: StoreReader, where: Sql) -> int:
    """Return the time from the first alert to the last one, in microseconds."""
    ((first,), *_), ((last,), *_) = (reader.ask(shape_sql.outermost(where, last=last)) for last in (False, True))
    return int(last - first)


def look_closer(reader: StoreReader, query: Query, facts: Facts, counted: Preview) -> Iterator[Preview]:
    """Yield what was counted, with those that bear a star in ``facts``, then with more and more odd members.

    Each step is a pass over the store or two, for one axis; the last one is whole.
    """
    where = certain(to_sql(query, facts))
    starred = reader.index(all_of([where, to_sql(_STARRED, facts)])).ids if facts.marks.get("starred") else ()
    found = msgspec.structs.replace(
        counted, starred_alerts=len(starred), starred=tuple(reader.alerts(starred[:_STARRED_TOLD]))
    )
    if starred:
        yield found
    if counted.alerts >= MEMBERS_MIN:
        closer = _Closer(reader, where, counted.alerts)
        for axis in AXES:
            if closer.look(axis):
                yield closer.told(found)
        found = closer.told(found)
    yield msgspec.structs.replace(found, is_whole=True)


class _Closer:
    """Looks at the members on one axis after the other, and keeps those that differ."""

    def __init__(self, reader: StoreReader, where: Sql, members: int) -> None:
        self._reader = reader
        self._where = where
        self._shape = Shape(members, {})
        self._odd: set[int] = set()
        self._alerts: dict[int, Alert] = {}
        self._crowds: dict[int, list[Oddity]] = {}
        """What is counted over time is told of one member of each source."""

    def look(self, axis: Axis) -> bool:
        """Look at one axis; tell whether a member differs there."""
        values = _histogram(self._reader, axis, self._where)
        usual = usual_of(axis, values)
        if usual is None:
            return False
        self._shape = Shape(self._shape.members, {**self._shape.usual, axis.name: usual})
        if all(map(usual.has, values)):
            return False
        if axis.per is None:
            found = self._members(shape_sql.odd_on(axis, usual, self._where))
            self._remember(found[:_TOLD])
        else:
            self._remember(self._of_crowds(axis, usual))
        return True

    def told(self, found: Preview) -> Preview:
        """Return a preview with what is known by now."""
        odd = (
            OddMember(alert, (*self._shape.oddities(alert), *self._crowds.get(alert.id, ())))
            for alert in self._alerts.values()
        )
        return msgspec.structs.replace(found, shape=self._shape, odd_alerts=len(self._odd), odd=tuple(odd))

    def _members(self, odd: Sql) -> Sequence[int]:
        """Return the members that differ, and count them."""
        found = self._reader.index(all_of([self._where, odd])).ids
        self._odd.update(found)
        return found

    def _remember(self, ids: Sequence[int]) -> None:
        new = [number for number in ids if number not in self._alerts]
        self._alerts |= {alert.id: alert for alert in self._reader.alerts(new)}

    def _of_crowds(self, axis: Axis, usual: Usual) -> list[int]:
        """Return a member of each source that knocks too often: one that is told already, or the one of its worst."""
        known = {alert.src: alert.id for alert in self._alerts.values()}
        rows = self._reader.ask(shape_sql.crowds(axis, usual, self._where, CROWDS))
        self._members(shape_sql.in_windows(axis, [(source, place) for source, place, *_ in rows]))
        worst = {source: (total, member) for source, _, total, member in sorted(rows, key=lambda row: row[2])}
        first = list(worst.items())[-_TOLD:]
        told = {known.get(source, member): total for source, (total, member) in first}
        for member, total in told.items():
            oddity = self._shape.odd(axis, total)
            self._crowds.setdefault(member, []).extend([oddity] if oddity else [])
        return list(told)


def shape_of(reader: StoreReader, where: Sql, members: int) -> Shape:
    """Return what the alerts of ``where`` are like, of which there are so many."""
    return learn(members, {axis.name: _histogram(reader, axis, where) for axis in AXES})


def _histogram(reader: StoreReader, axis: Axis, where: Sql) -> Histogram:
    """Return how many alerts have each value of an axis; those that do not know theirs are left out."""
    rows = reader.ask(shape_sql.histogram(axis, where))
    return {value: number for value, number in rows if value is not None}
