"""The screen in ASCII, for terminals and locales that have nothing else.

Frames, bars and signs become letters that look like them, letters lose their accents, and what is like nothing in ASCII
becomes ``?``. Widths are kept, so that no row moves.
"""

import unicodedata
from functools import lru_cache
from typing import ClassVar, Final

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.scrollbar import ScrollBarRender

_DRAWN: Final = {
    **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾▔▁▀▄", "-"),
    **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▎▍▌▐▕▊▉▋", "|"),
    "█": "#",
    **dict.fromkeys("▓▒░", ":"),
    **dict(zip("▂▃▅▆▇", ":-+*%", strict=True)),
}
_SIGNS: Final = {
    "·": "|",
    "…": "~",
    **dict.fromkeys("•●◦∙▪■◆★", "*"),
    **dict.fromkeys("→▶►⇒", ">"),
    **dict.fromkeys("←◀◄⇐", "<"),
    **dict.fromkeys("↑▲", "^"),
    **dict.fromkeys("↓▼", "v"),
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{MINUS SIGN}": "-",
    "\N{NO-BREAK SPACE}": " ",
}
_CLASSES: Final = {"Pd": "-", "Pi": "'", "Pf": "'"}
"""Dashes and quotation marks, by their class."""
_CORNERS: Final = range(0x250C, 0x2580)
"""What is left of the block of box drawing: corners, forks and crosses."""
_PLAIN: Final = {**_DRAWN, **_SIGNS}


class WholeCells(ScrollBarRender):
    """A scroll bar whose ends are whole cells: parts of one look like dashes that are left over, here and in mono."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


class AsciiOnly(LineFilter):
    """A gate behind which there is ASCII only."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Return ``segments`` as they are where they are ASCII, else others that look like them."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [Segment(in_ascii(text), style, control) for text, style, control in segments]


@lru_cache(2048)
def in_ascii(text: str) -> str:
    """Return ``text`` in ASCII, in as many cells; what takes no cell is gone."""
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    cells = get_character_cell_size(char)
    if char.isascii():
        return char
    if (drawn := _PLAIN.get(char) or ("+" if ord(char) in _CORNERS else None)) is not None:
        return drawn * cells
    if (mark := _CLASSES.get(unicodedata.category(char))) is not None:
        return mark * cells
    bare = "".join(part for part in unicodedata.normalize("NFKD", char) if part.isascii())
    return bare if bare and cell_len(bare) == cells else "?" * cells
