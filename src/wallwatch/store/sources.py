"""The table ``sources``: how each source is, and how many lines of which sort it gave.

A line is counted once: ``received`` lines were read (what became sightings, ``other`` and ``unparsed``), ``lost`` ones
are known to be missing.
"""

import sqlite3
from collections.abc import Iterable
from typing import Final

import msgspec

from wallwatch.model import Sighting
from wallwatch.model.line import Reading, SourceState, SourceStatus
from wallwatch.model.times import SECOND
from wallwatch.store.batch import Batch

_MINUTE: Final = 60 * SECOND


class SourceRow(msgspec.Struct, frozen=True):
    """A source. ``last_event`` is the time of its newest packet, ``heard`` when its last lines came (microseconds)."""

    name: str
    state: SourceState = "waiting"
    reason: str = ""
    remedy: str = ""
    received: int = 0
    other: int = 0
    unparsed: int = 0
    lost: int = 0
    last_event: int | None = None
    heard: int | None = None
    minute: int = 0
    """The minute since the epoch in which the last lines came."""
    minute_lines: int = 0
    """Lines received in that minute."""
    previous_lines: int = 0
    """Lines received in the minute before it."""
    forged: int = 0
    """How many of the ``unparsed`` lines may have been forged."""
    gaps: int = 0
    """How often lines were found to be missing that nobody can read any more."""

    def rate(self, now: int) -> float:
        """Return lines per second over the minute that ends ``now`` (microseconds since the epoch)."""
        minute, into = divmod(now, _MINUTE)
        current, previous = self._minutes(minute)
        return (current + previous * (1 - into / _MINUTE)) / 60

    def with_status(self, status: SourceStatus) -> "SourceRow":
        """Return the row in the new state."""
        return msgspec.structs.replace(self, state=status.state, reason=status.reason, remedy=status.remedy)

    def with_gap(self) -> "SourceRow":
        """Return the row with one more gap."""
        return msgspec.structs.replace(self, gaps=self.gaps + 1)

    def with_reading(self, reading: Reading, at: int) -> "SourceRow":
        """Return the row with the lines that were read ``at`` (microseconds since the epoch) counted in."""
        current, previous = self._minutes(at // _MINUTE)
        return msgspec.structs.replace(
            self,
            received=self.received + reading.received,
            other=self.other + reading.other,
            unparsed=self.unparsed + len(reading.unparsed),
            lost=self.lost + reading.lost,
            heard=at,
            minute=at // _MINUTE,
            minute_lines=current + reading.received,
            previous_lines=previous,
            forged=self.forged + sum(line.forged for line in reading.unparsed),
        )

    def with_event(self, time: int) -> "SourceRow":
        """Return the row with the time of a packet that it saw."""
        if self.last_event is not None and time <= self.last_event:
            return self
        return msgspec.structs.replace(self, last_event=time)

    def _minutes(self, minute: int) -> tuple[int, int]:
        """Return the lines of ``minute`` and of the one before it, as far as they are known."""
        if minute == self.minute:
            return self.minute_lines, self.previous_lines
        return 0, self.minute_lines if minute == self.minute + 1 else 0


_COLUMNS: Final = SourceRow.__struct_fields__
_SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM sources"  # noqa: S608 (our own names)
_PUT: Final = f"INSERT OR REPLACE INTO sources ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608


class Sources:
    """The rows that a batch touches: read at the first touch, written back at the end."""

    def __init__(self, connection: sqlite3.Connection, at: int) -> None:
        self._connection = connection
        self._at = at
        self._rows: dict[str, SourceRow] = {}

    def take(self, batch: Batch, sightings: Iterable[Sighting]) -> None:
        """Count a batch in, with the ``sightings`` that came with it."""
        for reading in batch.readings:
            self._rows[reading.source] = self._row(reading.source).with_reading(reading, self._at)
        for status in batch.statuses:
            self._rows[status.source] = self._row(status.source).with_status(status)
        for gap in batch.gaps:
            self._rows[gap.source] = self._row(gap.source).with_gap()
        for source, time in _newest_events(sightings).items():
            self._rows[source] = self._row(source).with_event(time)

    def put(self) -> None:
        """Write the rows."""
        self._connection.executemany(_PUT, map(msgspec.structs.astuple, self._rows.values()))

    def _row(self, name: str) -> SourceRow:
        return self._rows.get(name) or _find(self._connection, name) or SourceRow(name)


def list_sources(connection: sqlite3.Connection) -> list[SourceRow]:
    """Return all sources by name."""
    return [SourceRow(*row) for row in connection.execute(f"{_SELECT} ORDER BY name")]


def _find(connection: sqlite3.Connection, name: str) -> SourceRow | None:
    row = connection.execute(f"{_SELECT} WHERE name = ?", (name,)).fetchone()
    return None if row is None else SourceRow(*row)


def _newest_events(sightings: Iterable[Sighting]) -> dict[str, int]:
    newest: dict[str, int] = {}
    for sighting in sightings:
        source, time = sighting.source, sighting.time
        if time > newest.get(source, time - 1):
            newest[source] = time
    return newest
