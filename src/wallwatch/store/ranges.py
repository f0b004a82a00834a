"""The table ``ranges``: which bytes of which stream have been read, as sorted, disjoint ranges ``[start, end)``."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from wallwatch.model.line import Committed, Reading

Range = tuple[int, int]


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Return the same bytes as few ranges as possible: sorted, disjoint, and with a gap between neighbours."""
    result: list[Range] = []
    for start, end in sorted(span for span in ranges if span[0] < span[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)


def put_ranges(connection: sqlite3.Connection, readings: Iterable[Reading]) -> None:
    """Add what was read to what has been read before."""
    read: defaultdict[tuple[str, str], list[Range]] = defaultdict(list)
    for reading in readings:
        read[reading.source, reading.stream].append((reading.start, reading.end))
    for (source, stream), ranges in read.items():
        _replace(connection, source, stream, merged((*_of_stream(connection, source, stream), *ranges)))


def committed(connection: sqlite3.Connection, source: str) -> dict[str, Committed]:
    """Return what the store holds of each stream of a source."""
    streams: defaultdict[str, list[Range]] = defaultdict(list)
    rows = connection.execute(
        "SELECT stream, start, end FROM ranges WHERE source = ? ORDER BY stream, start", (source,)
    )
    for stream, start, end in rows:
        streams[stream].append((start, end))
    return {stream: Committed(stream=stream, ranges=tuple(ranges)) for stream, ranges in streams.items()}


def _of_stream(connection: sqlite3.Connection, source: str, stream: str) -> list[Range]:
    rows = connection.execute("SELECT start, end FROM ranges WHERE source = ? AND stream = ?", (source, stream))
    return rows.fetchall()


def _replace(connection: sqlite3.Connection, source: str, stream: str, ranges: tuple[Range, ...]) -> None:
    # A stream has a range or two: one that was read to its end has exactly one.
    connection.execute("DELETE FROM ranges WHERE source = ? AND stream = ?", (source, stream))
    connection.executemany(
        "INSERT INTO ranges VALUES (?, ?, ?, ?)", [(source, stream, start, end) for start, end in ranges]
    )
