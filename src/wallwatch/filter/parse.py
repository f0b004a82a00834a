"""The text of a filter, read. A mistake is named with its place, and with what to write instead."""

from difflib import get_close_matches
from typing import Final

from wallwatch.errors import FilterError
from wallwatch.filter.fields import FIELDS
from wallwatch.filter.query import Query, Term
from wallwatch.filter.read import SHOWN, read_phrase, read_values
from wallwatch.filter.tokens import NEGATIONS, Piece, TermText, terms
from wallwatch.filter.values import Mark
from wallwatch.text import visible

__all__ = ["Query", "parse_query"]

LENGTH_MAX: Final = 10_000
"""Longest filter, in characters."""

VALUES_MAX: Final = 1_000
"""Most values in one filter: each becomes one to three parameters of an SQL statement."""

_JOINERS: Final = frozenset({"and", "or", "not", "&", "&&", "|", "||", ")"})
_SIGNS: Final = "!<>=~"


def parse_query(text: str) -> Query:
    """Read a filter.

    Raises:
        FilterError: with the sentence and the place of the first mistake; nothing else, whatever ``text`` holds.
    """
    if len(text) > LENGTH_MAX:
        raise FilterError(f"The filter is longer than {LENGTH_MAX} characters.", LENGTH_MAX, len(text))
    read: list[Term] = []
    values = 0
    for term in terms(text):
        read.append(_named(term, term.name) if term.name else _bare(term))
        values += len(read[-1].values)
        if values > VALUES_MAX:
            raise FilterError(f"The filter has more than {VALUES_MAX} values.", term.start, term.values[-1].end)
    return Query(tuple(read))


def _named(term: TermText, name: Piece) -> Term:
    field = FIELDS.get(name.text)
    if field is None:
        raise FilterError(f"There is no field {visible(name.text, SHOWN)}.", name.start, name.end, _near(name))
    return Term(field.name, tuple(value for piece in term.values for value in read_values(piece, field)), term.negated)


def _near(name: Piece) -> str:
    near = get_close_matches(name.text[:SHOWN], FIELDS)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"To look for it as text, put it in quotes. Fields are: {', '.join(FIELDS)}."


def _bare(term: TermText) -> Term:
    """Read a term without a name: a mark, or words that are looked for."""
    first = term.values[0]
    if len(term.values) == 1 and not first.quoted:
        field = FIELDS.get(first.text.lower())
        if field is not None and field.kind == "mark":
            return Term(field.name, (Mark(field.name),), term.negated)
        _refuse_other_grammar(first)
    return Term("text", tuple(read_phrase(piece, FIELDS["text"]) for piece in term.values), term.negated)


def _refuse_other_grammar(piece: Piece) -> None:
    """Refuse what looks like another query language, instead of looking for it as a word."""
    if piece.text.lower() in _JOINERS or piece.text[0] == "(":
        raise FilterError(
            f"{visible(piece.text, SHOWN)} joins nothing here.",
            piece.start,
            piece.end,
            "All terms have to hold; a comma is or (dport:80,443), a minus is not.",
        )
    if piece.text[0] in NEGATIONS:
        raise FilterError("One minus is enough.", piece.start, piece.end, "To look for a minus, put it in quotes.")
    for sign in _SIGNS:
        name, found, _ = piece.text.partition(sign)
        if found and name.lower() in FIELDS:
            rest = piece.text[len(name) :]
            term = f"{'-' if sign == '!' else ''}{name}:{rest.lstrip('!=~')}"
            remedy = f"Write {visible(term, SHOWN)}"
            raise FilterError("A colon stands between a field and its value.", piece.start, piece.end, remedy)
