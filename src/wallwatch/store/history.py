"""The reading side of the blocks: sightings by their numbers, or all of them in the order of arrival."""

import sqlite3
from collections import OrderedDict
from collections.abc import Container, Iterable
from itertools import islice
from typing import Final

from msgspec.structs import replace

from wallwatch.model import Sighting
from wallwatch.store.blocks import expanded, raw_of
from wallwatch.store.columns import Columns, unpack
from wallwatch.store.redated import redated

_KEPT: Final = 4
"""Blocks that stay unpacked: the packets of one alert, and what is looked at next, are mostly in the same ones."""

_AT: Final = "SELECT first, size FROM blocks WHERE first <= ? ORDER BY first DESC LIMIT 1"
_AFTER: Final = "SELECT first, size FROM blocks WHERE first > ? ORDER BY first LIMIT 1"


class _Open:
    """A block, unpacked as far as it was asked for."""

    def __init__(self, connection: sqlite3.Connection, first: int) -> None:
        self.first = first
        (sightings,) = connection.execute("SELECT sightings FROM blocks WHERE first = ?", (first,)).fetchone()
        self.columns: Columns = unpack(expanded(sightings))
        self._raw: list[str] | None = None

    def raw(self, connection: sqlite3.Connection) -> list[str]:
        """Return the raw lines of each number."""
        if self._raw is None:
            (raw,) = connection.execute("SELECT raw FROM blocks WHERE first = ?", (self.first,)).fetchone()
            self._raw = raw_of(raw)
        return self._raw


class History:
    """Finds sightings in the blocks; the ``kept`` last ones used stay unpacked. To be used inside a transaction."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._open: OrderedDict[tuple[int, int], _Open] = OrderedDict()

    def find(self, connection: sqlite3.Connection, numbers: Iterable[int], *, raw: bool) -> dict[int, Sighting]:
        """Return the sightings of these numbers that are there, with their ``raw`` lines or without."""
        found: dict[int, Sighting] = {}
        end, block = 0, None
        for number in sorted(numbers):
            if number >= end or block is None:
                block, end = self._at(connection, number)
            place = None if block is None else block.columns.places.get(number)
            if block is not None and place is not None:
                sighting = block.columns.at(place)
                lines = block.raw(connection)[number - block.first] if raw else ""
                found[number] = replace(sighting, raw=lines) if raw else sighting
        return redated(connection, found)

    def after(self, connection: sqlite3.Connection, number: int, only: Container[int] | None) -> list[Sighting]:
        """Return sightings with raw lines that came after ``number``: those of the next block, none at the end."""
        while True:
            row = self._next(connection, number)
            if row is None:
                return []
            first, size = row
            wanted = range(max(first, number + 1), first + size)
            found = self.find(connection, wanted if only is None else (n for n in wanted if n in only), raw=True)
            if found:
                return list(found.values())
            number = first + size - 1

    def _next(self, connection: sqlite3.Connection, number: int) -> tuple[int, int] | None:
        """Return the block with the lowest number after ``number``."""
        row: tuple[int, int] | None = connection.execute(_AT, (number + 1,)).fetchone()
        if row is None or sum(row) <= number + 1:
            row = connection.execute(_AFTER, (number,)).fetchone()
        return row

    def _at(self, connection: sqlite3.Connection, number: int) -> tuple[_Open | None, int]:
        """Return the block that has the number, if one does, and the number from which on to ask again."""
        row = connection.execute(_AT, (number,)).fetchone()
        if row is None or sum(row) <= number:
            return None, number + 1
        if row not in self._open:
            self._open[row] = _Open(connection, row[0])
        self._open.move_to_end(row)
        for old in list(islice(self._open, max(len(self._open) - self._kept, 0))):
            del self._open[old]
        return self._open[row], sum(row)
