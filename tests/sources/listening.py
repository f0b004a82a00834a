"""A listener for the tests: it takes what a source says one by one, and a desk that does what an engine does."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager

from wallwatch.engine.cursors import Cursors
from wallwatch.formats import LineReader
from wallwatch.model.line import Committed, Gap, Lines, Reading, SourceStatus
from wallwatch.sources import Source
from wallwatch.sources.ranges import joined

PATIENCE = 20
"""Seconds after which a test gives up waiting for the next report."""


class Listener:
    """Takes reports from a source one by one, and sorts them."""

    def __init__(self, reports: AsyncIterator[Lines | SourceStatus | Gap]) -> None:
        self.batches: list[Lines] = []
        self.statuses: list[SourceStatus] = []
        self.gaps: list[Gap] = []
        self._reports = reports

    async def report(self) -> Lines | SourceStatus | Gap:
        async with asyncio.timeout(PATIENCE):
            report = await anext(self._reports)
        kept = {Lines: self.batches, SourceStatus: self.statuses, Gap: self.gaps}[type(report)]
        kept.append(report)
        return report

    async def lines(self, count: int) -> list[bytes]:
        """Return the next ``count`` lines that are no context."""
        lines: list[bytes] = []
        while len(lines) < count:
            report = await self.report()
            lines += report.lines if isinstance(report, Lines) and not report.context else ()
        assert len(lines) == count
        return lines

    async def idle(self) -> Lines:
        """Return the next batch that says that nothing more is there."""
        while True:
            report = await self.report()
            if isinstance(report, Lines) and report.idle:
                return report

    async def status(self, state: str | None = None) -> SourceStatus:
        """Return the next status (of that state)."""
        while True:
            report = await self.report()
            if isinstance(report, SourceStatus) and state in {None, report.state}:
                return report

    async def gap(self) -> Gap:
        while True:
            report = await self.report()
            if isinstance(report, Gap):
                return report

    async def rest(self) -> list[bytes]:
        """Return all lines up to the source's end."""
        lines: list[bytes] = []
        try:
            while True:
                report = await self.report()
                lines += report.lines if isinstance(report, Lines) and not report.context else ()
        except StopAsyncIteration:
            return lines


@asynccontextmanager
async def listening(source: Source, committed: Mapping[str, Committed] | None = None) -> AsyncIterator[Listener]:
    """Take from ``source`` until the block is left, as the engine does until it stops."""
    reports = source.read(committed or {})
    async with aclosing(reports):
        yield Listener(reports)


class Desk:
    """What an engine does with a source: it reads, commits what is decided, is killed, and starts again."""

    def __init__(self) -> None:
        self.committed: dict[str, Committed] = {}
        self.readings: list[Reading] = []
        self.gaps: list[str] = []
        self.states: list[tuple[str, str]] = []

    @property
    def ids(self) -> list[int | None]:
        """The IP ids of all packets, in the order in which they came."""
        return [sighting.ip_id for reading in self.readings for sighting in reading.sightings]

    async def take(self, source: Source, *, until: int) -> None:
        """Read until ``until`` packets have come in all, or the source ends, and be killed then."""
        reader, cursors = LineReader(source.name, trust=source.trust), Cursors()
        async with asyncio.timeout(PATIENCE), aclosing(source.read(self.committed)) as reports:
            async for report in reports:
                if isinstance(report, Gap):
                    self.gaps.append(report.reason)
                elif isinstance(report, SourceStatus):
                    self.states.append((report.state, report.reason))
                else:
                    self._commit(cursors.passed_on(report, reader.feed(report)))
                    if len(self.ids) >= until:
                        return

    def _commit(self, reading: Reading) -> None:
        before = self.committed.get(reading.stream, Committed(stream=reading.stream))
        assert not any(start < reading.end and reading.start < end for start, end in before.ranges)
        self.committed[reading.stream] = Committed(
            stream=reading.stream,
            ranges=joined(before.ranges, (reading.start, reading.end)),
            mark=reading.mark or before.mark,
            cursor=reading.cursor or before.cursor,
        )
        self.readings.append(reading)
