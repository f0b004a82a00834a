"""What can stand behind the colon of a term, as data.

How each kind of value is held against a record, becomes SQL, and is written stands in one table each: in ``match``,
``sql`` and ``query``.
"""

from string import ascii_uppercase
from typing import Final

import msgspec

from wallwatch.filter.block import Block
from wallwatch.filter.when import When

_LOWER: Final = {ord(letter): letter.lower() for letter in ascii_uppercase}


def folded(text: str) -> str:
    """Return ``text`` with A to Z in lower case and nothing else changed, as SQLite's ``lower()`` does."""
    return text.lower() if text.isascii() else text.translate(_LOWER)


class Span(msgspec.Struct, frozen=True, gc=False):
    """A number from ``low`` to ``high``; an end that is ``None`` is open, but not both."""

    low: int | None
    high: int | None


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """A part of a text, whatever the case of A to Z."""

    words: str
    folded: str


class Word(msgspec.Struct, frozen=True, gc=False):
    """A whole word, whatever the case of A to Z. A record that says ``unsaid`` does not know whether it is another."""

    word: str
    folded: str
    unsaid: str | None = None


class Flags(msgspec.Struct, frozen=True, gc=False):
    """Exactly these TCP flags, in whatever order they are logged."""

    letters: str


class Witness(msgspec.Struct, frozen=True, gc=False):
    """A witness by its letter (``K``), or all four as the screen shows them (``-K--``)."""

    letters: str


class RuleId(msgspec.Struct, frozen=True, gc=False):
    """A signature by its numbers: ``gid``, ``sid``, ``rev``; ``None`` is any."""

    ids: tuple[int | None, int, int | None]


class Since(msgspec.Struct, frozen=True, gc=False):
    """A time at or after the begin of ``when``."""

    when: When


class Until(msgspec.Struct, frozen=True, gc=False):
    """A time before the end of ``when``: a date ends when its day does."""

    when: When


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A mark that an alert bears, by its name in ``Facts.marks``."""

    name: str


class HiddenBy(msgspec.Struct, frozen=True, gc=False):
    """A noise rule, by its name, that hides the record."""

    name: str


class InIncident(msgspec.Struct, frozen=True, gc=False):
    """An incident, by its name, that people put the alert into."""

    name: str
    folded: str


ANY: Final = "any"
"""The kind that every scan is."""


class InScan(msgspec.Struct, frozen=True, gc=False):
    """A scan of this kind, or of :data:`ANY`, that the alert is a part of."""

    kind: str


class NotKnown(msgspec.Struct, frozen=True, gc=False):
    """``?``: the record does not know the field, or says so with the word ``unsaid``. The answer is always known."""

    unsaid: str | None = None


Value = (
    Span
    | Block
    | Phrase
    | Word
    | Flags
    | Witness
    | RuleId
    | Since
    | Until
    | Mark
    | HiddenBy
    | InIncident
    | InScan
    | NotKnown
)
