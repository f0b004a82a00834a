"""What the screen knows of every alert, listed or not: its time, its lines, and the class it was judged into."""

from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

SHOWN: Final = 0
HIDDEN: Final = 1
"""Some noise rule matches."""
FILTERED: Final = 2
"""The filter does not match, or cannot tell."""
ODD: Final = 4
"""Some noise rule matches, and it does not look like the others of that rule: it is shown."""

_NOBODY: Final = 128
"""The standing of an alert that is not there: no bit of any other is in it."""
_MANY: Final = 65_535
"""So many lines, or more, are kept apart: few alerts have them."""


_MORE: Final = 4_096
"""Places that the columns grow by at least; arrays leave room for more by themselves."""


class Entry(NamedTuple):
    """What the rows keep of an alert: its order (``first`` in microseconds, then ``id``), its lines, its standing."""

    first: int
    id: int
    lines: int
    standing: int = SHOWN
    scan: int = 0
    """The number of the scan that it is folded into, 0 for none."""


class Columns(Protocol):
    """Alerts in the order of their keys, as three columns: the store's index."""

    @property
    def ids(self) -> "array[int]":
        """Their numbers."""
        ...

    @property
    def firsts(self) -> "array[int]":
        """Their times, microseconds since the epoch."""
        ...

    @property
    def lines(self) -> "array[int]":
        """Their lines."""
        ...

    @property
    def scans(self) -> "array[int]":
        """The numbers of their scans, 0 for none."""
        ...


class Ledger:
    """The entries by number. Numbers are dense, so columns of 15 bytes an alert serve better than a dict."""

    def __init__(self) -> None:
        self.known = 0
        """How many alerts there are."""
        self._base = 0
        self._first = array("q")
        self._lines = array("H")
        self._many: dict[int, int] = {}
        """The lines of those that have many, by place."""
        self._standing = bytearray()
        self._scan = array("i")

    def entry(self, alert_id: int) -> Entry | None:
        """Return what is known of an alert, ``None`` if it is not there."""
        at = alert_id - self._base
        if not 0 <= at < len(self._lines) or self._standing[at] == _NOBODY:
            return None
        return Entry(self._first[at], alert_id, self._lines_at(at), self._standing[at], self._scan[at])

    def first(self, alert_id: int) -> int:
        """Return the time of an alert that is there."""
        return self._first[alert_id - self._base]

    def load(self, columns: Columns, standings: bytes) -> None:
        """Take in many alerts at once, into an empty ledger."""
        if not columns.ids:
            return
        self._base = min(columns.ids)
        self._widen(0, max(columns.ids) - self._base + 1)
        for alert_id, first, lines, standing in zip(columns.ids, columns.firsts, columns.lines, standings, strict=True):
            at = alert_id - self._base
            self._first[at] = first
            self._lines[at] = lines if lines < _MANY else self._keep(at, lines)
            self._standing[at] = standing
        for alert_id, scan in zip(columns.ids, columns.scans, strict=True) if any(columns.scans) else ():
            self._scan[alert_id - self._base] = scan
        self.known = len(columns.ids)

    def put(self, alert_id: int, entry: Entry | None) -> None:
        """Set what is known of an alert; ``None`` forgets it."""
        at = self._place(alert_id)
        self.known -= self._standing[at] != _NOBODY
        self._first[at] = entry.first if entry else 0
        self._lines[at] = self._keep(at, entry.lines) if entry else 0
        self._standing[at] = entry.standing if entry else _NOBODY
        self._scan[at] = entry.scan if entry else 0
        self.known += entry is not None

    def standing_of(self, bit: int) -> frozenset[int]:
        """Return the numbers of the alerts that have a bit in their standing."""
        flags = self._standing.translate(bytes(bool(standing & bit) for standing in range(256)))
        found, at = [], flags.find(1)
        while at >= 0:
            found.append(self._base + at)
            at = flags.find(1, at + 1)
        return frozenset(found)

    def flags(self, ids: Sequence[int], standings: bytes) -> bytes:
        """Return for each of ``ids`` what the table ``standings`` has for its standing, 0 where it is not there.

        This may run in a thread while the loop goes on: it looks at what is known now.
        """
        base, known = self._base, self._standing.translate(standings)
        end = base + len(known)
        return bytes(known[alert_id - base] if base <= alert_id < end else 0 for alert_id in ids)

    def _place(self, alert_id: int) -> int:
        """Return where ``alert_id`` stands in the columns, which grow by some more when it is outside."""
        if not self._lines:
            self._base = alert_id
        if (before := self._base - alert_id) > 0:
            self._widen(0, before)
            self._many = {place + before: lines for place, lines in self._many.items()}
            self._base = alert_id
        at = alert_id - self._base
        if (missing := at + 1 - len(self._lines)) > 0:
            self._widen(len(self._lines), missing + _MORE)
        return at

    def _lines_at(self, at: int) -> int:
        lines = self._lines[at]
        return self._many[at] if lines == _MANY else lines

    def _keep(self, at: int, lines: int) -> int:
        """Return what the column has for so many lines."""
        if lines >= _MANY:
            self._many[at] = lines
        return min(lines, _MANY)

    def _widen(self, at: int, count: int) -> None:
        self._first[at:at] = array("q", bytes(8 * count))
        self._lines[at:at] = array("H", bytes(2 * count))
        self._standing[at:at] = bytes([_NOBODY]) * count
        self._scan[at:at] = array("i", bytes(4 * count))


def typecode(number: int) -> str:
    """Return how an array holds numbers up to this one: in four bytes as long as they do, the later letter in eight."""
    return "I" if number < 1 << 32 else "q"
