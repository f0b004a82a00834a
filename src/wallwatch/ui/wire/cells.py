"""Cells: what stands in each place of the screen, as Textual's frames say it."""

import re
from functools import lru_cache
from typing import Final

from rich.cells import cell_len, get_character_cell_size

from wallwatch.ui.wire.pen import PLAIN, Pen, after, blank

Cell = tuple[str, Pen]
"""A character with its combining ones, and its pen. The right half of a wide one has no text."""
Row = list[Cell]

BLANK: Final[Cell] = (" ", PLAIN)

_SEQUENCE: Final = re.compile(r"\x1b\[([\d;]*)([Hm])")
_PENS: Final = 512
_TEXTS: Final = 2_048
"""Pieces of text whose cells are kept: more than a screen has."""
_PARTS: Final = 3
"""What the pattern splits a frame into: the parameters, the letter, the text behind it."""


class ForeignError(ValueError):
    """What was written is no frame of Textual's: a move of the cursor, pens and text, line after line."""


class Canvas:
    """What Textual wants the screen to show. ``cursor`` is where it wants the cursor: row and column, from 0."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.rows: list[Row] = [[BLANK] * width for _ in range(height)]
        self.cursor = (0, 0)

    def draw(self, frame: str) -> None:
        """Take in a frame.

        Raises:
            ForeignError: it holds anything else; what stands before that is taken in.
        """
        parts = _SEQUENCE.split(frame)
        if frame.count("\x1b") * _PARTS != len(parts) - 1 or parts[0]:
            raise ForeignError(repr(frame[:80]))
        pen = PLAIN
        for place in range(1, len(parts), _PARTS):
            parameters, letter, text = parts[place : place + _PARTS]
            if letter == "m":
                pen = _after(pen, parameters)
            else:
                self.cursor = _position(parameters)
            if text:
                # A line of a frame ends with a line feed; the next one begins with a move.
                self._put(text.removesuffix("\n"), pen)

    def _put(self, text: str, pen: Pen) -> None:
        """Write ``text`` where the cursor is. What falls off the edge is lost, as on a terminal that does not wrap."""
        y, x = self.cursor
        combining, cells = _cells_of(text, pen)
        if y >= len(self.rows):
            return
        row = self.rows[y]
        if combining and 0 < x <= self.width:
            row[x - 1] = (row[x - 1][0] + combining, row[x - 1][1])
        end = min(x + len(cells), self.width)
        row[x:end] = cells[: max(end - x, 0)]
        _mend(row, x, end)
        self.cursor = (y, x + len(cells))


def _mend(row: Row, start: int, end: int) -> None:
    """Blank the halves of wide characters that were cut by writing from ``start`` to ``end``."""
    for x in {start - 1, end - 1}:
        if 0 <= x < len(row) and is_wide(row[x][0]) and (x + 1 == len(row) or row[x + 1][0]):
            row[x] = (" ", row[x][1])
    for x in {start, end}:
        if 0 <= x < len(row) and not row[x][0] and not (x and is_wide(row[x - 1][0])):
            row[x] = (" ", row[x][1])


def is_wide(text: str) -> bool:
    """Tell whether the text of a cell takes two."""
    return not text.isascii() and cell_len(text) > 1


def _position(parameters: str) -> tuple[int, int]:
    row, _, column = parameters.partition(";")
    return max(int(row or 1), 1) - 1, max(int(column or 1), 1) - 1


def _after(pen: Pen, parameters: str) -> Pen:
    try:
        return after(pen, parameters)
    except ValueError as error:
        raise ForeignError(str(error)) from error


class _Drawn(dict[str, Cell]):
    """The cells of one pen by their character, ASCII only: each is there once, however often it is on the screen."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self._pen = pen

    def __missing__(self, char: str) -> Cell:
        room = blank(self._pen) if char == " " else None
        cell = self[char] = (char, self._pen if room is None else room)
        return cell


_drawn: Final = lru_cache(_PENS)(_Drawn)


@lru_cache(_TEXTS)
def _cells_of(text: str, pen: Pen) -> tuple[str, Row]:
    """Return the combining characters that ``text`` begins with, and its cells."""
    if not text.isprintable():
        raise ForeignError(repr(text))
    drawn = _drawn(pen)
    if text.isascii():
        return "", [drawn[char] for char in text]
    combining, cells = "", Row()
    for char in text:
        if get_character_cell_size(char):
            cells.append(drawn[char] if char.isascii() else (char, pen))
            cells.extend([("", pen)] * (get_character_cell_size(char) - 1))
        elif cells:
            _combine(cells, char, pen)
        else:
            combining += char
    return combining, cells


def _combine(cells: Row, char: str, pen: Pen) -> None:
    """Add a character without a width to the last one, which may become wide by it."""
    lead = len(cells) - (1 if cells[-1][0] else 2)
    joined = cells[lead][0] + char
    if cell_len(joined) > len(cells) - lead:
        cells.append(("", pen))
    cells[lead] = (joined, cells[lead][1])
