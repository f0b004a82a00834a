"""Strangers' text, made safe for the eye.

A log line, a host name and a whois answer are written by the attacker. Whatever enters the program as text goes
through :func:`visible` once, at ingest; from there on no control character, no bidirectional override and no
invisible character is in it, and every column counts as it looks.
"""

import unicodedata
from functools import lru_cache
from typing import Final

CUT: Final = 65_536
"""Longest text that is kept, in characters; a longer one ends in ``CUT_MARK``."""

CUT_MARK: Final = "\\..."
COMBINING_MAX: Final = 2

# Cf holds the bidirectional controls, zero-width characters and tags; Zl and Zp break lines.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINED: Final = frozenset({"Mn", "Me", "Mc"})

_JAMO: Final = frozenset(map(chr, (*range(0x1161, 0x1200), *range(0xD7B0, 0xD7FC))))
"""Vowels and final consonants of Hangul, which join the letter before them as combining marks do."""

_UNSURE: Final = frozenset(
    map(
        chr,
        (
            0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x16FE4, 0x1D159,  # fillers, blanks
            *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0),  # variation selectors
            *range(0x1F1E6, 0x1F200), *range(0x1F3FB, 0x1F400),  # halves of flags, skin tones
        ),
    )
)  # fmt: skip
"""Characters that paint nothing, or of which terminals do not agree how wide they are."""

_ESCAPES: Final = (("x", 2), ("u", 4), ("U", 8))
_BYTE: Final = 0xFF
_PLANE: Final = 0xFFFF
"""The greatest code of the first escape, and of the second."""


def visible(raw: bytes | str, limit: int = CUT) -> str:
    r"""Return ``raw`` with every character that does not show as itself written as ``\xNN`` or ``\uNNNN``.

    Bytes are read as UTF-8; a byte that is none is written as ``\xNN``. At most two combining marks follow a
    character. Printable text comes back unchanged, in well under a microsecond. Text over ``limit`` characters is
    cut and ends in ``\...``. Never raises.
    """
    text = raw.decode("utf-8", "backslashreplace") if isinstance(raw, bytes) else raw
    if len(text) > limit:
        text = text[:limit] + CUT_MARK
    if text.isascii() and text.isprintable():
        return text
    return _escaped(text)


def _escaped(text: str) -> str:
    shown: list[str] = []
    marks = COMBINING_MAX  # at the start there is no character that a mark could join
    for char in text:
        joins, as_shown = _look(char)
        marks = marks + 1 if joins else 0
        shown.append(as_shown if marks <= COMBINING_MAX else _escape(char))
    return "".join(shown)


@lru_cache(maxsize=8_192)
def _look(char: str) -> tuple[bool, str]:
    """Return whether a character joins the one before it, and how it is shown if it may."""
    category = unicodedata.category(char)
    blank = category == "Zs" and char != " "
    hidden = category in _HIDDEN or blank or char in _UNSURE
    return category in _JOINED or char in _JAMO, _escape(char) if hidden else char


def _escape(char: str) -> str:
    code = ord(char)
    letter, digits = _ESCAPES[(code > _BYTE) + (code > _PLANE)]
    return f"\\{letter}{code:0{digits}x}"
