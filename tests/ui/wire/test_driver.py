import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from string import ascii_uppercase

from textual._ansi_sequences import SYNC_END as TEXTUALS_END
from textual._ansi_sequences import SYNC_START as TEXTUALS_START

from tests.ui.terminal import PATIENCE, Terminal, terminal_of
from tests.ui.wire.glass import Glass
from wallwatch.ui.guard import SafeDriver
from wallwatch.ui.wire.driver import SYNC_END, SYNC_START, WireDriver, paced

COLUMNS, ROWS = 60, 16

PROGRAM = """
    import os, sys
    from rich.segment import Segment
    from rich.style import Style
    from textual.app import App
    from textual.screen import ModalScreen
    from textual.strip import Strip
    from textual.widget import Widget
    from textual.widgets import Input, Static
    from wallwatch.ui.guard import install_signals, repaint
    from wallwatch.ui.wire.driver import WireDriver

    pen = int(sys.argv[1])
    WORDS = ["198.51.100.7", "東京", "cafe\\u0301", "port 22", "─────", "[UFW BLOCK]"]

    class Told(WireDriver):
        FRAMES = 50

        def write(self, data):
            os.write(pen, data.encode())
            super().write(data)

    class Rows(Widget):
        top = 0

        def render_line(self, y):
            number = self.top + y
            text = " ".join(WORDS[(number * step) % 6] for step in (1, 2, 5))
            style = Style.parse("reverse" if y == 3 else ["red on blue", "bold #ffaf5f", "none"][number % 3])
            return Strip([Segment(f"{number:>4} {text}", style)]).adjust_cell_length(self.size.width, Style.null())

    class Question(ModalScreen):
        CSS = "Question { align: center middle; } Static { width: 20; height: 3; border: round white; }"
        BINDINGS = [("n", "dismiss", "no")]

        def compose(self):
            yield Static("[UFW BLOCK] 東京?", markup=False)

    class Console(App):
        CSS = "Rows { height: 1fr; }"
        BINDINGS = [("j", "go(1)"), ("k", "go(-1)"), ("d", "go(5)"), ("m", "push_screen('question')"), ("a", "again"),
                    ("ctrl+l", "redraw"), ("x", "foreign"), ("Q", "quit")]
        SCREENS = {"question": Question}

        def compose(self):
            yield Static("a title", id="title")
            yield Rows()
            yield Input(id="line")

        def on_mount(self):
            install_signals(self)
            self.query_one(Input).can_focus = False

        def on_resize(self):
            repaint(self)

        def action_go(self, by):
            rows = self.query_one(Rows)
            rows.top += by
            rows.refresh()
            self.query_one("#title").update(f"at {rows.top}")

        def action_again(self):
            self.refresh(layout=True)

        def action_redraw(self):
            repaint(self)

        def action_foreign(self):
            self._driver.write("\\x1b[1;1H\\x1b[5#a")
            self._driver.flush()

    Console(driver_class=Told).run()
"""


