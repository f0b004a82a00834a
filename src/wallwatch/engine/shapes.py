"""What the members of each noise rule are like, learned from the store."""

from collections.abc import Iterable

from wallwatch.engine.preview import CROWDS, shape_of
from wallwatch.filter.clause import Sql, all_of, any_of, certain, negated
from wallwatch.filter.facts import Facts
from wallwatch.filter.sql import to_sql
from wallwatch.noise import shape_sql
from wallwatch.noise.axes import DAY
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.shape import MEMBERS_MIN, Shape, is_learned
from wallwatch.noise.shapes import NO_GAP, OVER_TIME, Shapes, key_of, windows_of
from wallwatch.noise.tally import CAPACITY, Window
from wallwatch.noise.widening import read_widening
from wallwatch.store import StoreReader


def learn_shapes(reader: StoreReader, rules: Ruleset, facts: Facts, known: Shapes | None = None) -> Shapes:
    """Return the shapes of all rules that can be learned now; ``known`` itself if that is nothing new.

    A rule learns once: from what somebody saw who called it noise, or else from its first members. What floods in later
    does not make itself usual. This takes some passes over the store.
    """
    known = known or Shapes()
    number = reader.number()
    conditions = [(rule, all_of([part, certain(to_sql(NO_GAP, facts))])) for rule, part in rules.conditions(facts)]
    learned: dict[str, Shape] = {}
    for rule, where in conditions:
        found = known.learned.get(key_of(rule)) or _learn(reader, rule, where, facts.now)
        if found is not None:
            learned[key_of(rule)] = found
    if learned == known.learned:
        return known
    return _with_windows(reader, [each for each in conditions if key_of(each[0]) in learned], learned, number)


def odd_alerts(
    reader: StoreReader, rules: Ruleset, facts: Facts, widenings: Iterable[tuple[str, str]] = ()
) -> frozenset[int]:
    """Return the numbers of all alerts that differ from the noise they are part of, asked of the store alone."""
    conditions = rules.conditions(facts)
    if not conditions:
        return frozenset()
    shapes = learn_shapes(reader, rules, facts)
    shapes.widen(read_widening(rule, text) for rule, text in widenings)
    hidden = any_of([all_of([part, negated(shapes.sql(rule))]) for rule, part in conditions])
    members = any_of([part for _, part in conditions])
    return frozenset(reader.index(all_of([certain(to_sql(NO_GAP, facts)), members, negated(hidden)])).ids)


def _learn(reader: StoreReader, rule: NoiseRule, where: Sql, now: int) -> Shape | None:
    ((members, first, _),) = reader.ask(shape_sql.members(where))
    began = first if rule.created is None else rule.created
    if not members or not is_learned(members, now - began):
        return None
    if rule.created is not None:
        where = all_of([where, Sql("(first <= ?)", (_until(reader, where, members, rule.created),))])
        ((members, *_),) = reader.ask(shape_sql.members(where))
    return shape_of(reader, where, members)


def _until(reader: StoreReader, where: Sql, members: int, created: int) -> int:
    """Return the time up to which a rule of so many members learns: when it was made, or when it had enough of them."""
    ((enough,),) = reader.ask(shape_sql.nth(where, min(members, MEMBERS_MIN)))
    return max(created, int(enough))


def _with_windows(
    reader: StoreReader, conditions: list[tuple[NoiseRule, Sql]], learned: dict[str, Shape], number: int
) -> Shapes:
    """Return the shapes with what was counted over time: where too much came, and who is in the last windows."""
    crowded: dict[Window, int] = {}
    late = [(rule, reader.ask(_newest(reader, where))) for rule, where in conditions]
    # Where the bound cuts, what is known of a window is not all of it.
    since = max(
        (rows[-1][2] if len(rows) == CAPACITY else rows[-1][2] // DAY * DAY for _, rows in late if rows), default=0
    )
    for rule, where in conditions:
        usual = learned[key_of(rule)].usual
        for axis in OVER_TIME:
            if axis.name in usual:
                rows = reader.ask(shape_sql.crowds(axis, usual[axis.name], where, CROWDS))
                crowded.update(windows_of(rule, axis, rows))
    shapes = Shapes(learned, crowded, since=since)
    for rule, rows in late:
        shapes.prime(rule, reversed(rows))
    shapes.number = number
    return shapes


def _newest(reader: StoreReader, where: Sql) -> Sql:
    """Return the question for the members of the newest day."""
    ((_, _, last),) = reader.ask(shape_sql.members(where))
    return shape_sql.newest(where, (last or 0) // DAY * DAY, CAPACITY)
