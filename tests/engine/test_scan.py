"""The stages over whole files, without a store."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tests.engine.incident import LOGS, READER, SAMPLES
from wallwatch.engine.scan import Tally, dated, merged
from wallwatch.model import Sighting
from wallwatch.model.times import SECOND, from_datetime
from wallwatch.sources.file import FileSource

YEARLESS = Sighting(
    proto="tcp", src="198.51.100.1", sport=1, dst="203.0.113.1", dport=2, source="kern", format="ipchains",
    time=from_datetime(datetime(2026, 3, 2, 15, 32, 54, tzinfo=UTC)),
)  # fmt: skip
STATED = msgspec.structs.replace(
    YEARLESS,
    source="p0f",
    kind="fingerprint",
    year_stated=True,
    time=from_datetime(datetime(2002, 3, 2, 15, 32, 54, tzinfo=UTC)),
)


async def _batches(batches: Sequence[list[Sighting]]) -> AsyncIterator[list[Sighting]]:
    for batch in batches:
        yield batch


async def test_files_are_merged_by_time() -> None:
    """The sightings of four logs come as one stream in order, as far as each log is."""
    tally = Tally()
    files = [FileSource(SAMPLES / log, once=True) for log in ("kern.log", "snort.dump")]
    sightings = [one async for batch in merged(files, tally, READER) for one in batch]
    assert len(sightings) == 12
    days = [one.time % (86_400 * SECOND) // SECOND for one in sightings]
    assert days == sorted(days)


async def test_every_line_is_counted() -> None:
    """What the files hold is what the tally holds, by format."""
    tally = Tally()
    files = [FileSource(SAMPLES / log, once=True) for log in LOGS]
    async for _ in merged(files, tally, READER):
        pass
    assert tally.received == sum(len((SAMPLES / log).read_text().splitlines()) for log in LOGS)
    assert tally.formats == {"ipchains": 6, "p0f1": 6, "snort-dump": 6, "snort-syslog": 3}


async def test_a_year_that_a_later_line_states_dates_the_earlier_ones() -> None:
    """Sightings are held back until it is known which year they are of, and keep their order."""
    found = [one async for batch in dated(_batches([[YEARLESS], [STATED]])) for one in batch]
    assert [one.source for one in found] == ["kern", "p0f"]
    assert {one.time for one in found} == {STATED.time}


async def test_only_a_bounded_number_is_held_back() -> None:
    """More than that go on with the year that is known by then."""
    many = [msgspec.structs.replace(YEARLESS, sport=port) for port in range(30)]
    batches = [batch async for batch in dated(_batches([[one] for one in many]), held=10)]
    assert max(map(len, batches[:-1])) == 1
    assert len(batches[-1]) == 10


async def test_a_missing_file_is_trouble_and_not_the_end(tmp_path: Path) -> None:
    """The others are read, and the tally names it."""
    tally = Tally()
    files = [FileSource(tmp_path / "nowhere.log", once=True), FileSource(SAMPLES / "kern.log", once=True)]
    assert len([one async for batch in merged(files, tally, READER) for one in batch]) == 6
    assert [(status.source, status.state) for status in tally.trouble] == [("nowhere", "missing")]
