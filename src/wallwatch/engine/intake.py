"""Sources and formats: each source is a task that reads, lets its lines be read, and publishes one batch per read."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from datetime import tzinfo

from wallwatch.bus import Bus
from wallwatch.engine.cursors import Cursors
from wallwatch.formats import LineReader
from wallwatch.formats.plugins import every_format
from wallwatch.formats.reader import NO_PREFIXES
from wallwatch.formats.snort_csv import among
from wallwatch.model.line import Committed, Lines, SourceStatus
from wallwatch.sources import Source

log = logging.getLogger(__name__)

CommittedOf = Callable[[str], Mapping[str, Committed]]
ReaderOf = Callable[[Source], LineReader]


def reader_of(
    zones: Callable[[str], tzinfo | None],
    year: int | None = None,
    prefixes: Mapping[str, str] = NO_PREFIXES,
    snort_csv: Sequence[str] = (),
) -> ReaderOf:
    """Return what makes a source's reader: its wall clock comes from ``zones``, by its name or its path.

    ``prefixes`` tells what the firewall did, by the prefix that its rule writes into the log; ``snort_csv`` has the
    columns of Snort's ``alert_csv``.
    """
    formats = among(every_format(), snort_csv)

    def make(source: Source) -> LineReader:
        zone = zones(source.name) or zones(str(getattr(source, "path", "")))
        return LineReader(source.name, trust=source.trust, zone=zone, year=year, formats=formats, prefixes=prefixes)

    return make


async def take_in(bus: Bus, sources: Sequence[Source], reader: ReaderOf, committed: CommittedOf) -> None:
    """Publish what all sources say, as ``Reading``, ``SourceStatus`` and ``Gap``, until each has ended."""
    async with asyncio.TaskGroup() as group:
        for source in sources:
            group.create_task(_take(bus, source, reader, committed))


async def _take(bus: Bus, source: Source, reader: ReaderOf, committed: CommittedOf) -> None:
    """Read one source to its end. If it fails the others go on, and its state says why."""
    try:
        await _read(bus, source, reader(source), committed(source.name))
    except Exception as error:
        log.exception("source %s", source.name)
        await bus.publish(SourceStatus(source=source.name, state="failed", reason=repr(error)))


async def _read(bus: Bus, source: Source, reader: LineReader, committed: Mapping[str, Committed]) -> None:
    cursors = Cursors()
    # Closed at once when we are cancelled: a source holds files, watches, and processes.
    async with aclosing(source.read(committed)) as batches:
        async for batch in batches:
            if not isinstance(batch, Lines):
                await bus.publish(batch)
                continue
            reading = cursors.passed_on(batch, reader.feed(batch))
            if reading.end > reading.start or reading.mark:
                await bus.publish(reading)
