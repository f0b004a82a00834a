"""The table ``unparsed``: the newest lines of each source that look like ours and were not understood."""

import sqlite3
from collections.abc import Iterable
from typing import Final

import msgspec

from wallwatch.model.line import Reading
from wallwatch.text import CUT_MARK

KEPT: Final = 10_000
"""Lines that are kept of a source; the count of all is in the table ``sources``."""

TEXT_KEPT: Final = 2_048
"""Characters that are kept of a line. Whoever writes the log could fill the disk otherwise."""

_PRUNE: Final = """
DELETE FROM unparsed WHERE source = :source AND id <= (
    SELECT id FROM unparsed WHERE source = :source ORDER BY id DESC LIMIT 1 OFFSET :kept
)"""


class UnparsedRow(msgspec.Struct, frozen=True):
    """A line that was not understood, and where it stands."""

    source: str
    stream: str
    start: int
    end: int
    text: str
    forged: bool = False


def put_unparsed(connection: sqlite3.Connection, readings: Iterable[Reading], kept: int = KEPT) -> None:
    """Write the lines, and delete the oldest ones over ``kept`` of each source that has new ones."""
    sources: set[str] = set()
    for reading in readings:
        if reading.unparsed:
            sources.add(reading.source)
            _insert(connection, reading)
    for source in sources:
        connection.execute(_PRUNE, {"source": source, "kept": kept})


def list_unparsed(connection: sqlite3.Connection, source: str | None, limit: int) -> list[UnparsedRow]:
    """Return the newest ``limit`` lines of a source, or of all, newest first."""
    rows = connection.execute(
        """
        SELECT source, stream, start, end, text, forged FROM unparsed
        WHERE ? IN (source, '') ORDER BY id DESC LIMIT ?""",
        (source or "", limit),
    )
    return [UnparsedRow(name, stream, start, end, text, bool(mark)) for name, stream, start, end, text, mark in rows]


def _insert(connection: sqlite3.Connection, reading: Reading) -> None:
    connection.executemany(
        "INSERT INTO unparsed (source, stream, start, end, text, forged) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (reading.source, reading.stream, line.start, line.end, _cut(line.text), line.forged)
            for line in reading.unparsed
        ],
    )


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_KEPT else text[:TEXT_KEPT] + CUT_MARK
