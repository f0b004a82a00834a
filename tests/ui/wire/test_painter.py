import random
import re
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from tests.ui.wire.glass import Glass
from wallwatch.ui.wire.ability import Ability, ability
from wallwatch.ui.wire.cells import Canvas
from wallwatch.ui.wire.painter import Painter

WIDTH, HEIGHT = 40, 10
CUT = 25
"""Where a pane at the right begins."""
FULL = ability("xterm")

PENS = [
    "",
    "1",
    "7",
    "2;3;4",
    "31;44",
    "48;5;16",
    "38;5;253;48;5;16",
    "1;38;5;200;48;5;16",
    "7;38;5;253;48;5;16",
    "38;2;1;2;3;48;2;4;5;6",
]
WORDS = ["a", "bcd ", " ", " " * 12, "東京", "e\u0301", "·", "─" * 5, "x y z", "198.51.100.7 > :22"]


class Move(NamedTuple):
    """Rows ``top`` to ``bottom`` move by ``by``; rows with these seeds come in."""

    top: int
    bottom: int
    by: int
    seeds: list[int]


def line(seed: int) -> str:
    """A line of a frame as Textual writes it: the strips of two panes, each of them pieces with a pen of their own."""
    chance, written = random.Random(seed), ""
    for width in (CUT, WIDTH - CUT):
        room = width
        while room:
            text = set_cell_size(chance.choice(WORDS), min(chance.randint(1, 20), room))
            pen = chance.choice(PENS)
            written += f"\x1b[{pen}m{text}\x1b[0m" if pen else text
            room -= cell_len(text)
    return written


seeds = st.integers(0, 10_000)
moves = st.builds(
    lambda top, height, by, seeds: Move(top, min(top + height, HEIGHT - 1), by, seeds),
    st.integers(0, HEIGHT - 4),
    st.integers(3, HEIGHT),
    st.sampled_from([1, 2, 3, -1, -2]),
    st.lists(seeds, min_size=3, max_size=3),
)
changes = st.one_of(st.tuples(st.integers(0, HEIGHT - 1), seeds), moves, st.just("forget"))


def changed(rows: Sequence[str], change: tuple[int, int] | Move) -> list[str]:
    if not isinstance(change, Move):
        return [*rows[: change[0]], line(change[1]), *rows[change[0] + 1 :]]
    inside = rows[change.top : change.bottom + 1]
    new = [line(seed) for seed in change.seeds[: abs(change.by)]]
    kept = [*inside[change.by :], *new] if change.by > 0 else [*new, *inside[: change.by]]
    return [*rows[: change.top], *kept, *rows[change.bottom + 1 :]]


def frame(rows: Sequence[str]) -> str:
    """Return a frame of whole lines, and the cursor at the end of the first."""
    return "\n".join(f"\x1b[{y};1H{row}" for y, row in enumerate(rows, 1)) + "\x1b[1;9H"


class Pair:
    """Two terminals: one gets the frames as they are, the other what the painter makes of them."""

    def __init__(self, able: Ability = FULL) -> None:
        self.plain = Glass(WIDTH, HEIGHT)
        self.painted = Glass(WIDTH, HEIGHT)
        self.painter = Painter(able)
        self.canvas = Canvas(WIDTH, HEIGHT)

    def show(self, rows: Sequence[str]) -> str:
        """Show the rows on both; return what the painter wrote."""
        self.plain.write(frame(rows))
        self.canvas.draw(frame(rows))
        written = self.painter.frame(self.canvas)
        self.painted.write(written)
        return written


@pytest.mark.parametrize("term", ["xterm", "screen", "vt100", "unheard-of"])
@settings(max_examples=20, deadline=None)
@given(first=seeds, steps=st.lists(changes, max_size=5))
def test_the_terminal_shows_what_textual_would_show(term: str, first: int, steps: list[object]) -> None:
    """After any sequence of frames every cell is as it would be, had each frame been written whole."""
    able = ability(term)
    pair, rows = Pair(able), [line(first + y) for y in range(HEIGHT)]
    pair.show(rows)
    for step in steps:
        if step == "forget":
            pair.painted.write("\x1b[H\x1b[31msomebody else was here\n\n" + "\x1b[3;5r" * able.scrolls)
            pair.painter.forget()
        else:
            rows = changed(rows, step)  # type: ignore[arg-type]
        pair.show(rows)
        assert pair.painted.cells == pair.plain.cells
        assert pair.painted.cursor == pair.plain.cursor


