"""A JSON object on a line of a log: bare, behind a daemon's head and ``@cee:``, or behind a name that grep puts there.

Strings are made safe for the eye once more: an escape in JSON may stand for any character.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import Meta

from wallwatch.formats import envelope
from wallwatch.formats.format import Span
from wallwatch.text import visible

Octet = Annotated[int, Meta(ge=0, le=0xFF)]
Short = Annotated[int, Meta(ge=0, le=0xFFFF)]
Word = Annotated[int, Meta(ge=0, le=0xFFFFFFFF)]
Count = Annotated[int, Meta(ge=0, le=0x7FFFFFFFFFFFFFFF)]
"""Numbers as wide as their field; anything else in their place makes the record a torn one."""

_Record = TypeVar("_Record")

_COOKIE: Final = re.compile(r"(?:@cee: ?)?(?=\{)")
_GREP: Final = re.compile(r"[\w./@+-]{1,255}[:-](?:\d{1,12}[:-]){0,2}(?=\{)")
_ESCAPE: Final = re.compile(r"\\(.)")
_VALUE: Final = r'"\s{0,4}:\s{0,4}(?:"(?P<text>(?:[^"\\]|\\.){0,4000})"|(?P<number>-?[\w.+]{1,40}))'


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where the object starts, and the head before it if a syslog daemon has put one there."""

    at: int
    head: envelope.Envelope | None = None


def place(line: str, tags: Iterable[str]) -> Place | None:
    """Return where the object of a line starts. In syslog it counts only behind one of ``tags``, or what begins so."""
    bare = _COOKIE.match(line) or _GREP.match(line)
    if bare is not None:
        return Place(bare.end())
    head = envelope.split(line)
    if head is None or head.tag is None or not head.tag.startswith(tuple(tags)):
        return None
    inner = _COOKIE.match(line, head.message_at)
    return Place(inner.end(), head) if inner is not None else None


def decode(text: str, record: type[_Record]) -> _Record | None:
    """Return the object as a ``record``, ``None`` if it is torn, nested without end, or its values do not fit."""
    found = _decoded(text, record)
    if found is None and ("\\x" in text or "\\U" in text):
        return _decoded(_repaired(text), record)
    return found


def _decoded(text: str, record: type[_Record]) -> _Record | None:
    try:
        return msgspec.json.decode(text, type=record, strict=False)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def shown(text: str | None) -> str | None:
    """Return a string of the object, safe for the eye; ``None`` for an empty one."""
    return visible(text) if text else None


def spans(text: str, at: int, keys: Mapping[str, str]) -> dict[str, Span]:
    """Return where the values stand of the ``keys`` (field → key) of the object that starts at ``at``."""
    found: dict[str, Span] = {}
    for field, key in keys.items():
        match = _pattern(key).search(text, at)
        if match is not None:
            found[field] = match.span("number" if match["text"] is None else "text")
    return found


def _pattern(key: str) -> re.Pattern[str]:
    """Return what finds a key; ``re`` keeps the patterns of the few keys there are."""
    return re.compile('"' + re.escape(key) + _VALUE)


def _repaired(text: str) -> str:
    r"""Return a text whose ``\xNN`` and ``\UNNNNNNNN``, which mark what was not fit for the eye, are no escapes."""
    return _ESCAPE.sub(lambda match: "\\" + match[0] if match[1] in "xU" else match[0], text)
