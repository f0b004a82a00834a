"""Whole files, read and joined into alerts with their packets; nothing is kept.

Of a large log not all packets are held in memory: it is read a second time for those that are wanted.
"""

from collections.abc import Collection, Sequence
from datetime import tzinfo
from typing import Final

import msgspec

from wallwatch.cli.config import configured
from wallwatch.cli.inputs import sources
from wallwatch.cli.printer import Join, Request
from wallwatch.cli.stores import STDIN
from wallwatch.engine.intake import reader_of
from wallwatch.engine.scan import Tally, dated, merged
from wallwatch.model import Alert, Change, Packet
from wallwatch.model.scan import ScanKind
from wallwatch.store.batch import ENDED

ROOM: Final = 5_000
"""Packets that are held without knowing whether they are wanted: some 10 KB each, with their lines."""


class Files(msgspec.Struct, frozen=True):
    """Files to read; ``zone`` is their wall clock, ``year`` that of lines that state none."""

    logs: Sequence[str]
    zone: tzinfo | None = None
    year: int | None = None


class Whole(msgspec.Struct):
    """What files said: the alerts, packets of each and the kind of each scan by its number, and what was counted.

    ``wanted`` are the alerts whose packets are held, ``None`` those of all, as long as there is room; ``is_partial``
    tells that there was not enough.
    """

    wanted: Collection[int] | None = None
    alerts: dict[int, Alert] = {}
    places: dict[int, dict[int, Packet]] = {}
    scans: dict[int, ScanKind] = {}
    tally: Tally = msgspec.field(default_factory=Tally)
    is_partial: bool = False
    _held: int = 0

    def take(self, change: Change) -> None:
        """Take in what became of an alert."""
        number = change.alert.id
        if change.kind in ENDED:
            self.alerts.pop(number, None)
            self._held -= len(self.places.pop(number, ()))
            return
        self.alerts[number] = change.alert
        if self._holds(number):
            found = self.places.setdefault(number, {})
            before = len(found)
            found.update(change.touched)
            self._held += len(found) - before

    def packets(self, alert: int) -> tuple[Packet, ...]:
        """Return the packets of an alert that are held, first to last."""
        return tuple(packet for _, packet in sorted(self.places.get(alert, {}).items()))

    def _holds(self, number: int) -> bool:
        if self.wanted is not None:
            return number in self.wanted
        self.is_partial = self.is_partial or self._held >= ROOM
        return not self.is_partial


async def read_whole(files: Files, wanted: Collection[int] | None = None) -> Whole:
    """Read files, and hold the packets of the alerts that are ``wanted``, or those for which there is room."""
    config = configured()
    whole = Whole(wanted)
    reader = reader_of(lambda _source: files.zone, files.year, config.prefixes, config.snort_csv)
    join = Join(Request(alerts=True, json=False, where=None, p0f_fp=None, zone=files.zone, year=files.year))
    async for batch in dated(merged(sources(files.logs, once=True, apart=True), whole.tally, reader)):
        for change in join.add(batch):
            whole.take(change)
    # What was held to be alone may have turned out to be the beginning of a scan.
    whole.alerts = {number: join.board.with_scan(alert) for number, alert in whole.alerts.items()}
    whole.scans = {scan.id: scan.kind for scan in join.board.scans.values()}
    return whole


async def with_packets(files: Files, whole: Whole, alerts: Collection[Alert]) -> Whole:
    """Return what holds the packets of these alerts: ``whole`` itself, or the same files read once more for them.

    Standard input is read once, and what there was no room for is missing.
    """
    if not whole.is_partial or STDIN in files.logs:
        return whole
    whole.places.clear()
    again = await read_whole(files, {alert.id for alert in alerts})
    # A log that was written to meanwhile may be joined in another way: then the lines of that alert are not told.
    changed = [alert.id for alert in alerts if not _is_same(alert, again.alerts.get(alert.id))]
    for number in changed:
        again.places.pop(number, None)
    return again


def _is_same(one: Alert, other: Alert | None) -> bool:
    return other is not None and (one.first, one.src, one.sport, one.dst, one.dport) == (
        other.first, other.src, other.sport, other.dst, other.dport,
    )  # fmt: skip
