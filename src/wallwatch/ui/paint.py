"""Strangers' text on its way to the eye: the one place where it becomes strips.

What is painted here was made safe once, by ``text.visible`` at ingest; here it stays literal text. No markup is ever
read: a ``[UFW BLOCK]`` shows its brackets, and a ``[@click=app.quit]`` is nothing but words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from textwrap import wrap
from typing import Final, Literal, get_args

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Ink = Literal[
    "shown", "hidden", "done", "starred", "odd", "changed", "found", "service", "stack", "witness", "unseen", "label",
    "frame", "sound", "waiting", "failed", "remedy", "strong", "cursor", "cell",
]  # fmt: skip
"""What a piece of a line means. The themes have a colour for most of them."""

INKS: Final[tuple[Ink, ...]] = get_args(Ink)

Part = tuple[str, Ink]
Parts = Sequence[Part]
Styles = Mapping[Ink, Style]

_STILL_FOUND: Final = Style(bold=True, underline=True)
_NOT_DIM: Final = Style(dim=False)

CUT: Final = "~"
"""Ends a text that was cut."""


def fit(text: str, width: int) -> str:
    """Return ``text`` in exactly ``width`` cells: padded, or cut with a ``~`` at its end."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + CUT if width > 0 else ""


def wrap_cells(text: str, width: int, indent: str = "") -> list[str]:
    """Return ``text`` in lines of at most ``width`` cells, broken at blanks where there are some.

    Hyphens break nothing, so that a command stays as it can be typed. Characters that are two cells wide count so.
    """
    room = max(width, 2 * len(indent), 1)
    lines = wrap(text, room, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return [part for line in lines for part in (chop_cells(line, room) if cell_len(line) > room else [line])]


def fit_right(text: str, width: int) -> str:
    """Return ``text`` at the right of exactly ``width`` cells, cut as by :func:`fit`."""
    missing = width - cell_len(text)
    return " " * missing + text if missing > 0 else fit(text, width)


def lit(text: str, ink: Ink, sought: str) -> Iterator[Part]:
    """Yield ``text`` in pieces: what is ``sought`` (in lower case) has the ink of what was found, whatever its case."""
    low, at = text.lower(), 0
    # A few letters are longer in lower case; then nobody knows where they stand.
    is_sought = bool(sought) and len(low) == len(text)
    while is_sought and (start := low.find(sought, at)) >= 0:
        end = start + len(sought)
        yield from ((text[at:start], ink), (text[start:end], "found"))
        at = end
    yield text[at:], ink


def strip(parts: Iterable[Part], width: int, styles: Styles, base: Ink = "shown") -> Strip:
    """Return a line of exactly ``width`` cells; pieces of one ink that follow each other are one segment.

    Where ``base`` is not ``shown``, it lies over every piece: a cursor row is one colour from edge to edge. What was
    found is underlined there.
    """
    inked = [*parts, (" " * width, "shown")]
    segments = [
        Segment("".join(text for text, _ in run), styles[ink] if base == "shown" else _over(ink, base, styles))
        for ink, run in groupby(inked, key=itemgetter(1))
    ]
    return Strip(segments).crop(0, width)


def _over(ink: Ink, base: Ink, styles: Styles) -> Style:
    """Return the style of a piece under ``base``. What is dim and reversed can hardly be read: there it is not dim."""
    style = styles[ink] + styles[base]
    if ink == "found":
        return style + _STILL_FOUND
    return style + _NOT_DIM if style.dim and style.reverse else style
