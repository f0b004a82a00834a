"""The driver for some lines under the prompt: what stood above them stays, and nothing of them is left at the end.

Nobody knows in which row of the terminal they begin, so all moves are relative, and the cursor rests in their upper
left corner. After a change of the size, which may break lines anew, it is still there: what is below it is erased.
"""

import shutil
from typing import Any, Final

from textual import events
from textual.message import Message

from wallwatch.ui.guard import SafeDriver
from wallwatch.ui.wire.driver import WireDriver

HEIGHT: Final = 14
"""The lines, where the terminal has as many."""

_ALTERNATE: Final = "\x1b[?1049h"
_NORMAL: Final = "\x1b[?1049l"
_SIZES: Final = "\x1b[?2048$p"
"""Asks the terminal to report its sizes by itself, which are not those of the lines."""
_WHERE: Final = "\x1b[6n"
_ERASE: Final = "\r\x1b[J"


class InlineDriver(WireDriver):
    """Writes the difference of two screens that are :data:`HEIGHT` lines high, below what the terminal shows."""

    BELOW = True

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "size": self.room(*shutil.get_terminal_size())})
        self._taken: tuple[int, int] | None = None
        """Width and height of the lines that are reserved."""

    def room(self, width: int, height: int) -> tuple[int, int]:
        """Return how much of a terminal is taken."""
        return width, min(height, HEIGHT)

    def send_message(self, message: Message) -> None:
        """Keep where the lines begin, which the mouse has to know; pass on all else. Called in a thread."""
        if isinstance(message, events.CursorPosition):
            self.cursor_origin = message.x, message.y
        else:
            super().send_message(message)

    def write(self, data: str) -> None:
        """Take lines where Textual takes another screen, and erase them where it gives that back."""
        if data == _ALTERNATE and not self._is_plain:
            self._taken = None
        elif data == _NORMAL and not self._is_plain:
            if self._taken is not None:
                SafeDriver.write(self, _ERASE)
        elif data != _SIZES:
            super().write(data)

    def repaint(self) -> None:
        """Reserve the lines anew, and write every cell."""
        self._taken = None
        super().repaint()

    def _takes(self, data: str) -> bool:
        """Take in a frame; from one that cannot be read on, Textual has a screen of its own."""
        was_plain, takes = self._is_plain, super()._takes(data)
        if self._is_plain and not was_plain:
            SafeDriver.write(self, _ERASE + _ALTERNATE)
        return takes

    def _paint(self) -> None:
        """Write what differs, unless a frame for another size is still on its way."""
        if (self._canvas.width, len(self._canvas.rows)) == self.room(*shutil.get_terminal_size()):
            super()._paint()
        else:
            self._cancel()

    def _framed(self, frame: str) -> str:
        return super()._framed(self._reserved() + frame)

    def _reserved(self) -> str:
        """Return what makes room, if that is not there, and leaves the cursor in its corner."""
        if self._taken is not None:
            return ""
        self._taken = width, height = self._canvas.width, len(self._canvas.rows)
        below = height - 1
        room = "\n" * below + f"\x1b[{below}A" if below else ""
        return f"{_ERASE}{room}{_WHERE if self._mouse else ''}" if width else ""
