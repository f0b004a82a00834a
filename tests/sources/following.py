"""A reader for the tests: it drives a source by hand, and remembers what a store would."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from wallwatch.model.line import Committed, Gap, Lines, SourceStatus
from wallwatch.sources import Source
from wallwatch.sources.pursuit import Pace
from wallwatch.sources.ranges import joined

PATIENCE = 10
"""Seconds after which a test gives up waiting for the next report."""

EVENTS_ONLY = Pace(rest=0.001, poll=60, linger=60)
"""Without file events, nothing happens for a minute."""

IMPATIENT = Pace(rest=0.001, poll=60, linger=0.01)
"""The same, but what was moved away is left at once."""


class Reader:
    """Takes reports from a source one by one, and sorts them."""

    def __init__(self, reports: AsyncGenerator[Lines | SourceStatus | Gap], committed: Mapping[str, Committed]) -> None:
        self.batches: list[Lines] = []
        self.statuses: list[SourceStatus] = []
        self.gaps: list[Gap] = []
        self.committed = dict(committed)
        self._reports = reports

    async def report(self) -> Lines | SourceStatus | Gap:
        async with asyncio.timeout(PATIENCE):
            report = await anext(self._reports)
        if isinstance(report, SourceStatus):
            self.statuses.append(report)
        elif isinstance(report, Gap):
            self.gaps.append(report)
        else:
            self.batches.append(report)
            commit(self.committed, report)
        return report

    async def lines(self, count: int) -> list[bytes]:
        """Return the next ``count`` lines that are no context."""
        lines: list[bytes] = []
        while len(lines) < count:
            lines += (await self.batch()).lines
        assert len(lines) == count
        return lines

    async def batch(self) -> Lines:
        """Return the next batch with lines that are no context."""
        while True:
            report = await self.report()
            if isinstance(report, Lines) and report.lines and not report.context:
                return report

    async def idle(self) -> Lines:
        """Return the next batch that says that nothing more is there."""
        while True:
            report = await self.report()
            if isinstance(report, Lines) and report.idle:
                return report

    async def ended(self) -> Lines:
        """Return the next batch after which nothing follows in its stream or stretch."""
        while True:
            report = await self.report()
            if isinstance(report, Lines) and report.ended:
                return report

    async def status(self) -> SourceStatus:
        while True:
            report = await self.report()
            if isinstance(report, SourceStatus):
                return report

    async def gap(self) -> Gap:
        """Return the next gap."""
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


def commit(committed: dict[str, Committed], batch: Lines) -> None:
    """Keep what a store would: which bytes of the stream were read, and the source's last word for it."""
    before = committed.get(batch.stream, Committed(stream=batch.stream))
    ranges = before.ranges if batch.context else joined(before.ranges, (batch.start, batch.end))
    if ranges != before.ranges or batch.mark:
        committed[batch.stream] = Committed(stream=batch.stream, ranges=ranges, mark=batch.mark or before.mark)


@asynccontextmanager
async def reading(source: Source, committed: Mapping[str, Committed] | None = None) -> AsyncIterator[Reader]:
    """Read from ``source`` until the block is left, as the engine does until it stops."""
    reports = source.read(committed or {})
    async with aclosing(reports):
        yield Reader(reports, committed or {})


def append(path: Path, text: bytes | str) -> None:
    """Write at the end of a file, as a log daemon does."""
    with path.open("ab") as file:
        file.write(text.encode() if isinstance(text, str) else text)
