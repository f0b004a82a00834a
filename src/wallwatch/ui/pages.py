"""Alerts by number, read from the store a page at a time."""

from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple

from textual.cache import LRUCache

from wallwatch.model import Alert

_KEPT: Final = 1_000


class Kept(NamedTuple):
    """An alert, and which reading it is from: an alert that grew is read again and has another ``serial``."""

    alert: Alert
    serial: int


class Pages:
    """The alerts of the last pages that were seen. ``read`` returns those of the given numbers that there are."""

    def __init__(self, read: Callable[[Sequence[int]], list[Alert]]) -> None:
        self._read = read
        self._kept: LRUCache[int, Kept] = LRUCache(_KEPT)
        self._readings = 0

    def get(self, alert_id: int, page: Callable[[], Sequence[int]]) -> Kept | None:
        """Return an alert, reading with it what is missing of its ``page``; ``None`` if it is not there any more."""
        if alert_id not in self._kept:
            self._load({alert_id, *page()})
        return self._kept.get(alert_id)

    def forget(self, ids: Collection[int] | None) -> None:
        """Read these alerts again when they are asked for next; all, for ``None``."""
        if ids is None:
            self._kept.clear()
        for alert_id in ids or ():
            self._kept.discard(alert_id)

    def _load(self, ids: set[int]) -> None:
        self._readings += 1
        for alert in self._read([number for number in ids if number not in self._kept]):
            self._kept[alert.id] = Kept(alert, self._readings)