class Watched:
    """The program in its terminal, beside one that gets what Textual writes as it writes it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.plain = Glass(COLUMNS, ROWS)
        self.painted = Glass(COLUMNS, ROWS)

    def press(self, keys: str) -> int:
        """Press keys one by one, wait until all is painted, and return how much was."""
        before = self.terminal.painted
        for key in keys:
            self.terminal.press(key)
            self.terminal.settle()
        return len(self.terminal.painted) - len(before)

    def look(self) -> None:
        """Show both terminals what was written since the last look."""
        self.terminal.settle()
        self.plain.write(self.terminal.said)
        self.painted.write(self.terminal.painted)
        self.terminal.said = self.terminal.painted = ""

    def is_whole(self) -> bool:
        """Tell whether both show the same."""
        self.look()
        return self.painted.cells == self.plain.cells


@contextmanager
def watched() -> Iterator[Watched]:
    with terminal_of(PROGRAM, rows=ROWS, columns=COLUMNS) as terminal:
        terminal.until_painted("[UFW BLOCK]")
        yield Watched(terminal)


def test_the_terminal_shows_what_textual_wrote() -> None:
    """Through a list that moves both ways, a dialog over it, a size and back, a stop and ^L, every cell is right."""
    with watched() as program:
        assert program.is_whole()
        for keys in ("j", "k", "d", "m", "n"):
            program.press(keys)
            assert program.is_whole(), keys
        assert "at 5" in program.painted.lines[0]
        assert program.press("a") == 0
        for size in ((44, 12), (COLUMNS, ROWS)):
            program.look()
            for glass in (program.plain, program.painted):
                glass.resize(*size)
            program.terminal.resize(*size)
            assert program.is_whole(), size
        program.painted.write("\x1b[H\x1b[31mwritten by somebody else")
        program.press("\x0c")
        assert program.is_whole()


def test_after_a_stop_every_cell_is_written_again() -> None:
    """The shell had the terminal meanwhile."""
    with watched() as program:
        program.press("jj")
        program.look()
        program.terminal.process.send_signal(signal.SIGTSTP)
        program.terminal.until_painted("\x1b[?1049l")
        program.look()
        program.painted.write("\x1b[2J\x1b[H\x1b[32m$ fg")
        program.terminal.process.send_signal(signal.SIGCONT)
        program.terminal.until_painted("[UFW BLOCK]")
        assert program.is_whole()
        program.press("j")
        assert program.is_whole()


def test_a_frame_that_cannot_be_read_ends_the_difference() -> None:
    """Were Textual to write frames of another kind, they would go out as they are: whole, and none too few."""
    with watched() as program:
        program.press("j")
        program.press("x")
        assert "\x1b[5#a" in program.terminal.painted
        program.press("jj")
        assert program.terminal.said.endswith(program.terminal.painted.replace("\r\n", "\n")[-2000:])
        program.look()
        assert "at 3" in program.painted.lines[0]


def test_what_a_key_brings_about_costs_its_cells() -> None:
    """A row further in a list is margins, two rows and a number: far from the whole screen."""
    with watched() as program:
        whole = program.press("\x0c")
        assert whole > 3 * program.press("j")


STALLED = """
    import os, sys
    from textual.app import App
    from textual.widgets import Static
    from wallwatch.ui.guard import install_signals
    from wallwatch.ui.wire.driver import paced

    class Busy(App):
        ticks = 0

        def compose(self):
            yield Static(id="wall")

        def on_mount(self):
            install_signals(self)
            self.set_interval(0.01, self.tick)

        def tick(self):
            # A frame as large as the screen, and a different one each time.
            self.ticks += 1
            self.query_one(Static).update(chr(65 + self.ticks % 26) * 4_800)
            os.write(int(sys.argv[1]), b".")

    Busy(driver_class=paced(20)).run()
    os.write(int(sys.argv[1]), b" left in order")
"""


def test_a_terminal_that_stops_reading_stops_nothing() -> None:
    """The loop turns on, the screen is painted again afterwards, and the program ends in order when nobody reads."""
    with terminal_of(STALLED) as terminal:
        terminal.until_said(5, reading=True)
        terminal.until_said(30, reading=False)
        terminal.painted = ""
        terminal.until_said(30, reading=True)
        assert any(letter * 100 in terminal.painted for letter in ascii_uppercase)
        terminal.until_said(30, reading=False)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(PATIENCE) == 0
        terminal.until_ended()
        assert terminal.said.endswith("left in order")
        assert "\x1b[?1049l" in terminal.painted


def test_frames_keep_their_pace() -> None:
    """A driver is made for a number of frames a second."""
    assert paced(4).FRAMES == 4
    assert issubclass(paced(4), WireDriver)


def test_textual_begins_and_ends_a_frame_as_is_expected() -> None:
    """These are the two writes around a frame; with others they would be taken for something else."""
    assert (SYNC_START, SYNC_END) == (TEXTUALS_START, TEXTUALS_END)


def test_the_wire_changes_what_is_written_alone() -> None:
    """Everything else is the safe driver's."""
    changed = {name for name in vars(WireDriver) if isinstance(getattr(SafeDriver, name, None), Callable)}  # type: ignore[arg-type]
    assert changed - {"__init__"} == {"send_message", "write", "flush", "repaint", "stop_application_mode"}
