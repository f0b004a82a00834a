"""What each noise rule does: what it hid and when, whether it still does, and whether another one does it as well."""

from collections.abc import Sequence
from typing import Final

import msgspec

from wallwatch.filter.clause import Sql, all_of, certain
from wallwatch.filter.facts import Facts
from wallwatch.filter.sql import to_sql
from wallwatch.noise import shape_sql
from wallwatch.noise.axes import DAY
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.shapes import NO_GAP
from wallwatch.store import StoreReader

DAYS: Final = 14
"""Days of which the hits are counted one by one, up to the newest alert of the store."""
STALE: Final = 30 * DAY
"""A rule without a hit for so long may be no longer needed, in microseconds."""


class RuleSurvey(msgspec.Struct, frozen=True):
    """A rule, its ``state``, how many members it has, when the ``last`` one began, and how many a day.

    ``shadowed_by`` is another rule that hides all of its members, ``overlaps`` others that hide some of them.
    """

    rule: NoiseRule
    state: str
    hits: int = 0
    last: int | None = None
    days: tuple[int, ...] = ()
    is_stale: bool = False
    shadowed_by: str = ""
    overlaps: tuple[str, ...] = ()


def survey_rules(reader: StoreReader, rules: Ruleset, facts: Facts) -> tuple[RuleSurvey, ...]:
    """Return how the rules are. One that hides nothing now has the hits that it would have. Takes some passes."""
    ((_, _, newest),) = reader.ask(shape_sql.members(Sql("1")))
    today = (facts.now if newest is None else newest) // DAY
    found, members = [], []
    for rule in rules.rules:
        index = reader.index(all_of([certain(to_sql(rule.query, facts)), certain(to_sql(NO_GAP, facts))]))
        last = index.firsts[-1] if index.firsts else None
        state = rule.state(facts.now, rules.address_changed)
        survey = RuleSurvey(rule, state, len(index.ids), last, _days(index.firsts, today), _is_stale(rule, last, facts))
        found.append(survey)
        members.append(_bits(index.ids) if state == "in force" else 0)
    return tuple(_beside(place, found, members) for place in range(len(found)))


def _days(firsts: Sequence[int], today: int) -> tuple[int, ...]:
    counts = [0] * DAYS
    for first in reversed(firsts):
        ago = today - first // DAY
        if ago >= DAYS:
            break
        counts[DAYS - 1 - max(ago, 0)] += 1
    return tuple(counts)


def _is_stale(rule: NoiseRule, last: int | None, facts: Facts) -> bool:
    """Tell whether a rule had no hit for long; one that was made since then may still get some."""
    since = max((time for time in (last, rule.created) if time is not None), default=0)
    return facts.now - since >= STALE


def _beside(place: int, found: list[RuleSurvey], members: list[int]) -> RuleSurvey:
    """Return a rule with what others do of its work. Of two that hide the same, the first one in the file does it."""
    own = members[place]
    shared = [at for at, others in enumerate(members) if at != place and own & others]
    covering = [at for at in shared if own & members[at] == own and (members[at] != own or at < place)]
    return msgspec.structs.replace(
        found[place],
        shadowed_by=found[covering[0]].rule.name if covering else "",
        overlaps=tuple(found[at].rule.name for at in shared if at not in covering),
    )


def _bits(ids: Sequence[int]) -> int:
    """Return the numbers as one number that has a bit for each: a million of them are 125 kB."""
    if not ids:
        return 0
    bits = bytearray(max(ids) // 8 + 1)
    for number in ids:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")
