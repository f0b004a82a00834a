"""The text of a filter cut into terms, each piece with its place in the text.

filter  = [ term *( blank term ) ]
term    = [ "-" / "!" ] [ letters ":" ] value *( "," value )
value   = quote *( any character, or backslash and any ) quote / *( any but blank, comma, quote )
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from wallwatch.errors import FilterError
from wallwatch.filter.quote import unquoted

_QUOTE: Final = '"'
NEGATIONS: Final = "-!"


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A name or a value: the characters ``[start, end)`` of the filter, without the quotes if it was ``quoted``."""

    text: str
    start: int
    end: int
    quoted: bool = False


class TermText(msgspec.Struct, frozen=True, gc=False):
    """The pieces of a term that starts at ``start``; without a name it is a word to look for."""

    start: int
    negated: bool
    name: Piece | None
    values: tuple[Piece, ...]


def terms(text: str) -> Iterator[TermText]:
    """Yield the terms of a filter.

    Raises:
        FilterError: a value is missing, a quote is not closed or stands inside a word.
    """
    at = _after_blanks(text, 0)
    while at < len(text):
        start, negated = at, text[at] in NEGATIONS
        name = _name(text, at + negated)
        values = tuple(_values(text, name.end + 1 if name else at + negated))
        yield TermText(start, negated, name, values)
        at = _after_blanks(text, values[-1].end)


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _name(text: str, start: int) -> Piece | None:
    end = start
    while text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        end += 1
    return Piece(text[start:end].lower(), start, end) if end > start and text[end : end + 1] == ":" else None


def _values(text: str, at: int) -> Iterator[Piece]:
    while True:
        piece = _quoted(text, at) if text[at : at + 1] == _QUOTE else _plain(text, at)
        yield piece
        following = text[piece.end : piece.end + 1]
        if not following or following.isspace():
            return
        if following != ",":
            raise FilterError(
                "A quote stands inside a word.",
                piece.start,
                piece.end + 1,
                'Put the whole value in quotes, and \\" for a quote in it.',
            )
        at = piece.end + 1


def _quoted(text: str, start: int) -> Piece:
    end = start + 1
    while end < len(text) and text[end] != _QUOTE:
        end += 2 if text[end] == "\\" else 1
    if end >= len(text):
        raise FilterError("The quote is not closed.", start, len(text))
    return Piece(unquoted(text[start + 1 : end]), start, end + 1, quoted=True)


def _plain(text: str, start: int) -> Piece:
    end = start
    while end < len(text) and not text[end].isspace() and text[end] not in {",", _QUOTE}:
        end += 1
    if end == start:
        raise FilterError("A value is missing.", max(0, start - 1), min(len(text), start + 1))
    return Piece(text[start:end], start, end)
