"""A whois answer in text, as paragraphs of named fields: the one thing that all registries' dialects share."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from wallwatch.text import visible

BODY_MAX: Final = 131_072
"""Bytes of an answer that are read."""
_LINES_MAX: Final = 4_000
_LINE_MAX: Final = 1_000
_KEY_MAX: Final = 40

# JPNIC: "a. [Network Number]             192.0.2.0/24"; jwhois: "[whois.arin.net]".
_BRACKETED: Final = re.compile(r"(?:[a-z]\. *)?\[([^\]]{1,40})\] *(.{0,1000})\Z")
_COMMENT: Final = ("%", "#")


class Field(NamedTuple):
    """One line: the key in lower case, empty for free text, and the value."""

    key: str
    value: str


class Paragraph(tuple[Field, ...]):
    """The fields between two blank lines."""

    __slots__ = ()

    def all(self, *keys: str) -> list[str]:
        """Return the values of the keys, those of the first key first; empty ones are left out."""
        return [field.value for key in keys for field in self if field.key == key and field.value]

    def get(self, *keys: str) -> str | None:
        """Return the first value of the first key that has one."""
        return next(iter(self.all(*keys)), None)

    def has(self, *keys: str) -> bool:
        """Tell whether one of the keys is there."""
        return any(field.key in keys for field in self)

    @property
    def free(self) -> list[str]:
        """The lines without a key."""
        return [field.value for field in self if not field.key]


class Text(NamedTuple):
    """An answer: its paragraphs, and its lines of comment."""

    paragraphs: tuple[Paragraph, ...]
    comments: tuple[str, ...]


def read_text(body: bytes) -> Text:
    """Return the paragraphs of an answer, safe for the eye. Never raises; what is too long is cut.

    UTF-8 is tried first, then Latin-1: registro.br and APNIC have people's names in it.
    """
    lines = _decode(body[:BODY_MAX]).replace("\r", "").split("\n")[:_LINES_MAX]
    shown = [visible(line.replace("\t", " ")[:_LINE_MAX]) for line in lines]
    comments = tuple(line.strip("%# ") for line in shown if line.lstrip().startswith(_COMMENT))
    return Text(tuple(_paragraphs(shown)), comments)


def _decode(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        # A character that the limit cut in two does not make it Latin-1.
        cut = len(body) == BODY_MAX and error.start >= BODY_MAX - 4
        return body[: error.start].decode() if cut else body.decode("latin-1")


def _paragraphs(lines: Iterable[str]) -> Iterator[Paragraph]:
    fields: list[Field] = []
    for line in lines:
        if line.lstrip().startswith(_COMMENT):
            continue
        if line.strip():
            fields.append(_field(line))
        elif fields:
            yield Paragraph(fields)
            fields = []
    if fields:
        yield Paragraph(fields)


def _field(line: str) -> Field:
    text = line.strip()
    if bracketed := _BRACKETED.match(text):
        return Field(bracketed[1].strip().lower(), bracketed[2].strip())
    # rwhois: "network:Org-Name;I:Example"
    key, colon, value = text.removeprefix("network:").partition(":")
    key = key.strip().partition(";")[0].lower()
    if not colon or not key or len(key) > _KEY_MAX or "@" in key or value.startswith("//"):
        return Field("", text)
    return Field(key, value.strip())
