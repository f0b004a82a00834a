"""Writes to the terminal what differs between what it shows and what it should show."""

from collections.abc import Iterator, Sequence
from typing import Final

from wallwatch.ui.wire.ability import Ability
from wallwatch.ui.wire.cells import Canvas, Cell, Row, is_wide
from wallwatch.ui.wire.pen import PLAIN, Pen, blank, change
from wallwatch.ui.wire.scroll import Shift, find_shift

_BRIDGE: Final = 4
"""Unchanged cells between two changed ones that are written again, because a move of the cursor is as long."""
_TAIL: Final = 6
"""Changed blanks at the end of a row from which on it is erased."""
_UNKNOWN: Final[Cell] = ("?", "unknown")
"""No cell of a frame is equal to this one."""


class Painter:
    """Keeps what the terminal shows. :meth:`frame` says what to write so that it shows something else."""

    def __init__(self, ability: Ability, *, below: bool = False) -> None:
        """``below`` tells that the screen begins below others' lines: then the cursor rests in its corner."""
        self._ability = ability._replace(scrolls=ability.inserts) if below else ability
        self._strokes = _BelowStrokes if below else _Strokes
        self._shown: list[Row] | None = None
        self._cursor: tuple[int, int] | None = None

    def forget(self) -> None:
        """Take nothing for granted any more: the next frame writes every cell."""
        self._shown = None
        self._cursor = None

    def frame(self, canvas: Canvas) -> str:
        """Return what to write; nothing where nothing differs. It is taken to be written."""
        shown = self._known(canvas)
        strokes = self._strokes(self._ability, canvas.width)
        if self._shown is None:
            strokes.begin_anew()
        if self._shown is not None and self._ability.scrolls and (shift := find_shift(shown, canvas.rows)):
            shown = shift.moved(shown)
            strokes.scroll(shift)
        for y, (old, new) in enumerate(zip(shown, canvas.rows, strict=True)):
            if old != new:
                strokes.row(y, old, new)
                shown[y] = new.copy()
        self._shown = shown
        written = strokes.end(canvas.cursor, self._cursor)
        self._cursor = canvas.cursor
        return written

    def _known(self, canvas: Canvas) -> list[Row]:
        """Return what is shown; where that is not known, or of another size, what differs from everything."""
        known = self._shown
        if known is None or len(known) != len(canvas.rows) or any(len(row) != canvas.width for row in known[:1]):
            self.forget()
            return [[_UNKNOWN] * canvas.width for _ in canvas.rows]
        return known


