"""A filter that has been read: terms, all of which have to hold, and how they are written again."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from wallwatch.filter.block import Block
from wallwatch.filter.quote import ANYTHING_UNKNOWN, NO_FLAGS, quote
from wallwatch.filter.values import (
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
    Value,
    Witness,
    Word,
)


class Term(msgspec.Struct, frozen=True, gc=False):
    """One of ``values`` holds for the field of this name, or none does where it is ``negated``."""

    field: str
    values: tuple[Value, ...]
    negated: bool = False

    def text(self) -> str:
        """Return the term as it is written; it reads back as the same term."""
        sign = "-" if self.negated else ""
        if isinstance(self.values[0], Mark):
            return sign + self.field
        return f"{sign}{self.field}:{','.join(_WRITTEN[type(value)](value) for value in self.values)}"


class Query(msgspec.Struct, frozen=True, gc=False):
    """Terms that all have to hold; without a term everything matches."""

    terms: tuple[Term, ...] = ()

    def text(self) -> str:
        """Return the query as it is written; it reads back as the same query."""
        return " ".join(term.text() for term in self.terms)


def _span(value: Span) -> str:
    if value.high is None:
        return f">{value.low - 1}" if value.low else ">=0"
    if value.low is None:
        return f"<{value.high + 1}"
    return str(value.low) if value.low == value.high else f"{value.low}-{value.high}"


def _rule_id(value: RuleId) -> str:
    return ":".join(str(number) for number in value.ids if number is not None)


_WITNESS_NAMES: Final = {"S": "snort", "K": "kernel", "P": "p0f", "D": "dump"}

_WRITTEN: Final[Mapping[type, Callable[[Any], str]]] = {
    Span: _span,
    Block: lambda value: value.name,
    Phrase: lambda value: quote(value.words),
    Word: lambda value: quote(value.word),
    Flags: lambda value: value.letters or NO_FLAGS,
    Witness: lambda value: _WITNESS_NAMES.get(value.letters, value.letters),
    RuleId: _rule_id,
    Since: lambda value: value.when.text,
    Until: lambda value: value.when.text,
    HiddenBy: lambda value: quote(value.name),
    InIncident: lambda value: quote(value.name),
    InScan: lambda value: value.kind,
    NotKnown: lambda _value: ANYTHING_UNKNOWN,
}
