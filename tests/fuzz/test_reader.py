"""Whatever stands in a log, it is read in its time, counted, and nothing of it reaches a terminal as it was."""

import time
from collections.abc import Iterator
from datetime import UTC
from itertools import islice

import msgspec
import pytest

from tests.formats.support import NEWEST, batch
from tests.fuzz.mutator import LONGEST, hostile_lines, sample_lines
from wallwatch.formats import LineReader
from wallwatch.model import Sighting
from wallwatch.model.line import Reading
from wallwatch.model.times import iso

SECONDS = 0.005
"""For 8 KiB of lines, and twice that for a batch of short ones."""

BATCH = 50


def _reader() -> LineReader:
    return LineReader("log", zone=UTC, now=lambda: NEWEST)


def _texts(value: object) -> Iterator[str]:
    """Every text that a sighting holds, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, msgspec.Struct):
        yield from _texts(msgspec.structs.astuple(value))


def _check(sighting: Sighting) -> None:
    for text in _texts(msgspec.structs.replace(sighting, raw="".join(sighting.raw.split("\n")))):
        assert text.isprintable(), repr(text)
    assert iso(sighting.time, sighting.zone, sighting.tick)
    msgspec.convert(msgspec.to_builtins(sighting), Sighting)
    numbers = (sighting.sport, sighting.dport, sighting.ip_id, sighting.ttl)
    assert all(number is None or number >= 0 for number in numbers)


def _slow(lines: list[bytes], seconds: float) -> bool:
    """Tell whether lines took too long of our own time, and take it again: a single measurement says little."""
    limit = SECONDS * (2 + sum(map(len, lines)) / LONGEST)
    for _ in range(3):
        if seconds <= limit:
            return False
        begin = time.thread_time()
        _reader().feed(batch(lines, ended=True))
        seconds = time.thread_time() - begin
    return seconds > limit


def _run(count: int, seed: int) -> None:
    reader, start, received, fed = _reader(), 0, 0, 0
    texts = hostile_lines(sample_lines(), seed)
    while fed < count:
        lines = list(islice(texts, BATCH))
        fed += len(lines)
        piece = batch(lines, start, ended=fed >= count)
        begin = time.thread_time()
        reading = reader.feed(piece)
        assert not _slow(lines, time.thread_time() - begin), lines
        start = piece.end
        received += _sum(reading)
    assert received == fed


def _sum(reading: Reading) -> int:
    for sighting in reading.sightings:
        _check(sighting)
    for line in reading.unparsed:
        assert line.text.isprintable()
    parts = sum(sighting.lines for sighting in reading.sightings) + reading.other + len(reading.unparsed)
    assert parts == reading.received
    return parts


@pytest.mark.parametrize("seed", range(4))
def test_two_thousand_hostile_lines_are_read(seed: int) -> None:
    """Nothing raises, every line is counted once, no field holds a control character, no line takes long."""
    _run(500, seed)


@pytest.mark.fuzz
@pytest.mark.timeout(180)
@pytest.mark.parametrize("seed", range(100, 110))
def test_a_hundred_thousand_hostile_lines_are_read(seed: int) -> None:
    """The same, at length."""
    _run(10_000, seed)


@pytest.mark.parametrize("seed", range(4))
def test_a_hostile_line_alone_is_counted(seed: int) -> None:
    """A record that waits for more is given up when nothing comes."""
    for line in islice(hostile_lines(sample_lines(), seed), 200):
        assert _sum(_reader().feed(batch([line], ended=True))) == 1
