"""Whole files, read once and joined into alerts with their packets; nothing is kept."""

from collections.abc import Sequence
from datetime import tzinfo

import msgspec

from wallwatch.cli.config import configuration
from wallwatch.cli.inputs import sources
from wallwatch.cli.printer import Join, Request
from wallwatch.engine.intake import reader_of
from wallwatch.engine.scan import Tally, dated, merged
from wallwatch.model import Alert, Change, Packet
from wallwatch.store.batch import ENDED


class Whole(msgspec.Struct):
    """What files said: the alerts, the packets of each by its number, and what was counted."""

    alerts: dict[int, Alert] = {}
    places: dict[int, dict[int, Packet]] = {}
    tally: Tally = msgspec.field(default_factory=Tally)

    def take(self, change: Change) -> None:
        """Take in what became of an alert."""
        number = change.alert.id
        if change.kind in ENDED:
            self.alerts.pop(number, None)
            self.places.pop(number, None)
            return
        self.alerts[number] = change.alert
        self.places.setdefault(number, {}).update(change.touched)

    def packets(self, alert: int) -> tuple[Packet, ...]:
        """Return the packets of an alert, first to last."""
        return tuple(packet for _, packet in sorted(self.places.get(alert, {}).items()))


async def read_whole(files: Sequence[str], zone: tzinfo | None = None, year: int | None = None) -> Whole:
    """Read files; ``zone`` is their wall clock, ``year`` that of lines that state none."""
    config, _ = configuration()
    whole = Whole()
    reader = reader_of(lambda _source: zone, year, config.prefixes, config.snort_csv)
    join = Join(Request(alerts=True, json=False, where=None, p0f_fp=None, zone=zone, year=year))
    async for batch in dated(merged(sources(files, once=True, apart=True), whole.tally, reader)):
        for change in join.add(batch):
            whole.take(change)
    return whole
