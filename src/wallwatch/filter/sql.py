"""A query as SQL: a condition on the store's table ``alerts`` that gives the same answer as ``match``.

SQL's three-valued logic is ours: a comparison with ``NULL`` is ``NULL``, and so is its negation.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from wallwatch.filter.block import Block
from wallwatch.filter.clause import FALSE, UNKNOWN, Parameter, Sql, all_of, any_of, negated
from wallwatch.filter.facts import INCIDENT, Facts, incident_key, scan_key
from wallwatch.filter.fields import FIELDS
from wallwatch.filter.query import Query, Term
from wallwatch.filter.values import (
    ANY,
    Flags,
    HiddenBy,
    InIncident,
    InScan,
    Mark,
    NotKnown,
    Phrase,
    RuleId,
    Since,
    Span,
    Until,
    Witness,
    Word,
)

__all__ = ["Sql", "to_sql"]

Columns = tuple[str, ...]

_WILDCARDS: Final = re.compile(r"[%_\\]")


def to_sql(query: Query, facts: Facts) -> Sql:
    """Return the condition for ``WHERE``: true, false or NULL exactly where ``matches`` is true, false or ``None``."""
    # SQLite stops at the first term that is false: those that search in texts come last.
    terms = sorted(query.terms, key=lambda term: FIELDS[term.field].kind == "phrase")
    return all_of([_term(term, facts) for term in terms])


def _term(term: Term, facts: Facts) -> Sql:
    held = any_of(
        [
            _CONDITIONS[type(value)](value, place.columns, facts)
            for place in FIELDS[term.field].places
            for value in term.values
        ]
    )
    return negated(held) if term.negated else held


def _span(value: Span, columns: Columns, _facts: Facts) -> Sql:
    if value.low is not None and value.high is not None:
        return Sql(f"({columns[0]} BETWEEN ? AND ?)", (value.low, value.high))
    ends: tuple[tuple[str, Parameter | None], ...] = ((">=", value.low), ("<=", value.high))
    return all_of([Sql(f"({columns[0]} {sign} ?)", (end,)) for sign, end in ends if end is not None])


def _word(value: Word, columns: Columns, _facts: Facts) -> Sql:
    # NOCASE is as lower() for a word that is folded, and does not call a function for each of a million rows.
    if value.unsaid is None or value.unsaid == value.folded:
        return Sql(f"({columns[0]} = ? COLLATE NOCASE)", (value.folded,))
    return Sql(f"(nullif({columns[0]}, ?) = ? COLLATE NOCASE)", (value.unsaid, value.folded))


def _phrase(value: Phrase, columns: Columns, _facts: Facts) -> Sql:
    # LIKE folds letters as lower() does, and makes no copy of what it looks at.
    escaped = _WILDCARDS.sub(r"\\\g<0>", value.folded)
    return Sql(f"(({columns[0]}) LIKE ? ESCAPE '\\')", (f"%{escaped}%",))


def _flags(value: Flags, columns: Columns, _facts: Facts) -> Sql:
    many = Sql(f"(length({columns[0]}) = ?)", (len(value.letters),))
    return all_of([many, *(Sql(f"(instr({columns[0]}, ?) > 0)", (letter,)) for letter in value.letters)])


def _rule_id(value: RuleId, columns: Columns, _facts: Facts) -> Sql:
    pairs = zip(columns, value.ids, strict=True)
    return all_of([Sql(f"({column} = ?)", (asked,)) for column, asked in pairs if asked is not None])


def _mark(value: Mark, columns: Columns, facts: Facts) -> Sql:
    marked = facts.marks.get(value.name)
    if marked is None:
        return UNKNOWN
    return Sql(f"({columns[0]} IN (SELECT value FROM json_each(?)))", (json.dumps(sorted(marked)),))  # noqa: S608, the column is ours


def _in_incident(value: InIncident, columns: Columns, facts: Facts) -> Sql:
    if INCIDENT not in facts.marks:
        return UNKNOWN
    key = incident_key(value.folded)
    return _mark(Mark(key), columns, facts) if key in facts.marks else FALSE


def _hidden_by(value: HiddenBy, _columns: Columns, facts: Facts) -> Sql:
    return UNKNOWN if facts.noise is None else facts.noise.hidden(value.name, facts)


def _not_known(value: NotKnown, columns: Columns, _facts: Facts) -> Sql:
    if value.unsaid is None:
        return all_of([Sql(f"(({column}) IS NULL)") for column in columns])
    return Sql(f"(coalesce({columns[0]}, ?) = ?)", (value.unsaid, value.unsaid))


def _since(value: Since, columns: Columns, facts: Facts) -> Sql:
    return Sql(f"({columns[0]} >= ?)", (value.when.begins(facts.now, facts.zone),))


def _until(value: Until, columns: Columns, facts: Facts) -> Sql:
    return Sql(f"({columns[0]} < ?)", (value.when.ends(facts.now, facts.zone),))


_CONDITIONS: Final[Mapping[type, Callable[[Any, Columns, Facts], Sql]]] = {
    Span: _span,
    Block: lambda value, columns, _facts: Sql(f"({columns[0]} BETWEEN ? AND ?)", (value.first, value.last)),
    Phrase: _phrase,
    Word: _word,
    Flags: _flags,
    Witness: lambda value, columns, _facts: Sql(f"(instr({columns[0]}, ?) > 0)", (value.letters,)),
    RuleId: _rule_id,
    Since: _since,
    Until: _until,
    Mark: _mark,
    HiddenBy: _hidden_by,
    InIncident: _in_incident,
    InScan: lambda value, columns, facts: (
        Sql(f"({columns[0]} > 0)") if value.kind == ANY else _mark(Mark(scan_key(value.kind)), columns, facts)
    ),
    NotKnown: _not_known,
}
"""For each kind of value the condition on the columns of one place."""
