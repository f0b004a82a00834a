"""One log into which every emitter writes."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.formats.support import NEWEST, SAMPLES, batch
from wallwatch.formats import FORMATS, LineReader
from wallwatch.model import Sighting
from wallwatch.model.line import Reading

YEAR = 2026
FILES = [path for reads in FORMATS if (path := SAMPLES / f"{reads.name}.log").is_file()]


def _read(lines: Sequence[bytes]) -> Reading:
    return LineReader("log", zone=UTC, year=YEAR, now=lambda: NEWEST).feed(batch(lines, ended=True))


def _records(path: Path) -> list[list[bytes]]:
    """The lines of each record with those up to the next; one that repeats the one before it belongs to that."""
    lines = path.read_bytes().splitlines()
    heads = {sighting.start for sighting in _read(lines).sightings if sighting.repeat is None}
    records: list[list[bytes]] = [[]]
    for line, start in zip(lines, batch(lines).starts, strict=True):
        if start in heads:
            records.append([])
        records[-1].append(line)
    return [record for record in records if record]


def _shuffled(dice: random.Random) -> Iterator[bytes]:
    """The records of all files in any order, those of one file in their own."""
    queues = [records for path in FILES if (records := _records(path))]
    while queues:
        queue = dice.choices(queues, [len(each) for each in queues])[0]
        yield from queue.pop(0)
        queues = [each for each in queues if each]


def _plain(sightings: Sequence[Sighting], name: str) -> list[Sighting]:
    """The sightings of one format, wherever they stand."""
    return [replace(sighting, start=0, end=0) for sighting in sightings if sighting.format == name]


@pytest.mark.parametrize("seed", range(8))
def test_records_of_all_formats_in_one_file_are_read_as_in_files_of_their_own(seed: int) -> None:
    """No format claims, wraps around or cuts off another's record, whatever stands before and behind it."""
    mixed = _read(list(_shuffled(random.Random(seed))))
    for path in FILES:
        alone = _read(path.read_bytes().splitlines())
        assert _plain(mixed.sightings, path.stem) == _plain(alone.sightings, path.stem)
    assert mixed.unparsed == ()
