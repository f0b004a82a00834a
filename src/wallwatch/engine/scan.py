"""The same stages over whole files, without a store: what ``wallwatch scan`` and ``wallwatch tail`` print.

Several files are merged by time, so that what they say of one packet meets inside the correlator's window. The year
of yearless lines can be stated by a later line, so a bounded number of sightings is held back until it is known.
"""

from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence
from typing import Final

import msgspec

from wallwatch.correlate import Calendar
from wallwatch.engine.intake import ReaderOf
from wallwatch.model import Sighting
from wallwatch.model.line import Gap, Lines, Reading, SourceStatus
from wallwatch.sources import Source

HELD: Final = 20_000
"""Sightings that are held back at most for a year that a later line may state."""


class Tally(msgspec.Struct):
    """What a scan has counted so far, in lines; ``formats`` counts sightings."""

    received: int = 0
    other: int = 0
    lost: int = 0
    unparsed: int = 0
    forged: int = 0
    """How many of the unparsed lines look forged."""
    formats: Counter[str] = msgspec.field(default_factory=Counter)
    trouble: list[SourceStatus] = []

    def add(self, reading: Reading) -> None:
        """Count what a batch of lines said."""
        self.received += reading.received
        self.other += reading.other
        self.lost += reading.lost
        self.unparsed += len(reading.unparsed)
        self.forged += sum(line.forged for line in reading.unparsed)
        self.formats.update(sighting.format for sighting in reading.sightings)


class _Head:
    """A source with the sightings that it has read and not yet given away."""

    def __init__(self, source: Source, tally: Tally, reader: ReaderOf) -> None:
        self._lines = source.read({})
        self._reader = reader(source)
        self._tally = tally
        self.waiting: deque[Sighting] = deque()

    async def fill(self) -> bool:
        """Read until a sighting waits; return whether one does."""
        while not self.waiting:
            batch = await anext(self._lines, None)
            if batch is None:
                return False
            self._take(batch)
        return True

    def _take(self, batch: Lines | SourceStatus | Gap) -> None:
        if isinstance(batch, Gap):
            self._tally.trouble.append(SourceStatus(source=batch.source, state="failed", reason=batch.reason))
            return
        if isinstance(batch, SourceStatus):
            if batch.state not in {"ok", "ended"}:
                self._tally.trouble.append(batch)
            return
        reading = self._reader.feed(batch)
        self._tally.add(reading)
        self.waiting.extend(reading.sightings)


async def merged(sources: Sequence[Source], tally: Tally, reader: ReaderOf) -> AsyncIterator[list[Sighting]]:
    """Yield the sightings of all sources, merged by time as far as each source is in order."""
    heads = [_Head(source, tally, reader) for source in sources]
    while heads := [head for head in heads if await head.fill()]:
        heads.sort(key=lambda head: head.waiting[0].time)
        until = heads[1].waiting[0].time if len(heads) > 1 else None
        yield _run(heads[0].waiting, until)


def _run(waiting: deque[Sighting], until: int | None) -> list[Sighting]:
    """Take from ``waiting`` what is not newer than ``until``, at least one."""
    run = [waiting.popleft()]
    while waiting and (until is None or waiting[0].time <= until):
        run.append(waiting.popleft())
    return run


async def dated(batches: AsyncIterator[list[Sighting]], held: int = HELD) -> AsyncIterator[list[Sighting]]:
    """Yield the same sightings in the same order, each with the year that a stated one ties it to."""
    calendar = Calendar()
    waiting: list[Sighting] = []
    async for batch in batches:
        calendar.learn(batch)
        waiting += batch
        if len(waiting) > held:
            yield [calendar.dated(sighting) for sighting in waiting[:-held]]
            del waiting[:-held]
    yield [calendar.dated(sighting) for sighting in waiting]
