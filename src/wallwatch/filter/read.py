"""One value of a term, read as its field wants it. A value passes ``text.visible`` as the records did."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Final, NoReturn

from wallwatch.errors import FilterError
from wallwatch.filter.block import Block, parse_block
from wallwatch.filter.fields import WITNESSES, Field, Kind
from wallwatch.filter.quote import ANYTHING_UNKNOWN, NO_FLAGS
from wallwatch.filter.tokens import Piece
from wallwatch.filter.values import (
    ANY,
    Flags,
    HiddenBy,
    InIncident,
    InScan,
    NotKnown,
    Phrase,
    RuleId,
    Since,
    Span,
    Until,
    Value,
    Witness,
    Word,
    folded,
)
from wallwatch.filter.when import When, parse_when
from wallwatch.model.services import PORTS
from wallwatch.model.sighting import WITNESS
from wallwatch.text import visible

SHOWN: Final = 80
"""Most characters of a wrong value that its message shows."""

_ASKABLE: Final = frozenset[Kind]({"number", "port", "phrase", "word", "flags", "signature"})
_COMPARISONS: Final = ((">=", 0), ("<=", 0), (">", 1), ("<", -1))
_DIGITS_MAX: Final = 19
_LETTERS: Final = re.compile("[A-Za-z]")
_FLAGS: Final = "CEUAPRSF"
_RULE_ID_PARTS: Final = 3
_SEEN: Final = "".join(WITNESS.values())
_NUMBERS: Final = frozenset(str(number) for number in range(256))


def read_values(piece: Piece, field: Field) -> tuple[Value, ...]:
    """Return the values that ``piece`` writes for ``field``: one, but for a service that has several ports.

    Raises:
        FilterError: it is none that the field takes.
    """
    if piece.text == ANYTHING_UNKNOWN and not piece.quoted and field.kind in _ASKABLE:
        return (NotKnown(field.unsaid),)
    if field.kind == "port" and _LETTERS.search(piece.text):
        return tuple(Span(port, port) for port in PORTS[_listed(piece, field, "port or service")])
    return (_READERS[field.kind](piece, field),)


def read_phrase(piece: Piece, field: Field) -> Phrase:
    """Return the words to look for."""
    words = _words(piece, field)
    return Phrase(words, folded(words))


def _refused(piece: Piece, field: Field, what: str, remedy: str = "") -> NoReturn:
    shown = visible(piece.text, SHOWN)
    example = f"Write it like {field.name}:{field.example}"
    raise FilterError(f'"{shown}" is no {what}.', piece.start, piece.end, remedy or example)


def _words(piece: Piece, field: Field) -> str:
    if not piece.text:
        raise FilterError("The value is empty.", piece.start, piece.end, f"Write it like {field.name}:{field.example}")
    return visible(piece.text)


def _number(piece: Piece, field: Field) -> Span:
    for sign, step in _COMPARISONS:
        if piece.text.startswith(sign):
            end = _digits(piece.text.removeprefix(sign), piece, field) + step
            if not 0 <= end <= field.limit:
                _refused(piece, field, f"comparison that a {field.name} can meet")
            return Span(end, None) if sign[0] == ">" else Span(None, end)
    low, dash, high = piece.text.partition("-")
    first = _integer(low, piece, field)
    last = _integer(high, piece, field) if dash else first
    if first > last:
        _refused(piece, field, "range: it runs downwards", f"Write {field.name}:{last}-{first}")
    return Span(first, last)


def _digits(text: str, piece: Piece, field: Field) -> int:
    digits = text.upper().removeprefix("AS") if field.name == "asn" else text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS_MAX):
        _refused(piece, field, "number")
    return int(digits)


def _integer(text: str, piece: Piece, field: Field) -> int:
    number = _digits(text, piece, field)
    if number > field.limit:
        _refused(piece, field, field.name, f"It goes up to {field.limit}.")
    return number


def _address(piece: Piece, field: Field) -> Block:
    return parse_block(piece.text) or _refused(piece, field, "address, network or range")


def _word(piece: Piece, field: Field) -> Word:
    word = _words(piece, field)
    if not field.words:
        return Word(word, folded(word), field.unsaid)
    known = _listed(piece, field, field.name)
    return Word(known, known, field.unsaid)


def _listed(piece: Piece, field: Field, what: str) -> str:
    """Return what the word of ``piece`` is kept as, where it is one of those that the field takes."""
    word = piece.text.lower()
    known = field.words.get(word)
    if known is None:
        near = get_close_matches(word[:SHOWN], field.words)
        known_ones = ", ".join(sorted(set(field.words.values()) - set(_NUMBERS)))
        remedy = f"Known are {known_ones}." if field.kind == "word" else ""
        _refused(piece, field, f"{what} that is known", f"Did you mean {' or '.join(near)}?" if near else remedy)
    return known


def _flags(piece: Piece, field: Field) -> Flags:
    letters = "" if piece.text.lower() == NO_FLAGS else piece.text.upper()
    ordered = "".join(flag for flag in _FLAGS if flag in letters)
    if len(ordered) != len(letters):
        _refused(piece, field, "set of TCP flags", f"Flags are letters of {_FLAGS}, or none.")
    return Flags(ordered)


def _witness(piece: Piece, field: Field) -> Witness:
    letter = WITNESSES.get(piece.text.lower())
    if letter is not None:
        return Witness(letter)
    letters = piece.text.upper()
    if len(letters) != len(_SEEN) or any(one not in {"-", seen} for one, seen in zip(letters, _SEEN, strict=True)):
        _refused(piece, field, "witness", f"Witnesses are {', '.join(WITNESSES)}, or all four as in -K-D.")
    return Witness(letters)


def _signature(piece: Piece, field: Field) -> RuleId:
    parts = [_integer(part, piece, field) for part in piece.text.split(":")]
    if len(parts) > _RULE_ID_PARTS:
        _refused(piece, field, "signature")
    if len(parts) == 1:
        return RuleId((None, parts[0], None))
    return RuleId((parts[0], parts[1], parts[2] if len(parts) == _RULE_ID_PARTS else None))


def _when(piece: Piece, field: Field) -> When:
    return parse_when(piece.text) or _refused(piece, field, "age or date")


def _incident(name: str) -> InIncident:
    return InIncident(name, folded(name))


def _scan(piece: Piece, field: Field) -> Span | InScan:
    """Return the kind of a scan, or its number."""
    word = _words(piece, field).lower()
    if word == ANY:
        return InScan(ANY)
    if word.isalpha():
        return InScan(
            field.words.get(word) or _refused(piece, field, f"kind of scan ({', '.join(field.words)}, {ANY})")
        )
    numbers = _number(piece, field)
    if numbers.high == 0:
        _refused(piece, field, "number of a scan: they begin with 1")
    return numbers if numbers.low else Span(1, numbers.high)


def _mark(piece: Piece, field: Field) -> NoReturn:
    remedy = f"Write {field.name} or -{field.name}."
    raise FilterError(f"{field.name} takes no value.", piece.start, piece.end, remedy)


_READERS: Final[Mapping[Kind, Callable[[Piece, Field], Value]]] = {
    "number": _number,
    "port": _number,
    "address": _address,
    "phrase": read_phrase,
    "word": _word,
    "flags": _flags,
    "witness": _witness,
    "signature": _signature,
    "since": lambda piece, field: Since(_when(piece, field)),
    "until": lambda piece, field: Until(_when(piece, field)),
    "mark": _mark,
    "rule": lambda piece, field: HiddenBy(_words(piece, field)),
    "incident": lambda piece, field: _incident(_words(piece, field)),
    "scan": _scan,
}
