"""What the feed can show beside the alerts in order of time: newest first, in another order, or groups of alerts.

A view is rows by place, each of which stands for an alert: itself, or as one of a group. Like :class:`Rows`, which is
the view that grows by itself, they hold numbers only, so that a million rows cost some bytes each and a key costs the
same at any length. All but :class:`Backwards` are made off the loop by :mod:`wallwatch.ui.arranger`, again and again
while alerts come in.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from wallwatch.ui.folds import Group
from wallwatch.ui.rows import Rows

if TYPE_CHECKING:
    from array import array


class View(Protocol):
    """Rows by place. A row's alert is what it is found again by when there is another view."""

    def __len__(self) -> int: ...

    @property
    def version(self) -> int:
        """Another number after every change of the rows."""
        ...

    @property
    def towards(self) -> int:
        """Which way new rows come in: 1 for the end, -1 for the beginning, 0 where nothing can be followed."""
        ...

    @property
    def newest(self) -> int:
        """The row to follow, where something can be followed."""
        ...

    def id_at(self, index: int) -> int:
        """Return the number of the alert of row ``index``."""
        ...

    def first_at(self, index: int) -> int:
        """Return the time of row ``index``, microseconds since the epoch."""
        ...

    def group_at(self, index: int) -> Group | None:
        """Return the group in row ``index``, ``None`` where that is an alert."""
        ...

    def page(self, start: int, count: int) -> Sequence[int]:
        """Return the numbers of the alerts of up to ``count`` rows from ``start``."""
        ...

    def index_of(self, alert_id: int) -> int | None:
        """Return the row of an alert, ``None`` if there is none."""
        ...


class Backwards:
    """The rows in order of time, newest first: new ones come in at the top."""

    towards = -1
    newest = 0

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def version(self) -> int:
        """That of the rows."""
        return self._rows.version

    def id_at(self, index: int) -> int:
        """Return the number of the alert in row ``index``."""
        return self._rows.id_at(self._there(index))

    def first_at(self, index: int) -> int:
        """Return the time of row ``index``."""
        return self._rows.first_at(self._there(index))

    def group_at(self, index: int) -> Group | None:
        """Return the scan in row ``index``, ``None`` where that is an alert."""
        return self._rows.group_at(self._there(index))

    def page(self, start: int, count: int) -> Sequence[int]:
        """Return the numbers of the alerts in up to ``count`` rows from ``start``."""
        end = len(self) - max(start, 0)
        return self._rows.page(max(end - count, 0), min(count, end))[::-1]

    def behind(self, start: int, count: int) -> Sequence[int]:
        """Return the numbers of the alerts that ``count`` rows from ``start`` stand for."""
        end = len(self) - max(start, 0)
        return self._rows.behind(max(end - count, 0), min(count, end))

    def index_of(self, alert_id: int) -> int | None:
        """Return the row of an alert, ``None`` if it is not listed."""
        there = self._rows.index_of(alert_id)
        return None if there is None else self._there(there)

    def _there(self, index: int) -> int:
        return len(self._rows) - 1 - index


class Fixed:
    """Rows that somebody put into an order once; ``towards`` is 1 where that is the order of time."""

    def __init__(self, ids: "array[int]", *, towards: int = 0) -> None:
        self.version = 0
        self.towards = towards
        self._ids = ids
        self._found: tuple[int, int | None] = -1, None

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def newest(self) -> int:
        """The row to follow, where the order is that of time."""
        return len(self) - 1 if self.towards > 0 else 0

    def id_at(self, index: int) -> int:
        """Return the number of the alert of row ``index``."""
        return self._ids[index]

    def page(self, start: int, count: int) -> Sequence[int]:
        """Return the numbers of the alerts of up to ``count`` rows from ``start``."""
        return self._ids[max(start, 0) : max(start, 0) + count]

    def index_of(self, alert_id: int) -> int | None:
        """Return the row of an alert, ``None`` if there is none.

        Looked for from end to end (some milliseconds in a million), but the same one is looked for once.
        """
        if self._found[0] != alert_id:
            try:
                self._found = alert_id, self._ids.index(alert_id)
            except ValueError:
                self._found = alert_id, None
        return self._found[1]


class Listing(Fixed):
    """Alerts in any order. Their times are known to the rows, of which they are some."""

    def __init__(self, ids: "array[int]", rows: Rows, *, towards: int = 0) -> None:
        super().__init__(ids, towards=towards)
        self._rows = rows

    def first_at(self, index: int) -> int:
        """Return the time of row ``index``; 0 of an alert that is gone."""
        return self._rows.first_of(self._ids[index]) or 0

    def group_at(self, index: int) -> None:
        """Return the group in row ``index``: here is none."""


class Groups(Fixed):
    """Groups of alerts; the columns are those of :class:`Group`."""

    def __init__(self, columns: Sequence["array[int]"]) -> None:
        super().__init__(columns[0])
        self._columns = columns

    def first_at(self, index: int) -> int:
        """Return the time of the first alert of row ``index``."""
        return self.group_at(index).first

    def group_at(self, index: int) -> Group:
        """Return the group in row ``index``."""
        return Group(*(column[index] for column in self._columns))
