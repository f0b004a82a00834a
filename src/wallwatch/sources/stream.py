"""Standard input, a pipe, a file handed over by its descriptor: lines that come once, until the other end closes."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Final

from wallwatch.model.line import Committed, Lines, SourceStatus
from wallwatch.sources import health
from wallwatch.sources.capture import CaptureSplitter, cutter
from wallwatch.sources.pipe import open_pipe
from wallwatch.sources.splitter import Splitter

_SMALL: Final = 4096
"""Bytes. After a read that gave fewer it pays to rest; one that gave more shows that there is a lot to come."""


class StreamSource:
    """The lines that come in through an open descriptor, until its other end is closed.

    Whoever feeds it can write what they like, so its lines are trusted as those of a mixed log are. The descriptor is
    left open, and as it was. ``rest`` is in seconds.
    """

    def __init__(self, descriptor: int, name: str = "stdin", *, trust: str = "mixed", rest: float = 0.02) -> None:
        self.name = name
        self.trust = trust
        self._descriptor = descriptor
        self._rest = rest

    async def read(self, committed: Mapping[str, Committed]) -> AsyncGenerator[Lines | SourceStatus]:
        """Yield batches of whole lines, the last one with what is left, and how it ended.

        ``committed`` is not asked: what comes through a pipe comes once.
        """
        del committed
        yield health.ok(self.name)
        try:
            async with aclosing(self._batches()) as batches:
                async for batch in batches:
                    yield batch
        except OSError as error:
            yield health.broken(self.name, error)
        else:
            yield health.ended(self.name)

    async def _batches(self) -> AsyncGenerator[Lines]:
        splitter: Splitter | CaptureSplitter = Splitter(0)
        async with open_pipe(self._descriptor) as pipe:
            stirred = False
            while chunk := await pipe.read():
                if not splitter.position:
                    splitter = cutter(chunk, 0)
                start = splitter.start
                lines, starts = splitter.feed(chunk)
                if lines:
                    stirred = True
                    yield self._batch(lines, starts, start, splitter.start)
                if splitter.damaged is not None:
                    raise OSError(f"a capture that is damaged at byte {splitter.damaged:,}")
                if len(chunk) < _SMALL:
                    await asyncio.sleep(self._rest)
                if stirred and not await pipe.ready(self._rest):
                    stirred = False
                    yield self._batch([], [], splitter.start, splitter.start, idle=True)
        start = splitter.start
        lines, starts = splitter.finish()
        yield self._batch(lines, starts, start, splitter.start, ended=True)

    def _batch(
        self, lines: list[bytes], starts: list[int], start: int, end: int, *, idle: bool = False, ended: bool = False
    ) -> Lines:
        return Lines(
            source=self.name,
            stream=self.name,
            start=start,
            end=end,
            lines=tuple(lines),
            starts=tuple(starts),
            idle=idle,
            ended=ended,
        )
