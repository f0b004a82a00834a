"""What the tests of the formats share: a clock that stands still, and batches made of text."""

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Any

from wallwatch.formats import Block, Clock, Format, LineReader
from wallwatch.model import Sighting
from wallwatch.model.line import Lines, Reading

SAMPLES = Path(__file__).parents[1] / "samples"
NEWEST = 1_795_339_000_000_000
"""22 November 2026, 09:16:40 UTC."""


def clock() -> Clock:
    return Clock(UTC, NEWEST)


def reader() -> LineReader:
    return LineReader("log", zone=UTC, now=lambda: NEWEST)


def parsed(reads: Format, *lines: str) -> Sighting | None:
    return reads.parse(Block(lines), clock())


def fields(reads: Format, *lines: str) -> dict[str, Any]:
    """The fields that a record states, without those that are the same for every record of a format."""
    sighting = parsed(reads, *lines)
    if sighting is None:
        return {}
    values = {name: getattr(sighting, name) for name in sighting.__struct_fields__}
    fixed = {
        "format",
        "kind",
        "trust",
        "lines",
        "zone",
        "source",
        "raw",
        "stream",
        "start",
        "end",
        "more",
        "number",
        "skew",
    }
    return {name: value for name, value in values.items() if name not in fixed and value is not None}


def shown(reads: Format, *lines: str) -> dict[str, str]:
    """The text that stands at each span of a record."""
    block = Block(lines)
    return {name: block.text[start:end] for name, (start, end) in reads.spans(block).items()}


def batch(lines: Iterable[str | bytes], start: int = 0, **flags: bool) -> Lines:
    raw = tuple(line.encode() if isinstance(line, str) else line for line in lines)
    starts = [start]
    for line in raw:
        starts.append(starts[-1] + len(line) + 1)
    return Lines(
        source="log", stream="file", start=start, end=starts[-1], lines=raw, starts=tuple(starts[:-1]), **flags
    )


def read(lines: Iterable[str | bytes]) -> Reading:
    return reader().feed(batch(lines, ended=True))
