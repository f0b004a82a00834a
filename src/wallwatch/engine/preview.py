"""What a noise rule would hide of all that a store holds, and which of that does not look like the rest."""

from typing import Final

import msgspec

from wallwatch.filter.clause import Sql, all_of, certain
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.filter.query import Query
from wallwatch.filter.sql import to_sql
from wallwatch.model import Alert
from wallwatch.noise import shape_sql
from wallwatch.noise.axes import DAY
from wallwatch.noise.shape import MEMBERS_MIN, Oddity, Shape, learn
from wallwatch.noise.shapes import OVER_TIME
from wallwatch.store import StoreReader

_TOLD: Final = 50
"""Odd members that are shown at most, and starred ones."""
_STARRED: Final = parse_query("starred")


class OddMember(msgspec.Struct, frozen=True):
    """A member that differs, and in what. Where it is its source that knocks too often, one stands for all of these."""

    alert: Alert
    oddities: tuple[Oddity, ...]


class Preview(msgspec.Struct, frozen=True):
    """What a filter takes: ``alerts`` of ``total``, which stand for ``lines`` of ``total_lines``, in ``days``.

    ``odd`` has the first of the ``odd_alerts`` members that do not look like the others; ``shape`` is what those have
    in common, ``None`` if there are too few to tell. ``starred`` has the first of the ``starred_alerts`` members that
    somebody starred. ``is_whole`` is whether members were looked at, or only counted as yet.
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
    return look_closer(reader, query, facts, count(reader, query, facts))


def count(reader: StoreReader, query: Query, facts: Facts) -> Preview:
    """Return how much ``query`` would hide as a rule, in one pass over the store."""
    where = certain(to_sql(query, facts))
    ((alerts, lines, first, last),) = reader.ask(shape_sql.counted(where))
    total, total_lines = reader.counts()
    return Preview(alerts, lines, total, total_lines, (last - first) / DAY if alerts else 0.0)


def look_closer(reader: StoreReader, query: Query, facts: Facts, counted: Preview) -> Preview:
    """Return what was counted, with the members that look different, and those that bear a star in ``facts``."""
    where = certain(to_sql(query, facts))
    starred = reader.index(all_of([where, to_sql(_STARRED, facts)])).ids if facts.marks.get("starred") else ()
    found = msgspec.structs.replace(
        counted, starred_alerts=len(starred), starred=tuple(reader.alerts(starred[:_TOLD])), is_whole=True
    )
    if counted.alerts < MEMBERS_MIN:
        return found
    shape = shape_of(reader, where, counted.alerts)
    index = reader.index(all_of([where, shape_sql.odd(shape, where)]))
    by_themselves = reader.index(all_of([where, shape_sql.odd_now(shape, {})])).ids[:_TOLD]
    odd = [OddMember(alert, shape.oddities(alert)) for alert in reader.alerts(by_themselves)]
    odd += [member for member in _crowded(reader, shape, where) if member.alert.id not in by_themselves]
    return msgspec.structs.replace(found, shape=shape, odd_alerts=len(index.ids), odd=tuple(odd))


def _crowded(reader: StoreReader, shape: Shape, where: Sql) -> list[OddMember]:
    """Return one member of each source that knocks too often, which stands for all of them."""
    most: dict[tuple[str, str], tuple[int, int]] = {}
    for axis in OVER_TIME:
        if usual := shape.usual.get(axis.name):
            for source, _, total, number in reader.ask(shape_sql.crowds(axis, usual, where, _TOLD)):
                most[source, axis.name] = max(most.get((source, axis.name), (0, 0)), (total, number))
    oddities: dict[str, list[Oddity | None]] = {}
    for axis in OVER_TIME:
        for (source, name), (total, _) in most.items():
            if name == axis.name:
                oddities.setdefault(source, []).append(shape.odd(axis, total))
    members = {source: number for (source, _), (_, number) in reversed(most.items())}
    alerts = {alert.src: alert for alert in reader.alerts(list(members.values()))}
    return [OddMember(alerts[source], tuple(filter(None, found))) for source, found in oddities.items()]


def shape_of(reader: StoreReader, where: Sql, members: int) -> Shape:
    """Return what the alerts of ``where`` are like, of which there are so many."""
    asked = shape_sql.histograms(where)
    return learn(
        members,
        {
            name: {value: count for value, count in reader.ask(question) if value is not None}
            for name, question in asked.items()
        },
    )
