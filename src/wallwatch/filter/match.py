"""A query held against a record: true, false, or ``None`` where the record does not know."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from wallwatch.filter.block import Block
from wallwatch.filter.facts import INCIDENT, Facts, Record, incident_key, scan_key
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
    folded,
)
from wallwatch.model import Alert


def matches(query: Query, record: Record, facts: Facts) -> bool | None:
    """Tell whether all terms hold: ``False`` if one does not, else ``None`` if one is unknown, else ``True``."""
    answer: bool | None = True
    for term in query.terms:
        held = _term(term, record, facts)
        if held is False:
            return False
        if held is None:
            answer = None
    return answer


def _term(term: Term, record: Record, facts: Facts) -> bool | None:
    held = _any_value(term, record, facts)
    return held if held is None else held is not term.negated


def _any_value(term: Term, record: Record, facts: Facts) -> bool | None:
    answer: bool | None = False
    for place in FIELDS[term.field].places:
        found = place.alert(record) if isinstance(record, Alert) else place.sighting(record)
        for value in term.values:
            held = _UNKNOWN.get(type(value)) if found is None else _HOLDS[type(value)](value, found, facts)
            if held:
                return True
            if held is None:
                answer = None
    return answer


def _span(value: Span, found: int, _facts: Facts) -> bool:
    return (value.low is None or found >= value.low) and (value.high is None or found <= value.high)


def _word(value: Word, found: str, _facts: Facts) -> bool | None:
    fits = folded(found) == value.folded
    return None if found == value.unsaid and not fits else fits


def _rule_id(value: RuleId, found: tuple[int | None, ...], _facts: Facts) -> bool | None:
    pairs = [(asked, has) for asked, has in zip(value.ids, found, strict=True) if asked is not None]
    if any(has is not None and asked != has for asked, has in pairs):
        return False
    return None if any(has is None for _, has in pairs) else True


def _mark(value: Mark, found: int, facts: Facts) -> bool | None:
    marked = facts.marks.get(value.name)
    return None if marked is None else found in marked


def _in_incident(value: InIncident, found: int, facts: Facts) -> bool | None:
    if INCIDENT not in facts.marks:
        return None
    return found in facts.marks.get(incident_key(value.folded), ())


def _hidden_by(value: HiddenBy, found: Record, facts: Facts) -> bool | None:
    return None if facts.noise is None else facts.noise.hides(value.name, found, facts)


_HOLDS: Final[Mapping[type, Callable[[Any, Any, Facts], bool | None]]] = {
    Span: _span,
    Block: lambda value, found, _facts: value.first <= found <= value.last,
    Phrase: lambda value, found, _facts: value.folded in folded(found),
    Word: _word,
    Flags: lambda value, found, _facts: sorted(found) == sorted(value.letters),
    Witness: lambda value, found, _facts: value.letters in found,
    RuleId: _rule_id,
    Since: lambda value, found, facts: found >= value.when.begins(facts.now, facts.zone),
    Until: lambda value, found, facts: found < value.when.ends(facts.now, facts.zone),
    Mark: _mark,
    HiddenBy: _hidden_by,
    InIncident: _in_incident,
    InScan: lambda value, found, facts: (
        found > 0 if value.kind == ANY else _mark(Mark(scan_key(value.kind)), found, facts)
    ),
    NotKnown: lambda value, found, _facts: found == value.unsaid,
}
"""For each kind of value whether what a record has at a place of the field is what is asked for."""

_UNKNOWN: Final[Mapping[type, bool]] = {NotKnown: True}
"""The answer where the record has nothing there; for all other kinds it is unknown."""
