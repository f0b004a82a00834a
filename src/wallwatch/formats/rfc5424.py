"""Structured data of RFC 5424, which stands between the head and the message."""

import re
from typing import Final

_ELEMENT: Final = re.compile(r'\[[^ =\]"\[]{1,64}(?=\]| [^ =\]"]{1,64}=)')
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.){0,8192}+"')
_NEXT: Final = re.compile(r'["\]]')

_BOM: Final = ("\ufeff", "\\ufeff")
"""As it is, and as it is written to be seen."""


def message_at(line: str, at: int) -> int:
    """Return where the message starts in a line whose structured data starts at ``at``."""
    end = at + 1 if line.startswith("-", at) else _elements(line, at)
    if line.startswith(" ", end) and end > at:
        end += 1
    for bom in _BOM:
        if line.startswith(bom, end):
            return end + len(bom)
    return end


def _elements(line: str, at: int) -> int:
    """Return the end of the elements that follow one another from ``at``."""
    while (element := _ELEMENT.match(line, at)) is not None:
        end = _element_end(line, element.end())
        if end is None:
            break
        at = end
    return at


def _element_end(line: str, at: int) -> int | None:
    """Return the place after the bracket that closes an element; one inside a quoted value closes nothing."""
    while (found := _NEXT.search(line, at)) is not None:
        if found[0] == "]":
            return found.end()
        quoted = _QUOTED.match(line, found.start())
        if quoted is None:
            return None
        at = quoted.end()
    return None