class _Strokes:
    """One frame as it is written. The pen is plain at its beginning and at its end."""

    def __init__(self, ability: Ability, width: int) -> None:
        self._ability = ability
        self._width = width
        self._written: list[str] = []
        self._at: tuple[int, int] | None = None
        """Where the cursor is, if that is certain."""
        self._pen: Pen = PLAIN

    def begin_anew(self) -> None:
        """Take back the pen and the margins that somebody else may have left."""
        self._written.append("\x1b[r\x1b[m" if self._ability.scrolls else "\x1b[m")

    def scroll(self, shift: Shift) -> None:
        """Let the terminal move rows. What comes in is blank, because the pen is plain."""
        edge = shift.bottom if shift.by > 0 else shift.top
        self._written.append(f"\x1b[{shift.top + 1};{shift.bottom + 1}r\x1b[{edge + 1}H")
        self._written.append("\n" * shift.by if shift.by > 0 else "\x1bM" * -shift.by)
        self._written.append("\x1b[r")

    def row(self, y: int, old: Row, new: Row) -> None:
        """Write what differs in a row."""
        tail = self._tail(new)
        first = next((x for x in range(tail, self._width) if old[x] != new[x]), self._width)
        is_erased = self._width - first > _TAIL
        for start, end in _runs(old, new, tail if is_erased else self._width):
            self._write(y, start, new[start:end])
        if is_erased:
            self._erase(y, first, new[-1])

    def end(self, wanted: tuple[int, int], before: tuple[int, int] | None) -> str:
        """Return the whole frame, which leaves the cursor where it is wanted."""
        if not self._written and wanted == before:
            return ""
        self._draw_with(PLAIN)
        self._go(*wanted)
        return "".join(self._written)

    def _tail(self, row: Row) -> int:
        """Return where the blanks begin that can be erased."""
        last = row[-1] if row else _UNKNOWN
        if last[0] != " " or blank(last[1]) is None or not (self._ability.erases or last[1] == PLAIN):
            return len(row)
        tail = len(row)
        while tail and row[tail - 1] == last:
            tail -= 1
        return tail

    def _erase(self, y: int, x: int, cell: Cell) -> None:
        self._go(y, x)
        if blank(self._pen) != cell[1]:
            self._draw_with(cell[1])
        self._written.append("\x1b[K")

    def _write(self, y: int, start: int, cells: Sequence[Cell]) -> None:
        for x, (text, pen) in enumerate(cells, start):
            if not text:
                continue
            self._go(y, x)
            if pen != self._pen and not (text == " " and blank(self._pen) == pen):
                self._draw_with(pen)
            self._written.append(text)
            # At the edge terminals differ; and of some characters one may know another width than Rich.
            self._at = (y, x + 1) if len(text) == 1 and x + 1 < self._width and not is_wide(text) else None

    def _draw_with(self, pen: Pen) -> None:
        self._written.append(change(self._pen, pen, takes_back=self._ability.takes_back))
        self._pen = pen

    def _go(self, y: int, x: int) -> None:
        if self._at == (y, x):
            return
        ways = [_address(y, x)]
        if self._at is not None and self._at[0] == y and self._at[1] < x:
            ways.append(_forward(x - self._at[1]))
        self._written.append(min(ways, key=len))
        self._at = (y, x)


class _BelowStrokes(_Strokes):
    """A frame that begins and ends with the cursor in the corner of the screen, wherever that is."""

    def __init__(self, ability: Ability, width: int) -> None:
        super().__init__(ability, width)
        self._at = (0, 0)
        self._row = 0

    def begin_anew(self) -> None:
        """Take back the pen that somebody else may have left."""
        self._written.append("\x1b[m")

    def scroll(self, shift: Shift) -> None:
        """Let the terminal delete rows at one end and insert as many at the other: what is below moves and comes back.

        Margins are counted from the top of the terminal, of which nothing is known.
        """
        count, ends = abs(shift.by), (shift.top, shift.bottom - abs(shift.by) + 1)
        gone, come = ends if shift.by > 0 else ends[::-1]
        self._go(gone, 0)
        self._written.append(f"\x1b[{count}M")
        self._go(come, 0)
        self._written.append(f"\x1b[{count}L")

    def end(self, *_wanted: tuple[int, int] | None) -> str:
        """Return the whole frame; where the cursor is wanted is not asked."""
        return super().end((0, 0), (0, 0))

    def _go(self, y: int, x: int) -> None:
        if self._at == (y, x):
            return
        column = self._width if self._at is None else self._at[1]
        if y != self._row:
            self._written.append(f"\x1b[{abs(y - self._row)}{'B' if y > self._row else 'A'}")
        if column > x:
            self._written.append("\r")
            column = 0
        if x > column:
            self._written.append(_forward(x - column))
        self._row, self._at = y, (y, x)


def _address(y: int, x: int) -> str:
    """Return the sequence that puts the cursor there (CUP)."""
    if x == 0:
        return f"\x1b[{y + 1}H" if y else "\x1b[H"
    return f"\x1b[{y + 1};{x + 1}H"


def _forward(cells: int) -> str:
    """Return the sequence that moves the cursor to the right (CUF)."""
    return f"\x1b[{cells}C" if cells > 1 else "\x1b[C"


def _runs(old: Row, new: Row, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a row that are to be written, up to ``end``: from the first cell to after the last."""
    x = 0
    while x < end:
        if old[x] == new[x]:
            x += 1
            continue
        start = last = x
        while start and not new[start][0]:
            start -= 1
        while x < end and x - last <= _BRIDGE and (old[x] != new[x] or new[x][1] == new[last][1]):
            last = x if old[x] != new[x] else last
            x += 1
        x = last + 1
        yield start, x
