import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from tests.ui.terminal import Terminal, terminal_of
from tests.ui.wire.glass import Glass
from tests.ui.wire.test_driver import PROGRAM
from wallwatch.ui.wire.inline import HEIGHT

COLUMNS, ROWS = 60, 24
BEFORE = ("$ ls", "a log", "$ wallwatch")

UNDER = (
    PROGRAM.replace("wallwatch.ui.wire.driver import WireDriver", "wallwatch.ui.wire.inline import InlineDriver")
    .replace("Told(WireDriver)", "Told(InlineDriver)")
    .replace(
        "def action_go",
        "def on_click(self, event):\n            self.action_go(event.screen_y)\n\n        def action_go",
    )
    .replace(".run()", ".run(mouse=len(sys.argv) > 9)")
)


class Watched:
    """The program below other lines, beside a terminal of its own that gets what Textual writes as it writes it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.plain = Glass(COLUMNS, HEIGHT)
        self.painted = Glass(COLUMNS, ROWS)
        self.painted.write("".join(f"{line}\n" for line in BEFORE))

    def press(self, keys: Iterable[str]) -> int:
        """Press keys one by one, wait until all is painted, and return how much was."""
        before = len(self.terminal.painted)
        for key in keys:
            self.terminal.press(key)
            self.terminal.settle()
        return len(self.terminal.painted) - before

    def look(self) -> None:
        """Show both terminals what was written since the last look."""
        self.terminal.settle()
        self.plain.write(self.terminal.said)
        self.painted.write(self.terminal.painted)
        self.terminal.said = self.terminal.painted = ""

    def is_whole(self) -> bool:
        """Tell whether the lines below the others show the same, and nothing stands below them."""
        self.look()
        above = len(BEFORE)
        assert [line.rstrip() for line in self.painted.lines[:above]] == list(BEFORE)
        assert not "".join(self.painted.lines[above + HEIGHT :]).strip()
        return self.painted.cells[above : above + HEIGHT] == self.plain.cells


@contextmanager
def watched(program: str = UNDER) -> Iterator[Watched]:
    with terminal_of(program, rows=ROWS, columns=COLUMNS) as terminal:
        terminal.until_painted("[UFW BLOCK]")
        yield Watched(terminal)


def test_the_lines_under_the_prompt_show_what_textual_wrote() -> None:
    """Through a list that moves both ways, a dialog, ^L and another size, every cell is right, and none above."""
    with watched() as program:
        assert program.is_whole()
        for keys in ("j", "k", "d", "m", "n", "\x0c"):
            program.press(keys)
            assert program.is_whole(), keys
        assert "at 5" in program.painted.lines[len(BEFORE)]
        for columns in (44, COLUMNS):
            program.look()
            program.plain.resize(columns, HEIGHT)
            program.painted.resize(columns, ROWS)
            program.terminal.resize(columns, ROWS)
            assert program.is_whole(), columns


def test_nothing_is_written_while_nothing_happens() -> None:
    """What is painted again and looks the same costs no byte, and a row further in a list few."""
    with watched() as program:
        whole = program.press("\x0c")
        assert program.press("a") == 0
        assert whole > 2 * program.press("j")


def test_nothing_is_left_of_it() -> None:
    """The lines are erased, the shell goes on where they began, and no other screen was ever asked for."""
    with watched() as program:
        program.press("jm")
        program.terminal.press("nQ")
        program.terminal.until_ended()
        assert "\x1b[?1049" not in program.terminal.painted
        assert "\x1b[2J" not in program.terminal.painted
        for on, off in (("\x1b[?25l", "\x1b[?25h"), ("\x1b[?7l", "\x1b[?7h"), ("\x1b[?2004h", "\x1b[?2004l")):
            assert program.terminal.painted.rfind(off) > program.terminal.painted.rfind(on)
        program.look()
        assert [line.rstrip() for line in program.painted.lines if line.strip()] == list(BEFORE)
        assert program.painted.cursor == (len(BEFORE), 0)


@pytest.mark.soak
def test_after_a_stop_it_stands_where_the_shell_left_off() -> None:
    """The lines are gone while it is stopped, and come back below what was written meanwhile."""
    with watched() as program:
        program.press("jj")
        program.look()
        program.terminal.process.send_signal(signal.SIGTSTP)
        program.terminal.until_painted("\x1b[?25h")
        program.look()
        assert not "".join(program.painted.lines[len(BEFORE) :]).strip()
        program.painted.write("$ fg\n")
        program.terminal.process.send_signal(signal.SIGCONT)
        program.terminal.until_painted("[UFW BLOCK]")
        program.look()
        above = len(BEFORE) + 1
        assert program.painted.lines[above - 1].startswith("$ fg")
        assert program.painted.lines[above].startswith("at 2")
        assert program.painted.cells[above : above + HEIGHT] == program.plain.cells


@pytest.mark.soak
def test_a_low_terminal_is_taken_whole() -> None:
    """Where there are fewer rows than lines are wanted, the lines are as many; in one row, one."""
    with watched() as program:
        for rows, reserved in ((5, "\x1b[J" + "\r\n" * 4 + "\x1b[4A"), (1, "\x1b[J\x1b[m"), (ROWS, "\x1b[13A")):
            program.terminal.painted = ""
            program.terminal.resize(COLUMNS, rows)
            program.terminal.settle()
            assert reserved in program.terminal.painted, rows
        program.press("j\x0c")
        assert "at 1" in program.terminal.painted


@pytest.mark.soak
def test_the_mouse_is_told_where_the_lines_begin() -> None:
    """The terminal says in which row the cursor rests: there is the first line."""
    with watched(UNDER.replace("len(sys.argv) > 9", "True")) as program:
        assert "\x1b[6n" in program.terminal.painted
        program.press(["\x1b[4;1R"])
        program.press(["\x1b[<0;3;6M", "\x1b[<0;3;6m", "\x0c"])
        assert "at 2" in program.terminal.painted


@pytest.mark.soak
def test_a_frame_that_cannot_be_read_gets_a_screen_of_its_own() -> None:
    """Such frames say in which row of the terminal they are: they would be written over what stands there."""
    with watched() as program:
        program.press("jx")
        painted = program.terminal.painted
        assert painted.index("\x1b[?1049h") < painted.index("\x1b[5#a")
        program.press("j")
        program.terminal.press("Q")
        program.terminal.until_ended()
        assert "\x1b[?1049l" in program.terminal.painted
