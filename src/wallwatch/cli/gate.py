"""What stands between the commands and a terminal: no control character but the end of a line, and the tabulator.

What is read from logs was made safe as it came in (:mod:`wallwatch.text`). Names of files and messages of the system
were not, and whoever may write into a directory gives its files any name. So all that a command says passes here.
"""

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, TextIO, cast

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LAYOUT: Final = frozenset("\n\t")
_PLANE: Final = 0x10000
_END: Final = "\r\n"
"""How the lines of a CSV end; anywhere else a carriage return would let a line be written over."""


def harmless(text: str) -> str:
    r"""Return ``text`` with each control, invisible or bidirectional character written as ``\uNNNN``.

    In a JSON string that is the same character. Lines and tabulators stay.
    """
    if text.isprintable() or text.rstrip("\n").isprintable():
        return text
    return _END.join("".join(map(_shown, part)) for part in text.split(_END))


@lru_cache(4_096)
def _shown(char: str) -> str:
    if unicodedata.category(char) not in _HIDDEN or char in _LAYOUT:
        return char
    return "".join(f"\\u{unit:04x}" for unit in _units(ord(char)))


def _units(code: int) -> tuple[int, ...]:
    """Return a character as UTF-16 has it, which is how JSON writes it."""
    if code < _PLANE:
        return (code,)
    high, low = divmod(code - _PLANE, 0x400)
    return 0xD800 + high, 0xDC00 + low


class Gate:
    """A stream of text that lets out nothing else; in all other respects it is the one behind it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write ``text``; return its length."""
        self._stream.write(harmless(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def gated() -> Iterator[None]:
    """Let standard output and standard error pass the gate meanwhile."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", Gate(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
