"""Alerts whose verdict may still turn: the first knocks of a source are a client's until they are many."""

from collections.abc import Iterable
from typing import Final

from wallwatch.evidence.recent import Recent
from wallwatch.model import Alert

HELD: Final = 8_000
"""Alerts that are held; the oldest make room."""


class Settling:
    """The newest alerts, as they were last judged, by their numbers."""

    def __init__(self, capacity: int = HELD) -> None:
        self._alerts: Recent[int, Alert] = Recent(capacity)

    def hold(self, alert: Alert) -> None:
        """Keep an alert as it is now."""
        self._alerts.put(alert.id, alert)

    def drop(self, number: int) -> None:
        """Forget an alert that is no row any more."""
        self._alerts.pop(number)

    def release(self, numbers: Iterable[int]) -> list[Alert]:
        """Return those of the alerts that are held, and hold them no longer."""
        found = (self._alerts.pop(number) for number in numbers)
        return [alert for alert in found if alert is not None]
