"""One open file, read as one stream: the newest part first where there is much, the rest, and what is appended."""

import asyncio
from collections import deque
from typing import Final

from wallwatch.model.line import Lines
from wallwatch.sources.handle import Handle
from wallwatch.sources.identity import HEAD, Identity
from wallwatch.sources.mark import Mark, State, mark_of
from wallwatch.sources.plan import Terms, make_plan
from wallwatch.sources.ranges import Ranges, joined, start_before
from wallwatch.sources.splitter import Splitter
from wallwatch.sources.streams import Streams
from wallwatch.sources.stretch import Stretch

CONTEXT: Final = 16_384
"""Bytes before a resumed position that are read again, for what they mean to the lines after them."""


class Follower:
    """Reads one open file for one source. No byte is read twice, and a half line waits for its end.

    Which stream the file is, is known when its first line is whole; until then it yields nothing.
    """

    def __init__(
        self,
        source: str,
        handle: Handle,
        streams: Streams,
        terms: Terms,
        *,
        skip: int = 0,
        identity: Identity | None = None,
        still: bool = False,
    ) -> None:
        self.handle = handle
        self.identity: Identity | None = None
        self.ranges: Ranges = ()
        """What was read of the stream, now and before."""
        self.size = 0
        """Bytes in the file when it was measured last."""
        self.intact = True
        """Whether the file still is the one that was read: not shorter, and the same where that was looked at."""
        self.unlinked = False
        """Whether no directory has a name for it any more."""
        self.still = still
        """Whether it is a copy to which nobody writes."""
        self.turn = streams.turn(identity)
        self._source = source
        self._streams = streams
        self._terms = terms
        self._skip = skip
        self._given = identity
        self._fresh = False
        self._head = b""
        self._given_mark = ""
        self._changed: int | None = None
        self._there = 0
        self._lineless = 0
        self._stirred = False
        self._live = Stretch(0)
        self._older: deque[Stretch] = deque()
        if identity is not None:
            streams.held.add(identity)

    @property
    def busy(self) -> bool:
        """Whether something is known to be there and not read, or has to be looked at."""
        return not (self.caught_up and self.intact) or bool(self._older)

    @property
    def caught_up(self) -> bool:
        """Whether the end of the file, as it was measured last, is read, or cannot be."""
        return not self.intact or self._live.position >= self._there

    @property
    def position(self) -> int:
        """The byte up to which the newest part is read."""
        return self._live.position

    @property
    def unread(self) -> int:
        """How many bytes were seen to be there, and are not read."""
        older = sum((stretch.stop or 0) - stretch.splitter.start for stretch in self._older)
        return older + max(0, self._there - self.position)

    @property
    def damaged(self) -> int | None:
        """The byte from which on the file cannot be read, if any."""
        return self._live.splitter.damaged

    @property
    def mark(self) -> Mark:
        """The place up to which the newest part is read, and by what it is known again."""
        return self._mark("open")

    def take_turn(self) -> None:
        """Become the last of the files that stood at the path, and say so with the next mark."""
        self.turn = self._streams.turn()
        self._stirred = self.identity is not None

    def measure(self) -> None:
        """Look how the file is now. Blocks: called from a thread."""
        before, state = self.size, self.handle.state()
        self.size, self._changed, self.unlinked = state.size, state.changed, state.names == 0
        # Before it is known which stream it is, its size tells whether it was emptied.
        if self.intact and (self._is_as_it_was() if self.identity else self.size >= before):
            # What was looked at, and is less than a line, is nothing new until more is there.
            self._there = 0 if self.identity is None and self.size == self._lineless else self.size
        else:
            self.intact = False

    def _is_as_it_was(self) -> bool:
        tail = self._live.tail
        return (
            self.size >= self.position
            and self.handle.begins_with(self._head)
            and self.handle.holds(self.position - len(tail), tail)
        )

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
        while self._older and self.intact:
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
        return self._batch([], [], (at, at), idle=True, mark=self.mark)

    async def finish(self, state: State) -> list[Lines]:
        """Read what was measured last, and end: no byte will follow, so a half line is a line."""
        if self.identity is None and self.size > 0:
            await self._identify(final=True)
        batches = []
        while (batch := await self.newest()) is not None:
            batches.append(batch)
        return batches + self.end(state)

    def end(self, state: State) -> list[Lines]:
        """Return the last batch of the stream, with the half line at its end; none if it never had a whole one."""
        if self.identity is None:
            return []
        splitter = self._live.splitter
        start = splitter.start
        lines, starts = splitter.finish()
        return [self._batch(lines, starts, (start, splitter.start), ended=True, mark=self._mark(state))]

    def restart(self) -> None:
        """Begin with what is in the file now, as another stream: it was emptied."""
        self.identity, self.ranges, self.intact, self.turn = None, (), True, self._streams.turn()
        self._head, self._skip, self._fresh, self._stirred = b"", 0, True, False
        self._live, self._older, self._there, self._lineless = Stretch(0), deque(), self.size, 0

    def note(self) -> None:
        """Note what was read of the stream until now, by which its copies are known."""
        if self.identity is not None and self.identity in self._streams.held:
            self._streams.note(self.identity, self.ranges, self.mark)

    def remember(self, state: State) -> None:
        """Note what was read of the stream, which is not read here any more."""
        if self.identity is not None:
            self._streams.remember(self.identity, self.ranges, self._mark(state))
        elif self._given is not None:
            self._streams.held.discard(self._given)

    async def _identify(self, *, final: bool = False) -> None:
        before = self.size
        await asyncio.to_thread(self.measure)
        if self.size < before:
            return
        plan = await make_plan(
            self.handle,
            self._streams,
            self._terms,
            size=self.size,
            skip=self._skip,
            fresh=self._fresh,
            final=final or self.still,
            identity=self._given,
        )
        if plan is None:
            self._there, self._lineless = 0, self.size
            return
        self._there = self.size
        self.identity = plan.identity
        self.ranges = plan.known
        self._streams.held.add(plan.identity)
        self._head = plan.head
        self._live = Stretch(plan.newest, head=plan.head, tail=plan.tail)
        self._older = deque(Stretch(start, stop, head=plan.head) for start, stop in plan.older)

    async def _read(self, stretch: Stretch) -> Lines | None:
        """Return the next batch of a stretch, ``None`` if the next chunk makes no line whole."""
        if stretch.untouched and isinstance(stretch.splitter, Splitter):
            stretch.untouched = False
            context = await self._context(stretch.splitter.start)
            if context is not None:
                return context
        splitter, start = stretch.splitter, stretch.splitter.start
        chunk = await stretch.read(self.handle, self._there if stretch.stop is None else stretch.stop)
        if chunk is None:
            # Emptied since it was measured. There is nothing to read before the next measure finds that out.
            self.intact = False
            return None
        if stretch is self._live and splitter.position <= len(self._head) < HEAD:
            self._head = (self._head[: splitter.position] + chunk)[:HEAD]
        lines, starts = splitter.feed(chunk)
        if stretch.done:
            rest, rest_starts = splitter.finish()
            lines, starts = lines + rest, starts + rest_starts
        if not lines and not stretch.done:
            return None
        mark = self.mark if stretch is self._live else None
        return self._batch(lines, starts, (start, splitter.start), ended=stretch.done, mark=mark)

    def _mark(self, state: State) -> Mark:
        return mark_of(self.position, self._head, self._live.tail, self.turn, state)

    async def _context(self, stop: int) -> Lines | None:
        """Return the last lines before ``stop`` that were read before, if there are any."""
        first = start_before(self.ranges, stop)
        if first == stop or (self.identity and stop in self._streams.ends(self.identity)):
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
        mark: Mark | None = None,
    ) -> Lines:
        if not context:
            self._note(place, ended=ended)
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
            mark=self._news(mark),
        )

    def _news(self, mark: Mark | None) -> str:
        """Return the word of a mark, nothing if it was the last one that was given: each costs its reader a write."""
        word = mark.word if mark else self._given_mark
        if word == self._given_mark:
            return ""
        self._given_mark = word
        return word

    def _note(self, place: tuple[int, int], *, ended: bool) -> None:
        """Note what was given out: its reader may hold a half record of it, and must not see that again."""
        self.ranges = joined(self.ranges, place)
        if self.identity is not None:
            ends = self._streams.ends(self.identity)
            ends.discard(place[0])
            if not ended:
                ends.add(place[1])
