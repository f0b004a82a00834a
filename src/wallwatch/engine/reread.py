"""A log read once more from its first byte to its last, packed or not, as the engine read it: in bounded memory."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from wallwatch.errors import SourceError
from wallwatch.formats import LineReader
from wallwatch.model.line import Lines, Reading
from wallwatch.sources.capture import CaptureSplitter, cutter
from wallwatch.sources.handle import open_regular
from wallwatch.sources.identity import HEAD
from wallwatch.sources.splitter import Splitter
from wallwatch.sources.unpack import Unpacked, is_packed

_PIECE: Final = 262_144
"""Bytes that are read at a time."""


class Reread:
    """Reads the file at ``path``. ``end`` is the byte after its last whole line, as far as it has come.

    A half line at its end is a line if nothing will be written to it any more (``ended``), as it is in an archive, or
    if it was read as one: ``known`` bytes were.
    """

    def __init__(self, path: Path, reader: LineReader, known: int = 0, *, ended: bool) -> None:
        self.end = 0
        self._path = path
        self._reader = reader
        self._known = known
        self._ended = ended
        self._newest = 0

    def readings(self) -> Iterator[Reading]:
        """Yield what the lines say.

        Raises:
            OSError: the file cannot be read.
            SourceError: it is no regular file, or nothing that is installed unpacks it.
        """
        with os.fdopen(open_regular(self._path), "rb") as file:
            self._newest = os.fstat(file.fileno()).st_mtime_ns // 1_000
            content = _content(file)
            self._ended = self._ended or content is not file
            piece = content.read(_PIECE)
            splitter = cutter(piece, 0)
            while piece:
                start = splitter.start
                lines, starts = splitter.feed(piece)
                yield self._feed(lines, starts, (start, splitter.start))
                piece = content.read(_PIECE)
            yield self._last(splitter)

    def _last(self, splitter: Splitter | CaptureSplitter) -> Reading:
        """Return what the last lines say, a half one among them if nothing will follow it."""
        start = splitter.start
        if not self._ended and splitter.position > self._known:
            return self._feed([], [], (start, start), idle=True)
        lines, starts = splitter.finish()
        return self._feed(lines, starts, (start, splitter.start), ended=True)

    def _feed(
        self, lines: list[bytes], starts: list[int], place: tuple[int, int], *, idle: bool = False, ended: bool = False
    ) -> Reading:
        self.end = place[1]
        batch = Lines(
            source="",
            stream="",
            start=place[0],
            end=place[1],
            lines=tuple(lines),
            starts=tuple(starts),
            idle=idle,
            ended=ended,
            newest=self._newest,
        )
        return self._reader.feed(batch)


def heads_of(path: Path) -> tuple[bytes, ...]:
    """Return the first bytes of a file, and those of what is packed in it; none where it cannot be read.

    A copy that was packed is known by the log that it was, an archive that was never anything else by itself.
    """
    try:
        with os.fdopen(open_regular(path), "rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            return head, *((_content(file).read(HEAD),) if is_packed(head) else ())
    except (OSError, SourceError):
        return ()


def _content(file: IO[bytes]) -> IO[bytes] | Unpacked:
    packed = is_packed(file.read(HEAD))
    file.seek(0)
    return Unpacked(file) if packed else file
