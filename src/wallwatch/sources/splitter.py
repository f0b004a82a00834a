"""Bytes in, whole lines out: a line is a line when its newline is there.

What stands behind the last newline waits, in memory up to a limit: of a line that never ends, the first
:data:`LINE_MAX` bytes are kept and the rest is skipped up to its newline. Holes full of NUL bytes, which a writer
leaves that did not notice that its file was emptied, take no memory and are no part of a line.
"""

from itertools import accumulate
from typing import Final

LINE_MAX: Final = 1_048_576
"""Bytes of a line that are kept, at most; the rest is skipped. What is shown of it is shorter still."""


class Splitter:
    """Cuts one run of bytes into lines. ``position`` is the next byte it wants, ``start`` that of the line it holds."""

    damaged: int | None = None
    """Where nothing can be read any more: nowhere in a log."""

    def __init__(self, start: int, limit: int = LINE_MAX) -> None:
        self.start = start
        self.position = start
        self._limit = limit
        self._part = bytearray()

    def feed(self, chunk: bytes) -> tuple[list[bytes], list[int]]:
        """Return the lines that are whole now, without their line ends, and the first byte of each."""
        *lines, rest = chunk.split(b"\n")
        if not lines:
            self._keep(rest)
            return [], []
        starts = _starts(self.position, lines)
        lines[0] = self._with_part(lines[0])
        starts[0] = self.start
        if b"\r" in chunk or b"\0" in chunk:
            lines = [_clean(line) for line in lines]
        self.position += len(chunk) - len(rest)
        self.start = self.position
        self._keep(rest)
        return lines, starts

    def finish(self) -> tuple[list[bytes], list[int]]:
        """Return what is left as a line: its newline will not come. A hole of NUL bytes is none."""
        line, start = self._with_part(b""), self.start
        self.start = self.position
        return ([line], [start]) if line else ([], [])

    def _keep(self, part: bytes) -> None:
        self.position += len(part)
        if not self._part:
            part = part.lstrip(b"\0")
        self._part += part[: self._limit - len(self._part)]

    def _with_part(self, line: bytes) -> bytes:
        whole = bytes(self._part) + line if self._part else line
        self._part.clear()
        return _clean(whole[: self._limit])


def _starts(position: int, lines: list[bytes]) -> list[int]:
    ends = accumulate(map(len, lines), lambda start, length: start + length + 1, initial=position)
    return list(ends)[:-1]


def _clean(line: bytes) -> bytes:
    return line.removesuffix(b"\r").lstrip(b"\0")
