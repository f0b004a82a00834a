"""The rows of the feed as numbers: which alerts are listed, in which order, and how many lines each class holds.

The screen never holds the alerts themselves. An alert costs 15 bytes and a listed one 4 more (8 from four billion on),
whatever its text is, so that a million of them can be scrolled, and a row can be found again, in constant or
logarithmic time.

Listed alerts that are one scan are one row, where the first of them stands.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from itertools import compress
from operator import or_
from typing import Final, NamedTuple, Self

from wallwatch.ui.folds import Fold, Folds, Group, Key
from wallwatch.ui.ledger import FILTERED, HIDDEN, ODD, SHOWN, Columns, Entry, Ledger, typecode

_LISTED: Final = bytes(standing in {SHOWN, ODD} for standing in range(256))
_LISTED_WITH_HIDDEN: Final = bytes(standing in {SHOWN, ODD, HIDDEN} for standing in range(256))
_STANDINGS: Final = 8
"""How many classes the bits of a standing can make."""


class LineCounts(NamedTuple):
    """How many log lines the alerts of each class stand for; an alert that is hidden is not filtered as well.

    What is odd is shown, or filtered.
    """

    shown: int = 0
    hidden: int = 0
    filtered: int = 0


class Rows:
    """The listed alerts in order of time, and what is known of all others.

    ``show_hidden`` lists what noise rules hide as well; it still counts as hidden.
    """

    def __init__(self, *, show_hidden: bool = False) -> None:
        self.show_hidden = show_hidden
        self.version = 0
        """Another number after every update."""
        self.store = 0
        """Another number for the rows of another store, where numbers are those of other alerts; 0 for no store."""
        self._ids = array(typecode(0))
        self._was: dict[int, int] = {}
        """The times under which rows still stand that an update is about to take away."""
        self._ledger = Ledger()
        self._folds = Folds(self._ledger.first)
        self._lines = [0] * _STANDINGS

    @classmethod
    def load(cls, columns: Columns, standings: bytes, *, show_hidden: bool = False) -> Self:
        """Return the rows of many alerts at once, with the class of each; their order is that of the keys already."""
        rows = cls(show_hidden=show_hidden)
        listed = standings.translate(_LISTED_WITH_HIDDEN if show_hidden else _LISTED)
        listed = rows._folds.load(columns, listed)
        rows._ids = array(typecode(max(columns.ids, default=0)), compress(columns.ids, listed))
        for standing in range(len(rows._lines)):
            chosen = standings.translate(bytes(each == standing for each in range(256)))
            rows._lines[standing] = sum(compress(columns.lines, chosen))
        rows._ledger.load(columns, standings)
        return rows

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def counts(self) -> LineCounts:
        """Lines by class, of all alerts."""
        of = dict.fromkeys((SHOWN, HIDDEN, FILTERED), 0)
        for standing, lines in enumerate(self._lines):
            of[HIDDEN if standing & HIDDEN else standing & FILTERED] += lines
        return LineCounts(of[SHOWN], of[HIDDEN], of[FILTERED])

    @property
    def odd(self) -> frozenset[int]:
        """The numbers of the alerts that differ from the noise they are part of."""
        return self._ledger.standing_of(ODD)

    @property
    def alerts(self) -> int:
        """How many alerts there are, listed or not."""
        return self._ledger.known

    @property
    def alerts_listed(self) -> int:
        """How many alerts are listed: a scan has many, and one row."""
        return len(self) + self._folds.spared

    def id_at(self, index: int) -> int:
        """Return the number of the alert in row ``index``."""
        return self._ids[index]

    def first_at(self, index: int) -> int:
        """Return the time of row ``index``, microseconds since the epoch."""
        return self._ledger.first(self._ids[index])

    def page(self, start: int, count: int) -> Sequence[int]:
        """Return the numbers of the alerts in up to ``count`` rows from ``start``."""
        return self._ids[max(start, 0) : max(start, 0) + count]

    def standing(self, alert_id: int) -> int | None:
        """Return the class of an alert (``HIDDEN`` and ``FILTERED`` are bits), ``None`` if it is not known."""
        entry = self._ledger.entry(alert_id)
        return None if entry is None else entry.standing

    def flags(self, ids: Sequence[int]) -> bytes:
        """Return 1 for each of ``ids`` that is listed, and 0 for the others. This may run in a thread."""
        return self._ledger.flags(ids, self._listed)

    def listed(self, ids: Sequence[int]) -> "array[int]":
        """Return those of ``ids`` that are listed, in their order."""
        flags = self.flags(ids)
        return ids if isinstance(ids, array) and 0 not in flags else array("q", compress(ids, flags))

    def first_of(self, alert_id: int) -> int | None:
        """Return the time of an alert, listed or not; ``None`` if it is not known."""
        entry = self._ledger.entry(alert_id)
        return None if entry is None else entry.first

    @property
    def towards(self) -> int:
        """Which way new rows come in: 1 for the end, where the feed follows."""
        return 1

    @property
    def newest(self) -> int:
        """The row to follow."""
        return len(self) - 1

    def group_at(self, index: int) -> Group | None:
        """Return the scan in row ``index``, ``None`` where that is an alert."""
        fold = self.fold_of(self._ids[index])
        return None if fold is None else fold.group

    def scan_of(self, alert_id: int) -> int:
        """Return the number of the scan that an alert is folded into, 0 for none."""
        entry = self._ledger.entry(alert_id)
        return 0 if entry is None else entry.scan

    def fold_of(self, alert_id: int) -> Fold | None:
        """Return the listed alerts of the scan that an alert is folded into, ``None`` if it has a row of its own."""
        return self._folds.get(self.scan_of(alert_id))

    def heads(self, scans: Iterable[int]) -> Sequence[int]:
        """Return the alerts that stand for the rows of these scans."""
        folds = filter(None, map(self._folds.get, scans))
        return [fold.ids[0] for fold in folds if fold.ids]

    def behind(self, start: int, count: int) -> Sequence[int]:
        """Return the numbers of the alerts that ``count`` rows from ``start`` stand for: all of a scan."""
        found = array("q")
        for alert_id in self.page(start, count):
            fold = self.fold_of(alert_id)
            found.extend((alert_id,) if fold is None else iter(fold.ids))
        return found

    def index_of(self, alert_id: int) -> int | None:
        """Return the row of an alert, or of the scan that it is folded into; ``None`` if it is not listed."""
        entry = self._ledger.entry(alert_id)
        if entry is None or not self._lists(entry):
            return None
        fold = self._folds.get(entry.scan)
        return self._find((fold.head if fold else None) or (entry.first, entry.id))

    def nearest(self, first: int, alert_id: int) -> int:
        """Return the row at or before which an alert of that key stands or would stand; 0 where there is no row."""
        return max(min(self._find((first, alert_id)), len(self) - 1), 0)

    def update(self, entries: Sequence[Entry], gone: Iterable[int] = ()) -> int:
        """Take in new, grown and re-judged alerts and forget those that are gone; return how many rows appeared."""
        self.version += 1
        leaving: list[Key] = []
        arriving: list[Key] = []
        for alert_id in gone:
            self._replace(alert_id, None, leaving, arriving)
        for entry in entries:
            self._replace(entry.id, entry, leaving, arriving)
        moved = self._folds.moved()
        gone_from = {number for _, number in leaving}
        new = (*arriving, *(now for was, now in moved if was is None and now is not None))
        leaving += [was for was, _ in moved if was is not None]
        arriving += [now for _, now in moved if now is not None]
        for key in leaving:
            del self._ids[self._find(key)]
        self._was.clear()
        self._insert(sorted(arriving))
        return sum(number not in gone_from for _, number in new)

    def _replace(self, alert_id: int, entry: Entry | None, leaving: list[Key], arriving: list[Key]) -> None:
        """Set what is known of an alert, and note the row that it leaves and the one that it comes to."""
        old = self._ledger.entry(alert_id)
        if old is not None:
            self._lines[old.standing] -= old.lines
            self._was.setdefault(alert_id, old.first)
        if entry is not None:
            self._lines[entry.standing] += entry.lines
        was = old if old is not None and self._lists(old) else None
        now = entry if entry is not None and self._lists(entry) else None
        stays = was is not None and now is not None and _same_row(was, now)
        if was is not None and not stays:
            self._folds.remove(was) if was.scan else leaving.append((was.first, was.id))
        self._ledger.put(alert_id, entry)
        if now is not None and not stays:
            self._folds.add(now) if now.scan else arriving.append((now.first, now.id))

    def _lists(self, entry: Entry) -> bool:
        return bool(self._listed[entry.standing])

    @property
    def _listed(self) -> bytes:
        """A table of standings with a 1 for each that is listed."""
        return _LISTED_WITH_HIDDEN if self.show_hidden else _LISTED

    def _find(self, key: Key) -> int:
        """Return the first row whose key is not below ``key``."""
        return bisect_left(self._ids, key, key=self._key)

    def _key(self, alert_id: int) -> Key:
        """Return the key under which the row of an alert stands."""
        was = self._was.get(alert_id)
        return (self._ledger.first(alert_id) if was is None else was), alert_id

    def _insert(self, keys: list[Key]) -> None:
        """Put sorted new keys in, newest first; keys that fall between the same two rows cost one move together."""
        end = len(keys)
        while end:
            at = self._find(keys[end - 1])
            start = bisect_left(keys, self._key(self._ids[at - 1]), 0, end) if at else 0
            self._put(at, [alert_id for _, alert_id in keys[start:end]])
            end = start

    def _put(self, at: int, ids: list[int]) -> None:
        if typecode(max(ids)) > self._ids.typecode:
            self._ids = array(typecode(max(ids)), self._ids)
        self._ids[at:at] = array(self._ids.typecode, ids)


def _same_row(was: Entry, now: Entry) -> bool:
    """Tell whether an alert stays where it is, and nothing changes in a scan."""
    if was.scan or now.scan:
        return (was.first, was.scan, was.lines) == (now.first, now.scan, now.lines)
    return was.first == now.first


def standings(
    ids: Sequence[int], hidden: Iterable[int] | None, passing: Iterable[int] | None, odd: Collection[int] = ()
) -> bytes:
    """Return the class of each of ``ids``: those in ``hidden`` are noise, those not in ``passing`` are filtered out.

    All are in the order of ``ids``; ``None`` stands for no rule and for no filter. Those in ``odd`` are not in
    ``hidden``.
    """
    noise = bytes(len(ids)) if hidden is None else _members(ids, hidden)
    if odd:
        noise = bytes(map(or_, noise, _members(ids, odd).translate(_ODD)))
    if passing is None:
        return noise
    return bytes(map(or_, noise, _members(ids, passing).translate(_FILTERED_UNLESS_PASSING)))


_ODD: Final = bytes([SHOWN, ODD]) + bytes(254)
_FILTERED_UNLESS_PASSING: Final = bytes([FILTERED, SHOWN]) + bytes(254)


def _members(ids: Sequence[int], some: Iterable[int]) -> bytes:
    """Return 1 for each of ``ids`` that is among ``some``, which are in the same order, and 0 for the others."""
    marks = bytearray(len(ids))
    following = iter(some)
    wanted = next(following, None)
    for at, alert_id in enumerate(ids):
        if alert_id == wanted:
            marks[at] = HIDDEN
            wanted = next(following, None)
    return bytes(marks)
