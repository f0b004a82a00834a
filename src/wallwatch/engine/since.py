"""What came into a store since somebody left."""

from collections.abc import Mapping
from typing import Final

import msgspec

from wallwatch.engine.newcomers import Newcomers, newcomers
from wallwatch.filter.clause import Sql, all_of, any_of, certain, negated
from wallwatch.filter.facts import Facts
from wallwatch.filter.sql import to_sql
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.shapes import NO_GAP, Shapes
from wallwatch.store import StoreReader

_LAST: Final = Sql("SELECT ifnull(max(id), 0) FROM alerts")


class Left(msgspec.Struct, frozen=True):
    """How things stood when somebody left: the time (microseconds), the last alert, the lost lines of each source."""

    at: int
    alert: int
    lost: Mapping[str, int] = msgspec.field(default_factory=dict)


class Since(msgspec.Struct, frozen=True):
    """What came since then: ``alerts``, of these noise by rule, most first, and odd ones; lost lines by source.

    ``new`` is what was never seen before, among what no rule hides.
    """

    alerts: int
    noise: tuple[tuple[str, int], ...] = ()
    odd: int = 0
    lost: tuple[tuple[str, int], ...] = ()
    new: tuple[Newcomers, ...] = ()


def leaving(reader: StoreReader, now: int) -> Left:
    """Return how things stand ``now``."""
    ((last,),) = reader.ask(_LAST)
    return Left(now, last, {row.name: row.lost for row in reader.sources()})


def since(reader: StoreReader, left: Left, rules: Ruleset, shapes: Shapes, facts: Facts) -> Since | None:
    """Return what came since; ``None`` if the store is another one than it was."""
    now = leaving(reader, facts.now)
    if now.alert < left.alert:
        return None
    new, no_gap = Sql("(id > ?)", (left.alert,)), certain(to_sql(NO_GAP, facts))
    noise, before, members = [], list[Sql](), list[Sql]()
    for rule, part in rules.conditions(facts):
        hidden = all_of([part, negated(shapes.sql(rule))])
        # An alert is the noise of the first rule that hides it.
        taken = _count(reader, new, no_gap, hidden, *([negated(any_of(before))] if before else []))
        noise.append((rule.name, taken))
        before.append(hidden)
        members.append(part)
    odd = _count(reader, new, no_gap, any_of(members), negated(any_of(before))) if members else 0
    lost = ((name, count - left.lost.get(name, 0)) for name, count in now.lost.items())
    return Since(
        _count(reader, new, no_gap),
        tuple(sorted(((name, count) for name, count in noise if count), key=lambda each: -each[1])),
        odd,
        tuple((name, count) for name, count in lost if count > 0),
        newcomers(reader, left.alert, all_of([no_gap, *([negated(any_of(before))] if before else [])])),
    )


def _count(reader: StoreReader, *parts: Sql) -> int:
    return reader.counts(all_of(parts))[0]
