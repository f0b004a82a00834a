"""Pieces of SQL with their parameters, and how they are joined.

Names of columns come from ``filter.fields``; whatever a person or a stranger wrote is a bound parameter.
"""

from collections.abc import Sequence

import msgspec

Parameter = int | str | bytes


class Sql(msgspec.Struct, frozen=True, gc=False):
    """A condition with ``?`` for each of ``parameters``; true, false or NULL (unknown) for a row."""

    text: str
    parameters: tuple[Parameter, ...] = ()


TRUE = Sql("1")
FALSE = Sql("0")
UNKNOWN = Sql("NULL")


def all_of(parts: Sequence[Sql]) -> Sql:
    """Return the condition that all of ``parts`` hold; of none, they do."""
    return _joined(parts, "AND") if parts else TRUE


def any_of(parts: Sequence[Sql]) -> Sql:
    """Return the condition that one of ``parts`` holds; of none, none does."""
    return _joined(parts, "OR") if parts else FALSE


def negated(part: Sql) -> Sql:
    """Return the condition that ``part`` is false: where it is unknown, so is this."""
    return Sql(f"(NOT {part.text})", part.parameters)


def certain(part: Sql) -> Sql:
    """Return the condition that ``part`` is true, which is never unknown."""
    return Sql(f"({part.text} IS TRUE)", part.parameters)


def _joined(parts: Sequence[Sql], word: str) -> Sql:
    """Join as a balanced tree: SQLite refuses an expression that is 1,000 deep."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    left, right = _joined(parts[:half], word), _joined(parts[half:], word)
    return Sql(f"({left.text} {word} {right.text})", left.parameters + right.parameters)
