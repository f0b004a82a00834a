"""Packed logs and captures, told by content: read once, from the first byte to the last.

What an archive holds is given in pieces and never stands in memory as a whole, and one that holds far more than any
log does is left. Positions count the bytes of what is in it.
"""

import asyncio
import os
from bisect import bisect_left
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Final

from wallwatch.errors import SourceError
from wallwatch.model.line import Committed, Lines, SourceStatus
from wallwatch.sources import health
from wallwatch.sources.capture import CaptureSplitter, cutter
from wallwatch.sources.handle import UnfitError, open_regular, opened
from wallwatch.sources.identity import HEAD, identify
from wallwatch.sources.names import source_names
from wallwatch.sources.splitter import Splitter
from wallwatch.sources.unpack import TOO_MUCH, Unpacked, content_max, is_packed

PIECE: Final = 262_144
"""Bytes that are unpacked at a time, at most."""


class ArchiveSource:
    """The lines of the archive at a path; ``trust`` and ``name`` are as those of a log that is not packed."""

    def __init__(self, path: Path | str, *, trust: str = "file", name: str | None = None) -> None:
        self.path = Path(path).absolute()
        self.trust = trust
        self.name = name or source_names([self.path])[0]

    async def read(self, committed: Mapping[str, Committed]) -> AsyncGenerator[Lines | SourceStatus]:
        """Yield batches of whole lines, and how it ended.

        What ``committed`` holds of the stream, from its start on, is unpacked again and not given again.
        """
        try:
            descriptor = await opened(lambda: open_regular(self.path), os.close)
        except (OSError, UnfitError) as error:
            yield health.unreadable(self.name, self.path, error)
            return
        with os.fdopen(descriptor, "rb") as file:
            try:
                unpacked = Unpacked(file)
            except SourceError as error:
                yield health.unpackable(self.name, self.path, error)
                return
            yield health.ok(self.name)
            status, head = os.fstat(descriptor), os.pread(descriptor, HEAD, 0)
            async with aclosing(self._batches(unpacked, status, head, committed)) as batches:
                async for batch in batches:
                    yield batch
        yield health.damaged(self.name, self.path, unpacked.trouble) if unpacked.trouble else health.ended(self.name)

    async def _batches(
        self, unpacked: Unpacked, status: os.stat_result, head: bytes, committed: Mapping[str, Committed]
    ) -> AsyncGenerator[Lines]:
        stream = identify(status.st_dev, status.st_ino, head).stream
        known = committed.get(stream, Committed(stream=stream)).ranges
        cutting = _Cutting(
            self.name, stream, status.st_mtime_ns // 1_000, done=known[0][1] if known and not known[0][0] else 0
        )
        limit = content_max(status.st_size)
        while piece := await asyncio.to_thread(unpacked.read, PIECE):
            for batch in cutting.feed(piece):
                yield batch
            if cutting.position > limit:
                unpacked.trouble = TOO_MUCH
                break
        yield cutting.finish(broken=unpacked.trouble is not None)


def is_archive(path: Path) -> bool:
    """Tell whether the file at ``path`` is packed, if it can be read. Blocks for a moment."""
    try:
        descriptor = open_regular(path)
    except (OSError, UnfitError):
        return False
    with os.fdopen(descriptor, "rb") as file:
        return is_packed(file.read(HEAD))


class _Cutting:
    """Cuts what comes out of one archive into batches; the first ``done`` bytes of it were read before."""

    def __init__(self, source: str, stream: str, newest: int, *, done: int) -> None:
        self._source = source
        self._stream = stream
        self._newest = newest
        self._done = done
        self._splitter: Splitter | CaptureSplitter | None = None
        self._before: Lines | None = None

    @property
    def position(self) -> int:
        """How many bytes have come out."""
        return self._splitter.position if self._splitter else 0

    def feed(self, piece: bytes) -> Iterator[Lines]:
        """Yield the lines that are whole now, and before the first of them those that were read before."""
        self._splitter = self._splitter or cutter(piece, 0)
        start = self._splitter.start
        lines, starts = self._splitter.feed(piece)
        end = self._splitter.start
        known = bisect_left(starts, self._done)
        if known:
            self._before = self._batch(lines[:known], starts[:known], start, min(end, self._done), context=True)
        if end > max(start, self._done):
            if self._before is not None:
                yield self._before
                self._before = None
            yield self._batch(lines[known:], starts[known:], max(start, self._done), end)

    def finish(self, *, broken: bool) -> Lines:
        """Return the last batch; if the archive is ``broken``, its half line waits for a whole archive."""
        splitter = self._splitter or Splitter(0)
        start = splitter.start
        if broken or start < self._done:
            return self._batch([], [], start, start, idle=True)
        lines, starts = splitter.finish()
        return self._batch(lines, starts, start, splitter.start, ended=True)

    def _batch(
        self,
        lines: list[bytes],
        starts: list[int],
        start: int,
        end: int,
        *,
        idle: bool = False,
        ended: bool = False,
        context: bool = False,
    ) -> Lines:
        return Lines(
            source=self._source,
            stream=self._stream,
            start=start,
            end=end,
            lines=tuple(lines),
            starts=tuple(starts),
            idle=idle,
            ended=ended,
            context=context,
            newest=self._newest,
        )
