"""One open file, read as one stream: the newest part first where there is much, the rest, and what is appended."""

from collections import deque
from typing import Final

from wallwatch.model.line import Lines
from wallwatch.sources.capture import cutter
from wallwatch.sources.handle import Handle
from wallwatch.sources.identity import Identity, Streams
from wallwatch.sources.plan import Terms, make_plan
from wallwatch.sources.ranges import Ranges, joined, start_before
from wallwatch.sources.splitter import Splitter

CHUNK: Final = 262_144
"""Bytes per read: a read costs a thread's switch, whatever its size, and a batch must not hold the loop for long."""

CONTEXT: Final = 16_384
"""Bytes before a resumed position that are read again, for what they mean to the lines after them."""


class _Stretch:
    """A part of the stream that is read in order, up to ``stop`` or for ever; ``head`` tells what is in it."""

    def __init__(self, start: int, stop: int | None = None, *, head: bytes = b"") -> None:
        self.splitter = cutter(head, start)
        self.stop = stop
        self.untouched = True

    @property
    def done(self) -> bool:
        return self.stop is not None and self.splitter.position >= self.stop


class Follower:
    """Reads one open file for one source. No byte is read twice, and a half line waits for its end.

    Which stream the file is, is known when its first line is whole; until then it yields nothing.
    """

    def __init__(self, source: str, handle: Handle, streams: Streams, terms: Terms, *, skip: int = 0) -> None:
        self.handle = handle
        self.identity: Identity | None = None
        self.ranges: Ranges = ()
        """What was read of the stream, now and before."""
        self.size = 0
        """Bytes in the file when it was measured last."""
        self.intact = True
        """Whether the file still is the one that was read: neither shorter nor another from its head on."""
        self.unlinked = False
        """Whether no directory has a name for it any more."""
        self._source = source
        self._streams = streams
        self._terms = terms
        self._skip = skip
        self._fresh = False
        self._head = b""
        self._changed: int | None = None
        self._there = 0
        self._stirred = False
        self._live = _Stretch(0)
        self._older: deque[_Stretch] = deque()

    @property
    def busy(self) -> bool:
        """Whether something is known to be there and not read."""
        return not self.caught_up or bool(self._older)

    @property
    def caught_up(self) -> bool:
        """Whether the end of the file, as it was measured last, is read."""
        return self._live.splitter.position >= self._there

    @property
    def damaged(self) -> int | None:
        """The byte from which on the file cannot be read, if any."""
        return self._live.splitter.damaged

    def measure(self) -> None:
        """Look how the file is now. Blocks: called from a thread."""
        status = self.handle.status()
        self.size = self._there = status.st_size
        self.unlinked = status.st_nlink == 0
        self.intact = self.size >= self._live.splitter.position and self.handle.begins_with(self._head)
        self._changed = status.st_mtime_ns // 1000

    async def newest(self) -> Lines | None:
        """Return the next lines at the end of the file, ``None`` if there are none (yet)."""
        if self.identity is None and self._there > 0:
            await self._identify()
        while not self.caught_up:
            batch = await self._read(self._live)
            if batch is not None:
                self._stirred = self._stirred or not batch.context
                return batch
        return None

    async def older(self) -> Lines | None:
        """Return the next lines of what :meth:`newest` left out, ``None`` if all of it is read."""
        while self._older:
            stretch = self._older[0]
            batch = await self._read(stretch)
            if stretch.done:
                self._older.popleft()
            if batch is not None:
                return batch
        return None

    def idle(self) -> Lines | None:
        """Return an empty batch that says that nothing more is there now, once after each time there was."""
        if not self._stirred:
            return None
        self._stirred = False
        at = self._live.splitter.start
        return self._batch([], [], (at, at), idle=True)

    async def finish(self) -> list[Lines]:
        """Read what was measured last, and end: no byte will follow, so a half line is a line."""
        if self.identity is None and self.size > 0:
            await self._identify(final=True)
        batches = []
        while (batch := await self.newest()) is not None:
            batches.append(batch)
        return batches + self.end()

    def end(self) -> list[Lines]:
        """Return the last batch of the stream, with the half line at its end; none if it never had a whole one."""
        if self.identity is None:
            return []
        splitter = self._live.splitter
        start = splitter.start
        lines, starts = splitter.finish()
        return [self._batch(lines, starts, (start, splitter.start), ended=True)]

    def restart(self) -> list[Lines]:
        """Return the last batch of the stream that was here, and begin with another: the file was emptied."""
        batches = self.end()
        self.remember(gone=True)
        self.identity, self.ranges, self.intact = None, (), True
        self._head, self._skip, self._fresh, self._stirred = b"", 0, True, False
        self._live, self._older, self._there = _Stretch(0), deque(), self.size
        return batches

    def remember(self, *, gone: bool) -> None:
        """Note what was read of the stream; one that is ``gone`` never comes back."""
        if self.identity is not None:
            self._streams.remember(self.identity, self.ranges, gone=gone)

    async def _identify(self, *, final: bool = False) -> None:
        plan = await make_plan(
            self.handle, self._streams, self._terms, size=self.size, skip=self._skip, fresh=self._fresh, final=final
        )
        if plan is None:
            self._there = 0
            return
        self._there = self.size
        self.identity = plan.identity
        self.ranges = plan.known
        self._head = plan.head
        self._live = _Stretch(plan.newest, head=plan.head)
        self._older = deque(_Stretch(start, stop, head=plan.head) for start, stop in plan.older)

    async def _read(self, stretch: _Stretch) -> Lines | None:
        """Return the next batch of a stretch, ``None`` if the next chunk makes no line whole."""
        if stretch.untouched and isinstance(stretch.splitter, Splitter):
            stretch.untouched = False
            context = await self._context(stretch.splitter.start)
            if context is not None:
                return context
        splitter, start = stretch.splitter, stretch.splitter.start
        stop = self._there if stretch.stop is None else stretch.stop
        chunk = await self.handle.read(splitter.position, min(CHUNK, stop - splitter.position))
        if not chunk:
            # Emptied since it was measured. There is nothing to read before the next measure finds that out.
            self._older.clear()
            self._there = 0
            return None
        lines, starts = splitter.feed(chunk)
        if stretch.done:
            rest, rest_starts = splitter.finish()
            lines, starts = lines + rest, starts + rest_starts
        if not lines and not stretch.done:
            return None
        return self._batch(lines, starts, (start, splitter.start), ended=stretch.done)

    async def _context(self, stop: int) -> Lines | None:
        """Return the last lines before ``stop`` that were read before, if there are any."""
        first = start_before(self.ranges, stop)
        if first == stop:
            return None
        start = max(first, stop - CONTEXT)
        chunk = await self.handle.read(start, stop - start)
        if start > first:
            line = chunk.find(b"\n") + 1
            start, chunk = start + line, chunk[line:]
        lines, starts = Splitter(start).feed(chunk)
        return self._batch(lines, starts, (start, stop), context=True) if lines else None

    def _batch(
        self,
        lines: list[bytes],
        starts: list[int],
        place: tuple[int, int],
        *,
        idle: bool = False,
        ended: bool = False,
        context: bool = False,
    ) -> Lines:
        if not context:
            self.ranges = joined(self.ranges, place)
        return Lines(
            source=self._source,
            stream=self.identity.stream if self.identity else "",
            start=place[0],
            end=place[1],
            lines=tuple(lines),
            starts=tuple(starts),
            idle=idle,
            ended=ended,
            context=context,
            newest=self._changed,
        )
