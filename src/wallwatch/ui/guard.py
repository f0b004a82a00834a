"""What stands between the screen and the terminal: no control character, no blocked loop, no broken shell.

Textual paints the text it is given as it is. A log line that holds ``ESC ]0;x BEL`` would reach the terminal, so
every strip passes :class:`ControlGuard` on its way out, whatever widget painted it. :class:`SafeDriver` is for a
terminal that stops reading (Textual's own driver then stops the event loop), and :func:`install_signals` for the
line that drops and for ``kill``.

This is the one module that touches private names of Textual (``LinuxDriver._writer_thread`` and its ``_queue``,
``LinuxDriver._get_terminal_size``, and ``App._driver``).
"""

import asyncio
import base64
import signal
import termios
import unicodedata
from contextlib import ExitStack, suppress
from functools import lru_cache
from queue import Empty, Full, Queue
from time import monotonic, sleep
from typing import Any, Final

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual import events
from textual.app import App
from textual.color import Color
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.message import Message

from wallwatch.ui.hangup import on_hangup
from wallwatch.ui.typeahead import TypeAhead

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, bidirectional and zero-width characters, surrogates, and the two separators that break a line."""

BEHIND: Final = 3
"""Writes that may wait before frames are held back; one frame is up to three (begin, cells, end)."""

LOOK_AGAIN: Final = 0.05
"""Seconds between two looks at a terminal that is behind."""

PATIENCE: Final = 0.25
"""Seconds that a slow terminal is given at exit before what it has not read is thrown away."""

GRACE: Final = 1.0
"""Seconds after which the exit goes on without the terminal."""


class ControlGuard(LineFilter):
    """The last gate: what leaves it has no control character, no invisible one and no hyperlink.

    Widths are kept, so that a row never moves: what takes no cell is removed, what takes one becomes ``?``.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Return ``segments`` as they are where they are clean, else cleaned ones."""
        if all(map(_is_clean, segments)):
            return segments
        return [_cleaned(segment) for segment in segments]


def _is_clean(segment: Segment) -> bool:
    text, style, control = segment
    return text.isprintable() and control is None and (style is None or style.link is None)


def _cleaned(segment: Segment) -> Segment:
    text, style, _control = segment
    if style is not None and style.link is not None:
        style = style.update_link(None)
    return Segment(text if text.isprintable() else _printable(text), style)


@lru_cache(1024)
def _printable(text: str) -> str:
    return "".join(_stand_in(char) if unicodedata.category(char) in _HIDDEN else char for char in text)


def _stand_in(char: str) -> str:
    return "?" * get_character_cell_size(char)


PAST_TMUX: Final = "\x1bPtmux;"
"""Begins what tmux hands on to the terminal as it is, escapes doubled."""


class SafeDriver(LinuxDriver):
    """A driver that never waits for the terminal, and whose keys never overtake the screen.

    While the terminal is behind, the app holds its frames back; when it has caught up, the screen is painted whole
    once. At exit, frames that nobody has read are thrown away, so that what restores the terminal gets through.
    """

    _held: ExitStack | None = None
    _is_stopped = False
    _is_suspended = False
    _keys: TypeAhead | None = None

    def room(self, width: int, height: int) -> tuple[int, int]:
        """Return how much of a terminal of that size is taken: all of it."""
        return width, height

    def _get_terminal_size(self) -> tuple[int, int]:
        """Say to Textual how large the screen is."""
        return self.room(*super()._get_terminal_size())

    def send_message(self, message: Message) -> None:
        """Let a key go to the app when the one before has been acted on, anything else at once. Called in a thread."""
        if isinstance(message, events.Key | events.Paste):
            self._keys = self._keys or TypeAhead(self._app)
            self._loop.call_soon_threadsafe(self._keys.take, message)
        else:
            super().send_message(message)

    def write(self, data: str) -> None:
        """Hand ``data`` to the thread that writes; drop it where the thread takes nothing more."""
        with suppress(Full):
            self._waiting.put_nowait(data)

    def flush(self) -> None:
        """End a frame; Textual calls this after each one."""
        if self._held is None and not self._is_stopped and self._waiting.qsize() > BEHIND:
            self._held = ExitStack()
            self._held.enter_context(self._app.batch_update())
            self._app.set_timer(LOOK_AGAIN, self._look)

    def _look(self) -> None:
        """Let frames go again if the terminal has caught up."""
        if not self._waiting.empty():
            self._app.set_timer(LOOK_AGAIN, self._look)
        elif self._held is not None:
            self.repaint()

    def repaint(self) -> None:
        """Let frames go, and begin with one of the whole screen."""
        if self._held is not None:
            self._held.close()
            self._held = None
        self._app.refresh(layout=True)

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self._is_suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Go on after SIGCONT; who was stopped by SIGSTOP never gave the terminal back, and has to paint it only.

        Whoever leaves takes nothing back: a session that breaks off sends SIGHUP, and SIGCONT after it.
        """
        if self._is_suspended:
            self._is_suspended = False
            super().resume_application_mode()
        elif not self._is_stopped:
            self._loop.call_soon_threadsafe(self.repaint)

    def start_application_mode(self) -> None:
        """Take the terminal; after SIGCONT, paint anew what the shell has painted over."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._is_stopped:
            self._is_stopped = False
            self._loop.call_soon_threadsafe(self.repaint)

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was found, also one that stopped reading."""
        self._is_stopped = True
        self._clear_the_way()
        super().stop_application_mode()

    def close(self) -> None:
        """End the thread that writes, without waiting for a terminal that is gone."""
        if self._writer_thread is None:
            return
        with suppress(Full):
            # None is the thread's sign to end.
            self._writer_thread._queue.put_nowait(None)  # noqa: SLF001 - as WriterThread.stop() does, which waits
        self._writer_thread.join(GRACE)

    @property
    def _waiting(self) -> Queue[str | None]:
        """What the thread has not yet written."""
        assert self._writer_thread is not None, "Driver must be in application mode"  # noqa: S101 - as LinuxDriver
        return self._writer_thread._queue  # noqa: SLF001 - there is no public way to ask

    def _clear_the_way(self) -> None:
        """Wait until the thread has written all there is; after PATIENCE, throw it away."""
        # Once the thread has taken this from the queue, all before it is written.
        self.write("")
        began = monotonic()
        while not self._waiting.empty() and self._is_writing and monotonic() - began < GRACE:
            if monotonic() - began > PATIENCE:
                self._throw_away()
            sleep(LOOK_AGAIN / 5)

    @property
    def _is_writing(self) -> bool:
        return self._writer_thread is not None and self._writer_thread.is_alive()

    def _throw_away(self) -> None:
        """Empty the queue, and the terminal's own buffer, so that the write that hangs comes to its end."""
        with suppress(Empty):
            while True:
                self._waiting.get_nowait()
        with suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCOFLUSH)
        self.write("")