@pytest.mark.parametrize("term", ["xterm", "vt100"])
@settings(max_examples=30, deadline=None)
@given(first=seeds, steps=st.lists(changes, max_size=5))
def test_below_other_lines_it_shows_the_same(term: str, first: int, steps: list[object]) -> None:
    """Wherever the screen begins, its cells are right, what is above stays, and the cursor is back in its corner."""
    above, rows = 3, [line(first + y) for y in range(HEIGHT)]
    plain, painted, canvas = Glass(WIDTH, HEIGHT), Glass(WIDTH, above + HEIGHT), Canvas(WIDTH, HEIGHT)
    painter = Painter(ability(term), below=True)
    painted.write("above\n" * above)
    for step in (None, *steps):
        if step == "forget":
            painted.write("\x1b[J")
            painter.forget()
        elif step is not None:
            rows = changed(rows, step)  # type: ignore[arg-type]
        plain.write(frame(rows))
        canvas.draw(frame(rows))
        painted.write(painter.frame(canvas))
        assert painted.cells[above:] == plain.cells
        assert [text.rstrip() for text in painted.lines[:above]] == ["above"] * above
        assert painted.cursor == (above, 0)


PLAIN_ROWS = [f"{chr(97 + number) * 9} of a list, {number * 7} times".ljust(WIDTH) for number in range(20)]


def test_nothing_is_written_where_nothing_changed() -> None:
    """A frame that shows what is there costs no byte."""
    pair = Pair()
    assert pair.show(PLAIN_ROWS[:HEIGHT])
    assert pair.show(PLAIN_ROWS[:HEIGHT]) == ""


def test_a_change_costs_its_cells() -> None:
    """One digit is one move of the cursor and one character, and the cursor goes home."""
    pair = Pair()
    rows = PLAIN_ROWS[:HEIGHT]
    pair.show(rows)
    assert pair.show([rows[0], rows[1].replace(" 7 ", " 8 "), *rows[2:]]) == "\x1b[2;22H8\x1b[1;9H"


def test_a_list_that_moves_is_moved_by_the_terminal() -> None:
    """Margins around the list, a line feed at its end, and only the new row is written; the margins are taken back."""
    pair = Pair()
    pair.show(PLAIN_ROWS[:HEIGHT])
    written = pair.show([PLAIN_ROWS[0], *PLAIN_ROWS[2 : HEIGHT + 1]])
    assert written.startswith("\x1b[2;10r\x1b[10H\n\x1b[r\x1b[10Hkkkkkkkkk of a list, 70 times")
    assert len(written) < 60
    assert pair.painted.cells == pair.plain.cells


def test_below_other_lines_it_is_moved_without_margins() -> None:
    """A row goes at one end, one comes at the other, and the rows below are where they were."""
    painter, canvas = Painter(FULL, below=True), Canvas(WIDTH, HEIGHT)
    canvas.draw(frame(PLAIN_ROWS[:HEIGHT]))
    painter.frame(canvas)
    canvas.draw(frame([PLAIN_ROWS[0], *PLAIN_ROWS[2:HEIGHT], PLAIN_ROWS[12], PLAIN_ROWS[9]][:HEIGHT]))
    written = painter.frame(canvas)
    assert written.startswith("\x1b[1B\x1b[1M\x1b[8B\x1b[1L")
    assert len(written) < 60


def test_a_terminal_without_margins_gets_cells_alone() -> None:
    """What is not known to scroll is not asked to, and nothing is erased in a colour of its own."""
    pair = Pair(Ability())
    pair.show(PLAIN_ROWS[:HEIGHT])
    written = pair.show(PLAIN_ROWS[1 : HEIGHT + 1])
    assert not re.search("[0-9]r", written)
    blank = f"\x1b[48;5;16m{' ' * WIDTH}\x1b[0m"
    assert "\x1b[K" not in pair.show([blank] * HEIGHT)
    assert "\x1b[K" in Pair(FULL).show([blank] * HEIGHT)


def test_a_screen_of_another_size_is_written_whole() -> None:
    """What a terminal keeps of its cells when it is resized is its own affair."""
    pair = Pair()
    pair.show(PLAIN_ROWS[:HEIGHT])
    larger = Canvas(WIDTH + 2, HEIGHT)
    larger.draw(frame(PLAIN_ROWS[:HEIGHT]))
    assert pair.painter.frame(larger).count("of a list") == HEIGHT
