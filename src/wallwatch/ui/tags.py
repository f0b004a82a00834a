"""Tags: the alerts that somebody picked out to do something to all of them. They are nobody's work and are not kept.

A tag costs a byte for each number between the lowest and the highest that was ever tagged, however many are.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

_ON: Final = 1


class Tags:
    """The numbers of the tagged alerts. ``version`` is another number after every change."""

    def __init__(self) -> None:
        self.count = 0
        """How many there are."""
        self.version = 0
        self._base = 0
        self._marks = bytearray()

    def __contains__(self, alert_id: int) -> bool:
        at = alert_id - self._base
        return 0 <= at < len(self._marks) and bool(self._marks[at])

    def __iter__(self) -> Iterator[int]:
        """Yield the tagged numbers, lowest first."""
        at = self._marks.find(_ON)
        while at >= 0:
            yield self._base + at
            at = self._marks.find(_ON, at + 1)

    def flags(self, ids: Iterable[int]) -> bytes:
        """Return 1 for each of ``ids`` that is tagged, and 0 for the others."""
        marks, base, end = self._marks, self._base, self._base + len(self._marks)
        return bytes([marks[alert_id - base] if base <= alert_id < end else 0 for alert_id in ids])

    def ids(self) -> "array[int]":
        """Return the tagged numbers, lowest first."""
        return array("q", self)

    def put(self, ids: Sequence[int], *, on: bool) -> None:
        """Tag these alerts, or take their tags away."""
        if not ids:
            return
        self._make_room(min(ids), max(ids))
        marks, base = self._marks, self._base
        for alert_id in ids:
            marks[alert_id - base] = on
        self._counted()

    def switch(self, ids: Sequence[int]) -> bool:
        """Tag all of these alerts, or none of them where all are tagged already; return whether they are now."""
        on = not all(alert_id in self for alert_id in ids)
        self.put(ids, on=on)
        return on

    def keep(self, is_there: Callable[[int], bool], among: Iterable[int] | None = None) -> None:
        """Take the tags away from alerts that are not there any more; only those ``among`` some are looked at."""
        looked_at = self if among is None else (alert_id for alert_id in among if alert_id in self)
        gone = [alert_id for alert_id in looked_at if not is_there(alert_id)]
        self.put(gone, on=False)

    def clear(self) -> None:
        """Take all tags away."""
        self._marks = bytearray()
        self._counted()

    def _counted(self) -> None:
        self.count = self._marks.count(_ON)
        self.version += 1

    def _make_room(self, lowest: int, highest: int) -> None:
        if not self._marks:
            self._base = lowest
        if (before := self._base - lowest) > 0:
            self._marks[0:0] = bytes(before)
            self._base = lowest
        if (after := highest - self._base + 1 - len(self._marks)) > 0:
            self._marks.extend(bytes(after))
