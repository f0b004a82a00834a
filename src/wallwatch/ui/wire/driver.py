"""The driver that writes only what changed, and no more often than asked for.

It reads the frames that Textual writes (a move of the cursor, pens and text, line after line), keeps the cells that
the terminal shows, and writes the difference. What is no frame goes to the terminal as it is; where it may have touched
cells, the next frame writes all of them. A frame that cannot be read ends all this: from then on, Textual's own go out.
"""

import os
import re
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import events
from textual.message import Message

from wallwatch.ui.guard import LOOK_AGAIN, SafeDriver
from wallwatch.ui.wire.ability import ability
from wallwatch.ui.wire.cells import Canvas, ForeignError
from wallwatch.ui.wire.painter import Painter

if TYPE_CHECKING:
    from asyncio import TimerHandle

SYNC_START: Final = "\x1b[?2026h"
SYNC_END: Final = "\x1b[?2026l"
"""What begins and ends a frame on terminals that show it in one piece; Textual writes them once it knows that."""

_GATHER: Final = 0.012
"""Seconds that a frame which nobody waits for is held, so that what else changes for the same reason joins it."""
_FRAME: Final = re.compile(r"\x1b\[\d+;\d+H")
_MODES: Final = re.compile(r"(?:\x1b\[[?<>=](?!1049|1047|47)[\d;]*\$?[a-zA-Z])*")
"""Modes, but for those that change the screen, and questions."""
_SAID: Final = ("\x1b]52;", "\x1bPtmux;", "\x1b]22;")
"""How a copy to the clipboard begins (OSC 52), also on its way through tmux, and a shape for the mouse (OSC 22)."""


class WireDriver(SafeDriver):
    """Writes the difference of two screens: at most ``FRAMES`` a second, but at once what a key brought about."""

    FRAMES: ClassVar[int] = 10
    BELOW: ClassVar[bool] = False
    """Whether the screen begins below what the terminal shows, nobody knows where."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._painter = Painter(ability(os.environ.get("TERM", "")), below=self.BELOW)
        self._canvas = Canvas(0, 0)
        self._due: TimerHandle | None = None
        self._is_synchronous = self._is_plain = self._has_begun = False
        self._typed_at = self._painted_at = -1.0

    def send_message(self, message: Message) -> None:
        """Notice when somebody does something, and pass it on. Called in a thread."""
        if isinstance(message, events.Key | events.Paste | events.MouseEvent):
            self._typed_at = monotonic()
        super().send_message(message)

    def write(self, data: str) -> None:
        """Take in a frame; hand anything else to the thread that writes."""
        if self._is_plain:
            super().write(data)
        elif data in {SYNC_START, SYNC_END}:
            self._is_synchronous = True
        elif not self._takes(data):
            if not (_MODES.fullmatch(data) or data.startswith(_SAID)):
                self._painter.forget()
            super().write(data)

    def flush(self) -> None:
        """End a frame: see to it that it is painted, at once where somebody waits for it."""
        now, pause = monotonic(), 1 / self.FRAMES
        if self._is_plain:
            super().flush()
        elif now - self._typed_at < pause:
            self._cancel()
            self._paint()
        elif self._due is None and not self._is_stopped:
            self._due = self._loop.call_later(max(self._painted_at + pause - now, _GATHER), self._paint)

    def repaint(self) -> None:
        """Write every cell: who else writes to the terminal may have changed any."""
        if self._is_plain:
            super().repaint()
        else:
            self._painter.forget()
            self.flush()

    def stop_application_mode(self) -> None:
        """Paint no more, and leave the terminal as it was found."""
        self._cancel()
        super().stop_application_mode()

    def _takes(self, data: str) -> bool:
        """Take in a frame; tell whether it is one."""
        if not _FRAME.match(data):
            return False
        width, height = self._app.size
        if (width, height) != (self._canvas.width, len(self._canvas.rows)):
            self._canvas = Canvas(width, height)
        try:
            self._canvas.draw(data)
        except ForeignError:
            self._is_plain = True
            self._cancel()
            super().repaint()
            return False
        return True

    def _paint(self) -> None:
        """Write what differs, when the terminal has taken what was written before."""
        self._due = None
        if self._is_stopped:
            return
        if self._waiting.qsize():
            self._due = self._loop.call_later(LOOK_AGAIN, self._paint)
            return
        # The first frame is an empty screen: the rows behind it need not wait.
        self._painted_at, self._has_begun = monotonic() if self._has_begun else self._painted_at, True
        if frame := self._painter.frame(self._canvas):
            super().write(self._framed(frame))

    def _framed(self, frame: str) -> str:
        """Return a frame as the terminal gets it."""
        return f"{SYNC_START}{frame}{SYNC_END}" if self._is_synchronous else frame

    def _cancel(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None


def paced(frames: int, kind: type[WireDriver] = WireDriver) -> type[WireDriver]:
    """Return the driver of a ``kind`` that paints at most ``frames`` a second."""

    class PacedDriver(kind):  # type: ignore[misc,valid-type]
        FRAMES = frames

    return PacedDriver
