"""The scans that were found lately and which alerts are in them, where no store keeps that."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from wallwatch.evidence.member import as_member
from wallwatch.evidence.recent import Recent
from wallwatch.evidence.scan import Scans
from wallwatch.model import Alert, Change
from wallwatch.model.scan import Scan

_ALERTS: Final = 16_384
"""Alerts in no scan that are held, because they may turn out to be the beginning of one."""
_MEMBERS: Final = 1_000_000
_SCANS: Final = 8_192
_TURNED: Final = 65_536
"""Alerts whose verdict turned when they joined a scan."""


class Board:
    """Tells of each alert which scan it is in, as long as it is remembered."""

    def __init__(self, scans: Scans) -> None:
        self._scans = scans
        self._alerts: Recent[int, Alert] = Recent(_ALERTS)
        self._members: Recent[int, int] = Recent(_MEMBERS)
        self._turned: Recent[int, str] = Recent(_TURNED)
        self.scans = dict[int, Scan]()
        """By their numbers, that which grew last at the end."""

    def take(self, changes: Iterable[Change]) -> list[Change]:
        """Return the changes with the scans of their alerts, and one for each earlier alert that has got one."""
        changes = list(changes)
        found = self._scans.take(changes)
        for scan in found.scans:
            self.scans.pop(scan.id, None)
            self.scans[scan.id] = scan
        while len(self.scans) > _SCANS:
            del self.scans[next(iter(self.scans))]
        for number, scan_id in found.joined.items():
            self._members.put(number, scan_id)
        for number, because in found.reasons.items():
            self._turned.put(number, because)
        here = {change.alert.id for change in changes}
        earlier = (self._alerts.pop(number) for number in found.joined if number not in here)
        grown = [Change(kind="grown", alert=alert) for alert in earlier if alert is not None]
        return list(self._told(changes + grown))

    def with_scan(self, alert: Alert) -> Alert:
        """Return an alert with the number of its scan, judged as a part of it if it may."""
        scan = self._members.get(alert.id)
        return alert if scan is None else as_member(replace(alert, scan=scan), self._turned.get(alert.id))

    def _told(self, changes: Iterable[Change]) -> Iterator[Change]:
        for change in changes:
            alert = change.alert
            if change.into is not None and (scan := self._members.get(alert.id)) is not None:
                self._members.put(change.into, scan)
            alert = self.with_scan(alert)
            if alert.scan is None and change.into is None:
                self._alerts.put(alert.id, alert)
            yield change if alert is change.alert else replace(change, alert=alert)
