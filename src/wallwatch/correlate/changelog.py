"""What happened to the alerts since the last time that somebody asked."""

from wallwatch.correlate.attempt import Attempt
from wallwatch.correlate.freeze import alert_of, touched_packets
from wallwatch.correlate.stitch import NEVER
from wallwatch.correlate.tail import is_long
from wallwatch.model import Alert, Change


class Changelog:
    """Collects what is touched and tells of each alert once. An alert gets its number when it is first told of."""

    def __init__(self, next_id: int) -> None:
        self._next_id = next_id
        self._touched: list[Attempt] = []
        self._merged: list[tuple[Alert, Attempt]] = []
        self.long: dict[int, Attempt | None] = {}
        """Alerts told of that have more packets than are kept; ``None`` for those that are no more."""

    def touch(self, attempt: Attempt) -> None:
        """Note that an alert is new or has grown."""
        if not attempt.touched:
            attempt.touched = True
            self._touched.append(attempt)

    def merge(self, attempt: Attempt, into: Attempt) -> None:
        """Note that all packets of ``attempt`` are now in ``into``."""
        if attempt.id:
            self._end(attempt, into)
        self.touch(into)

    def replace(self, attempt: Attempt) -> None:
        """Give the alert a new number, because a packet that was told of as one of its own turned out not to be."""
        if attempt.id:
            self._end(attempt, attempt)
        attempt.id = 0
        for stitch in attempt.packets:
            stitch.place = NEVER
        self.touch(attempt)

    def reserve(self, number: int) -> None:
        """Leave out the numbers up to and with ``number``."""
        self._next_id = max(self._next_id, number + 1)

    def number(self) -> int:
        """Return a number that no alert has or will have."""
        self._next_id += 1
        return self._next_id - 1

    def drain(self) -> list[Change]:
        """Return one change for each alert: what is new or has grown, then what was merged."""
        changes = [self._change(attempt) for attempt in self._touched if attempt.into is None]
        changes += [Change(kind="merged", alert=alert, into=goal.heir.id) for alert, goal in self._merged]
        self._touched, self._merged = [], []
        return changes

    def _end(self, attempt: Attempt, into: Attempt) -> None:
        self._merged.append((alert_of(attempt), into))
        if is_long(attempt):
            self.long[attempt.id] = None

    def _change(self, attempt: Attempt) -> Change:
        attempt.touched = False
        new = not attempt.id
        if new:
            attempt.id = self.number()
        if is_long(attempt):
            self.long[attempt.id] = attempt
        touched = touched_packets(attempt)
        first = touched[0][1] if touched and touched[0][0] == 0 else None
        return Change(kind="new" if new else "grown", alert=alert_of(attempt, first), touched=touched)
