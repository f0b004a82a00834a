import asyncio
import inspect
import signal
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.widgets import Input, Label, OptionList, RichLog, Static, TextArea

from tests.ui.hostile import HOSTILE, leaks, screen_text
from tests.ui.terminal import PATIENCE, Terminal, terminal_of
from wallwatch.ui.guard import ControlGuard, SafeDriver, install_signals

BLACK = Color(0, 0, 0)
LEAVE_ALTERNATE_SCREEN = "\x1b[?1049l"
SHOW_CURSOR = "\x1b[?25h"


class Guarded(App[None]):
    """Every kind of widget that shows text."""

    def __init__(self) -> None:
        super().__init__()
        self._guard = ControlGuard()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._guard]

    def compose(self) -> ComposeResult:
        yield Static()
        yield Label(markup=False)
        yield OptionList(markup=False)
        yield Input()
        yield TextArea()
        yield RichLog()

    def show(self, text: str) -> None:
        """Put ``text`` wherever text can be put."""
        self.query_one(Static).update(Content(text))
        self.query_one(Static).border_title = Content(text)
        self.query_one(Label).update(text)
        self.query_one(OptionList).set_options([text])
        self.query_one(Input).value = text
        self.query_one(TextArea).text = text
        self.query_one(RichLog).clear().write(text)
        self.notify(text, title=text, markup=False)


async def test_no_widget_lets_a_control_character_out() -> None:
    """What a stranger wrote reaches the terminal as printable characters only, whatever widget shows it."""
    app = Guarded()
    async with app.run_test(size=(80, 60), notifications=True) as pilot:
        for text in HOSTILE:
            app.show(text)
            await pilot.pause()
            assert leaks(screen_text(app)) == []


@given(st.text())
def test_widths_are_kept(text: str) -> None:
    """A row is as wide behind the guard as before it, so that nothing beside it moves."""
    (guarded,) = ControlGuard().apply([Segment(text)], BLACK)
    assert leaks(guarded.text) == []
    if not any(unicodedata.combining(char) for char in text):
        assert cell_len(guarded.text) == cell_len(text)


def test_a_clean_strip_is_not_copied() -> None:
    """Nearly every strip is clean, and passes as it is."""
    segments = [Segment("kernel: [UFW BLOCK] IN=eth0", Style(bold=True))]
    assert ControlGuard().apply(segments, BLACK) is segments


def test_a_hyperlink_loses_its_target() -> None:
    """A link would be written as OSC 8; its text stays."""
    (guarded,) = ControlGuard().apply([Segment("here", Style(link="http://192.0.2.1/", bold=True))], BLACK)
    assert guarded.text == "here"
    assert guarded.style is not None
    assert guarded.style.link is None
    assert guarded.style.bold


def test_the_private_names_of_textual_are_still_there() -> None:
    """The safe driver stands on these names; where one is gone, it has to be looked at again."""
    thread = WriterThread(sys.stderr)
    assert {"put_nowait", "get_nowait", "qsize", "empty"} <= set(dir(thread._queue))
    assert "_writer_thread" in LinuxDriver.__init__.__code__.co_names
    assert "self._get_terminal_size()" in inspect.getsource(LinuxDriver.start_application_mode)
    assert "flush" in App._display.__code__.co_names


PROGRAM = """
    import os, sys
    from textual.app import App
    from textual.widgets import Static
    from wallwatch.ui.guard import SafeDriver, install_signals

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
            self.query_one(Static).update(chr(65 + self.ticks % 26) * 20_000)
            os.write(int(sys.argv[1]), b".")

    Busy(driver_class=SafeDriver).run()
    os.write(int(sys.argv[1]), b" left in order")
"""


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with terminal_of(PROGRAM) as opened:
        opened.until_said(5, reading=True)
        yield opened


def test_a_terminal_that_stops_reading_does_not_stop_the_loop(terminal: Terminal) -> None:
    """The loop turns on while nobody reads, and the screen is painted again afterwards."""
    terminal.until_said(100, reading=False)
    terminal.painted = ""
    terminal.until_said(100, reading=True)
    screens = {letter for letter in ascii_uppercase if letter * 100 in terminal.painted}
    assert len(screens) > 5


def test_a_stalled_terminal_is_left_in_order(terminal: Terminal) -> None:
    """SIGTERM while nobody reads: the program ends by itself, and what restores the terminal is sent."""
    terminal.until_said(100, reading=False)
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.process.wait(PATIENCE) == 0
    terminal.until_ended()
    assert terminal.said.endswith("left in order")
    assert LEAVE_ALTERNATE_SCREEN in terminal.painted


def test_sigterm_restores_the_terminal(terminal: Terminal) -> None:
    """The alternate screen is left and the cursor shown again."""
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.until_ended() == 0
    assert LEAVE_ALTERNATE_SCREEN in terminal.painted
    assert SHOW_CURSOR in terminal.painted


def test_a_dropped_line_ends_the_program_in_order(terminal: Terminal) -> None:
    """SIGHUP is what an SSH session that breaks sends; the clean-up runs."""
    terminal.process.send_signal(signal.SIGHUP)
    assert terminal.until_ended() == 0
    assert terminal.said.endswith("left in order")


def test_a_terminal_that_is_gone_ends_the_program_in_order(terminal: Terminal) -> None:
    """No signal comes where the program is of another session than its terminal; Textual would read for ever."""
    terminal.hang_up()
    assert terminal.until_ended() == 0
    assert terminal.said.endswith("left in order")


LEFT = """
    import os, signal, sys
    from textual.app import App
    from wallwatch.ui.guard import SafeDriver

    class Leaves(App):
        def on_mount(self):
            self.set_timer(0.1, self.exit)

    Leaves(driver_class=SafeDriver).run()
    os.kill(os.getpid(), signal.SIGCONT)
    os.write(int(sys.argv[1]), b"left")
"""


def test_sigcont_after_the_end_takes_no_terminal_again() -> None:
    """A session that breaks off sends it after SIGHUP; a program that began again would never end."""
    with terminal_of(LEFT) as terminal:
        assert terminal.until_ended() == 0
        assert terminal.said == "left"


async def test_a_headless_app_keeps_the_signals_of_its_process() -> None:
    """Under a test, or in a service, the signals belong to whoever runs the app."""
    before = signal.getsignal(signal.SIGTERM)
    app = Guarded()
    async with app.run_test():
        install_signals(app)
        assert signal.getsignal(signal.SIGTERM) is before
    assert asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM) is False


def test_the_driver_is_textuals_own_but_for_what_it_writes() -> None:
    """The safe driver changes how frames go out, how large they are, and how the program ends; nothing else."""
    changed = {name for name in vars(SafeDriver) if callable(getattr(LinuxDriver, name, None))}
    modes = {"start_application_mode", "resume_application_mode", "suspend_application_mode", "stop_application_mode"}
    assert (
        changed - {"__class__", "__init__"} == {"write", "send_message", "flush", "close", "_get_terminal_size"} | modes
    )
