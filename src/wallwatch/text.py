"""Strangers' text, made safe for the eye.

A log line, a host name and a whois answer are written by the attacker. Whatever enters the program as text goes
through :func:`visible` once, at ingest; from there on no control character, no bidirectional override and no
invisible character is in it, and every column counts as it looks.
"""

import unicodedata
from typing import Final

CUT: Final = 65_536
"""Longest text that is kept, in characters; a longer one ends in ``CUT_MARK``."""

CUT_MARK: Final = "\\..."
COMBINING_MAX: Final = 2

# Cf holds the bidirectional controls, zero-width characters and tags; Zl and Zp break lines.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


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
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category in _HIDDEN or marks > COMBINING_MAX or _is_blank_lookalike(char, category):
            shown.append(_escape(char))
        else:
            shown.append(char)
    return "".join(shown)


def _is_blank_lookalike(char: str, category: str) -> bool:
    """Tell whether ``char`` paints nothing: an exotic blank, a Hangul filler, a variation selector."""
    if category == "Zs":
        return char != " "
    return char in "\u115f\u1160\u3164\uffa0\u2800\u034f" or "\ufe00" <= char <= "\ufe0f"


def _escape(char: str) -> str:
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
