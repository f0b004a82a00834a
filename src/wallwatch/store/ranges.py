"""The tables ``ranges`` and ``streams``: what has been read of each stream.

The bytes are sorted, disjoint ranges ``[start, end)``; beside them are the words by which the source knows again how
far it was.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from wallwatch.model.line import Committed, Reading

Range = tuple[int, int]

# A word that a source does not say any more is the one that it said last.
_PUT_WORDS: Final = """
INSERT INTO streams (source, stream, mark, cursor) VALUES (:source, :stream, :mark, :cursor)
ON CONFLICT DO UPDATE SET
    mark = CASE :mark WHEN '' THEN mark ELSE :mark END,
    cursor = CASE :cursor WHEN '' THEN cursor ELSE :cursor END"""


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
    """Add what was read to what has been read before, and keep the sources' last words."""
    read: defaultdict[tuple[str, str], list[Range]] = defaultdict(list)
    for reading in readings:
        if reading.start < reading.end:
            read[reading.source, reading.stream].append((reading.start, reading.end))
        if reading.mark or reading.cursor:
            row = {"source": reading.source, "stream": reading.stream, "mark": reading.mark, "cursor": reading.cursor}
            connection.execute(_PUT_WORDS, row)
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
    words = {
        stream: (mark, cursor)
        for stream, mark, cursor in connection.execute(
            "SELECT stream, mark, cursor FROM streams WHERE source = ?", (source,)
        )
    }
    return {stream: _committed(stream, streams, words) for stream in sorted(streams.keys() | words.keys())}


def _committed(stream: str, ranges: Mapping[str, list[Range]], words: Mapping[str, tuple[str, str]]) -> Committed:
    mark, cursor = words.get(stream, ("", ""))
    return Committed(stream=stream, ranges=tuple(ranges.get(stream, ())), mark=mark, cursor=cursor)


def _of_stream(connection: sqlite3.Connection, source: str, stream: str) -> list[Range]:
    rows = connection.execute("SELECT start, end FROM ranges WHERE source = ? AND stream = ?", (source, stream))
    return rows.fetchall()


def _replace(connection: sqlite3.Connection, source: str, stream: str, ranges: tuple[Range, ...]) -> None:
    # A stream has a range or two: one that was read to its end has exactly one.
    connection.execute("DELETE FROM ranges WHERE source = ? AND stream = ?", (source, stream))
    connection.executemany(
        "INSERT INTO ranges VALUES (?, ?, ?, ?)", [(source, stream, start, end) for start, end in ranges]
    )
