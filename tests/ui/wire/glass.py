"""A terminal that is looked at: what stands in each cell, and how it is drawn."""

import re
from typing import Final

import pyte

LOOKS: Final = ("bold", "italics", "underscore", "strikethrough", "reverse", "blink")
_NO_WRAP: Final = "\x1b[?7l"
"""What Textual's driver tells the terminal at start."""


_KEYBOARD: Final = re.compile("\x1b\\[[<>][0-9]*u")
"""The keyboard protocol of kitty, of which pyte paints the last letter."""


class Glass:
    """A terminal of that size, which moves to the first column at a line feed, as its line discipline makes it."""

    def __init__(self, width: int, height: int) -> None:
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.Stream(self._screen)
        self.write(_NO_WRAP)

    def write(self, text: str) -> None:
        """Take in what a program writes."""
        text = _KEYBOARD.sub("", text)
        self._stream.feed(text.replace("\r\n", "\n").replace("\n", "\r\n"))

    def resize(self, width: int, height: int) -> None:
        """Have another size."""
        self._screen.resize(height, width)

    @property
    def lines(self) -> list[str]:
        """The text of the screen."""
        return self._screen.display

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the cursor."""
        return self._screen.cursor.y, self._screen.cursor.x

    @property
    def cells(self) -> list[list[tuple[str, ...]]]:
        """Every cell: its text, colours and look. Of a bare blank only the background can be seen."""
        height, width = self._screen.lines, self._screen.columns
        return [[_seen(self._screen.buffer[y][x]) for x in range(width)] for y in range(height)]


def _seen(char: pyte.screens.Char) -> tuple[str, ...]:
    looks = tuple(look for look in LOOKS if getattr(char, look))
    return (char.data, "" if char.data == " " and not looks else char.fg, char.bg, *looks)
