"""A log on another host: which of its files is being read, how far, and by what it is known again.

A file keeps its inode when it is renamed, but an inode is given out again, and a copy has another. So a file is known
by its first bytes and by those before a place up to which it was read. Its stream is called by the order in which the
files of the log came, and by its inode.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Final, Self

import msgspec

from wallwatch.model.line import Committed, Lines
from wallwatch.sources.proof import NOTHING, is_proof, proof
from wallwatch.sources.ranges import Ranges, start_before, top
from wallwatch.sources.splitter import Splitter

HEAD: Final = 1024
TAIL: Final = 64
CONTEXT: Final = 16_384
"""Bytes before a resumed position that are read again, for what they mean to the lines after them."""

_HEADS: Final = 16
"""Files that were read, of which the newest are told from files that were not."""

_STREAM: Final = re.compile(r"([0-9]{1,12})-([0-9]{1,20})")


class Mark(msgspec.Struct, frozen=True):
    """By what a file is known again: a position up to which it was read, what stands before it, and its head."""

    position: int = 0
    tail: str = NOTHING
    head: str = NOTHING

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the mark that was written so, ``None`` if it is none."""
        match text.split():
            case [position, tail, head] if position.isdecimal() and is_proof(tail) and is_proof(head):
                return cls(int(position), tail, head)
        return None

    def __str__(self) -> str:
        return f"{self.position} {self.tail} {self.head}"


class Remote:
    """What was read of one log on another host, for the source of that name."""

    def __init__(self, source: str, committed: Mapping[str, Committed], *, from_end: bool = False) -> None:
        self.finished = False
        """Whether the file that was read last has been read to its end, as far as was seen."""
        self._source = source
        self._from_end = from_end
        self._file: _File | None = None
        self._before: _File | None = None
        self._heads: list[str] = []
        self._generation = 0
        for stream, entry in sorted(committed.items(), key=lambda item: _generation(item[0])):
            mark = Mark.parse(entry.mark)
            if mark is not None and _STREAM.fullmatch(stream):
                self._heads.append(mark.head)
                self._file = _File(source, stream, mark, entry.ranges)
                self._generation = _generation(stream)

    @property
    def position(self) -> int:
        """Up to which byte the file was read."""
        return self._file.mark.position if self._file else 0

    def arguments(self) -> tuple[str, ...]:
        """Return where the other host is to go on, and by what it knows that place."""
        self._file = file = self._latest()
        if file is None:
            return ("end" if self._from_end else "0", "-", "0", NOTHING, "0", NOTHING)
        mark = file.mark
        heads = [head for head in (*self._heads, mark.head) if head != NOTHING]
        finished = "1" if self.finished else "0"
        return (
            *(str(file.resume), file.inode, finished, mark.head, str(mark.position), mark.tail),
            *dict.fromkeys(heads[-_HEADS:]),
        )

    def begin(self, inode: str, position: int) -> list[Lines]:
        """Go on with another file; return the end of the one before."""
        self._before, before = self._latest(), self.end()
        self._generation += 1
        self._file = _File(self._source, f"{self._generation}-{inode}", Mark(), ())
        self._file.start(position, mid_line=position > 0)
        self._from_end = self.finished = False
        return before

    def _latest(self) -> "_File | None":
        """Return the last file of which something was read: another can only be found again as the one after it."""
        return next((file for file in (self._file, self._before) if file is not None and file.mark.position), None)

    def rejoin(self) -> None:
        """Go on with the same file, where :meth:`arguments` said."""
        self.finished = False
        if self._file is not None:
            self._file.start(self._file.resume)

    def data(self, chunk: bytes) -> list[Lines]:
        """Return the lines that are whole now."""
        return [] if self._file is None else self._file.data(chunk)

    def idle(self) -> list[Lines]:
        """Return a batch that says that nothing more is there now."""
        return [] if self._file is None else self._file.empty(idle=True)

    def end(self) -> list[Lines]:
        """Return the end of the file: its half line is one, and none will come."""
        if self._file is None:
            return []
        self._heads.append(self._file.mark.head)
        ended, self._file = self._file.empty(idle=False), None
        return ended

    def give_up(self) -> list[Lines]:
        """Return the end of a file that cannot be found any more."""
        ended, self._before = self.end(), None
        return ended


class _File:
    """One file; what was ``known`` of it before is context for what comes."""

    def __init__(self, source: str, stream: str, mark: Mark, known: Ranges) -> None:
        self.mark = mark
        self.inode = stream.partition("-")[2]
        self._source = source
        self._stream = stream
        self._done = top(known)
        first = start_before(known, self._done)
        self._first = max(first, self._done - CONTEXT)
        self._skips = self._first > first
        self._context: tuple[list[bytes], list[int]] = ([], [])
        self._splitter: Splitter | None = None
        self._head: bytes | None = None
        self._tail = b""

    @property
    def resume(self) -> int:
        """The byte from which on it is to be read: the start of a line, or context before one."""
        return self._first if self._splitter is None else self._splitter.start

    def start(self, position: int, *, mid_line: bool = False) -> None:
        """Take what comes as the bytes from ``position`` on; ``mid_line`` if they begin inside of a line."""
        self._skips = self._skips or mid_line
        self._splitter = Splitter(position)
        self._head = b"" if position == 0 else None
        self._tail = b""

    def data(self, chunk: bytes) -> list[Lines]:
        """Return the lines that are whole now, and before the first of them their context."""
        if self._splitter is None:
            return []
        lines, starts = self._splitter.feed(chunk)
        self._remember(chunk, self._splitter.position)
        if lines and self._skips:
            self._skips = False
            del lines[0], starts[0]
        known = bisect_left(starts, self._done)
        self._context[0].extend(lines[:known])
        self._context[1].extend(starts[:known])
        if known == len(lines):
            return []
        batches = []
        if self._context[0]:
            batches.append(self._batch(*self._context, end=self._done, context=True))
            self._context = ([], [])
        return [*batches, self._batch(lines[known:], starts[known:], end=self._splitter.start)]

    def empty(self, *, idle: bool) -> list[Lines]:
        """Return a batch at the end of what was read: silence, or the half line there."""
        if self._splitter is None or self._splitter.start < self._done:
            return []
        start = self._splitter.start
        lines, starts = ([], [start]) if idle else self._splitter.finish()
        return [self._batch(lines, starts or [start], end=self._splitter.start, idle=idle, ended=not idle)]

    def _remember(self, chunk: bytes, position: int) -> None:
        head = self.mark.head
        self._tail = (self._tail + chunk[-TAIL:])[-TAIL:]
        if self._head is not None and len(self._head) < HEAD:
            self._head = (self._head + chunk)[:HEAD]
            head = proof(self._head)
        self.mark = Mark(position, proof(self._tail), head)

    def _batch(
        self,
        lines: list[bytes],
        starts: list[int],
        *,
        end: int,
        idle: bool = False,
        ended: bool = False,
        context: bool = False,
    ) -> Lines:
        return Lines(
            source=self._source,
            stream=self._stream,
            start=starts[0],
            end=end,
            lines=tuple(lines),
            starts=tuple(starts) if lines else (),
            idle=idle,
            ended=ended,
            context=context,
            mark="" if context else str(self.mark),
        )


def _generation(stream: str) -> int:
    match = _STREAM.fullmatch(stream)
    return int(match[1]) if match else 0
