"""Alerts that are one row because they are one scan: the listed ones of each scan, in order of time."""

from array import array
from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from wallwatch.ui.ledger import Columns, Entry, typecode

Key = tuple[int, int]
"""Time in microseconds, then number."""


class Group(NamedTuple):
    """Alerts that are one row. ``alert`` is the number of the one that stands for them; times are microseconds.

    ``tagged`` is how many of its ``alerts`` have a tag.
    """

    alert: int
    alerts: int
    lines: int
    first: int
    last: int
    tagged: int = 0


class Fold:
    """The listed alerts of one scan: 4 bytes each, 8 from four billion on. The first of them stands for all.

    ``first_of`` tells the time of any of them.
    """

    def __init__(self, first_of: Callable[[int], int]) -> None:
        self.ids = array(typecode(0))
        self.lines = 0
        self._first_of = first_of

    @property
    def head(self) -> Key | None:
        """The key of the alert that stands for all, ``None`` if none is listed."""
        return self._key(self.ids[0]) if self.ids else None

    @property
    def group(self) -> Group:
        """What the row says of them."""
        first, last = self._first_of(self.ids[0]), self._first_of(self.ids[-1])
        return Group(self.ids[0], len(self.ids), self.lines, first, last)

    def add(self, first: int, alert_id: int, lines: int) -> None:
        """Take in an alert."""
        self._insert(self._find((first, alert_id)), alert_id, lines)

    def append(self, alert_id: int, lines: int) -> None:
        """Take in an alert that is later than all others."""
        self._insert(len(self.ids), alert_id, lines)

    def remove(self, entry: Entry) -> None:
        """Let go of one that was taken in as this, and is still known as this."""
        del self.ids[self._find((entry.first, entry.id))]
        self.lines -= entry.lines

    def _insert(self, at: int, alert_id: int, lines: int) -> None:
        if typecode(alert_id) > self.ids.typecode:
            self.ids = array(typecode(alert_id), self.ids)
        self.ids.insert(at, alert_id)
        self.lines += lines

    def _find(self, key: Key) -> int:
        return bisect_left(self.ids, key, key=self._key)

    def _key(self, alert_id: int) -> Key:
        return self._first_of(alert_id), alert_id


class Folds:
    """All scans of which an alert is listed; ``first_of`` tells the time of any listed alert."""

    def __init__(self, first_of: Callable[[int], int]) -> None:
        self._first_of = first_of
        self._folds: dict[int, Fold] = {}
        self._heads: dict[int, Key | None] = {}
        """Where the row of each scan was that has changed since :meth:`moved` was called last."""

    def get(self, scan: int) -> Fold | None:
        """Return the listed alerts of a scan, ``None`` if there are none."""
        return self._folds.get(scan)

    @property
    def spared(self) -> int:
        """How many rows less there are than alerts."""
        return sum(len(fold.ids) - 1 for fold in self._folds.values())

    def load(self, columns: Columns, listed: bytes) -> bytes:
        """Take in many alerts in order of time; return 1 for each that has a row, of those that are ``listed``."""
        if not any(columns.scans):
            return listed
        rows = bytearray(listed)
        for at, (scan, is_listed) in enumerate(zip(columns.scans, listed, strict=True)):
            if scan and is_listed:
                rows[at] = scan not in self._folds
                self._fold(scan).append(columns.ids[at], columns.lines[at])
        return bytes(rows)

    def add(self, entry: Entry) -> None:
        """Take in a listed alert that is part of a scan."""
        self._changing(entry.scan).add(entry.first, entry.id, entry.lines)

    def remove(self, entry: Entry) -> None:
        """Let go of one that was listed, and is still known as it was."""
        self._changing(entry.scan).remove(entry)

    def moved(self) -> list[tuple[Key | None, Key | None]]:
        """Return where each row was and is that moved, came (it was nowhere) or went since the last call."""
        pairs = [(was, self._folds[scan].head) for scan, was in self._heads.items()]
        for scan in self._heads:
            if not self._folds[scan].ids:
                del self._folds[scan]
        self._heads = {}
        return [(was, now) for was, now in pairs if was != now]

    def _changing(self, scan: int) -> Fold:
        fold = self._fold(scan)
        self._heads.setdefault(scan, fold.head)
        return fold

    def _fold(self, scan: int) -> Fold:
        fold = self._folds.get(scan)
        if fold is None:
            fold = self._folds[scan] = Fold(self._first_of)
        return fold
