"""Alerts that are one row because they are one scan: the listed ones of each scan, in order of time."""

from array import array
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from wallwatch.ui.ledger import Columns, Entry

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
    """The listed alerts of one scan: 16 bytes each. The first of them stands for all."""

    def __init__(self) -> None:
        self.ids = array("q")
        self.firsts = array("q")
        self.lines = 0

    @property
    def head(self) -> Key | None:
        """The key of the alert that stands for all, ``None`` if none is listed."""
        return (self.firsts[0], self.ids[0]) if self.ids else None

    @property
    def group(self) -> Group:
        """What the row says of them."""
        return Group(self.ids[0], len(self.ids), self.lines, self.firsts[0], self.firsts[-1])

    def add(self, first: int, alert_id: int, lines: int) -> None:
        """Take in an alert."""
        at = self._find(first, alert_id)
        self.firsts.insert(at, first)
        self.ids.insert(at, alert_id)
        self.lines += lines

    def remove(self, entry: Entry) -> None:
        """Let go of an alert that was taken in as this."""
        at = self._find(entry.first, entry.id)
        del self.firsts[at], self.ids[at]
        self.lines -= entry.lines

    def _find(self, first: int, alert_id: int) -> int:
        low = bisect_left(self.firsts, first)
        return bisect_left(self.ids, alert_id, low, bisect_right(self.firsts, first, low))


class Folds:
    """All scans of which an alert is listed."""

    def __init__(self) -> None:
        self._folds: dict[int, Fold] = {}
        self._heads: dict[int, Key | None] = {}
        """Where the row of each scan was that has changed since :meth:`moved` was called last."""

    def get(self, scan: int) -> Fold | None:
        """Return the listed alerts of a scan, ``None`` if there are none."""
        return self._folds.get(scan)

    def load(self, columns: Columns, listed: bytes) -> bytes:
        """Take in many alerts in order of time; return 1 for each that has a row, of those that are ``listed``."""
        if not any(columns.scans):
            return listed
        rows = bytearray(listed)
        for at, (scan, is_listed) in enumerate(zip(columns.scans, listed, strict=True)):
            if scan and is_listed:
                rows[at] = scan not in self._folds
                self._folds.setdefault(scan, Fold()).add(columns.firsts[at], columns.ids[at], columns.lines[at])
        return bytes(rows)

    def add(self, entry: Entry) -> None:
        """Take in a listed alert that is part of a scan."""
        self._changing(entry.scan).add(entry.first, entry.id, entry.lines)

    def remove(self, entry: Entry) -> None:
        """Let go of one that was listed."""
        self._changing(entry.scan).remove(entry)

    def moved(self) -> tuple[list[Key], list[Key]]:
        """Return the keys of the rows that are no more, and of those that have come instead, since the last call."""
        pairs = [(was, self._folds[scan].head) for scan, was in self._heads.items()]
        for scan in self._heads:
            if not self._folds[scan].ids:
                del self._folds[scan]
        self._heads = {}
        leaving = [was for was, now in pairs if was is not None and was != now]
        return leaving, [now for was, now in pairs if now is not None and was != now]

    def _changing(self, scan: int) -> Fold:
        fold = self._folds.setdefault(scan, Fold())
        self._heads.setdefault(scan, fold.head)
        return fold