def install_signals(app: App[Any]) -> None:
    """Let ``app`` leave in order (terminal restored, clean-up run) on SIGTERM and when the line drops.

    That is told by SIGHUP or by the terminal itself. To be called from the app's loop, once it runs. Without it either
    signal ends the process as it stands, with the alternate screen and the mouse left on; and where no signal comes,
    Textual reads from a terminal that is gone, again and again.
    """
    if app.is_headless:
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, app.exit)
    driver = app._driver  # noqa: SLF001 - there is no public way to ask
    if isinstance(driver, LinuxDriver):
        on_hangup(driver.fileno, app.exit)


def repaint(app: App[Any]) -> None:
    """Paint the whole screen of ``app`` anew, whatever the terminal shows now."""
    driver = app._driver  # noqa: SLF001 - there is no public way to ask
    if isinstance(driver, SafeDriver):
        driver.repaint()


def copy_past_tmux(app: App[Any], text: str) -> None:
    """Hand ``text`` to the clipboard of the terminal around tmux, which by itself keeps OSC 52 from programs.

    It goes through where tmux has ``allow-passthrough``; elsewhere tmux drops it.
    """
    driver = app._driver  # noqa: SLF001 - there is no public way to write
    if isinstance(driver, SafeDriver):
        coded = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
        driver.write(f"{PAST_TMUX}\x1b\x1b]52;c;{coded}\a\x1b\\")
