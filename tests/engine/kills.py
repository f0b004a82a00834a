"""An engine that is killed again and again, and what its store holds in the end."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from wallwatch.correlate import Correlator
from wallwatch.engine.batches import Batches
from wallwatch.engine.identify import Identifier
from wallwatch.engine.known import stacks
from wallwatch.engine.past import Past, recognise, reopen
from wallwatch.evidence.scan import Scans
from wallwatch.model import Alert, Packet, Sighting
from wallwatch.model.line import Reading
from wallwatch.model.scan import Scan
from wallwatch.store import StoreReader, StoreWriter

STACKS = stacks()


def keep(store: Path, readings: Sequence[Reading], kills: Collection[int] = ()) -> None:
    """Put the readings into the store, one batch each; after those of ``kills`` the engine is another one."""
    start = 0
    for end in [*sorted(kills), len(readings)]:
        _live(store, readings[start:end])
        start = end


def _live(store: Path, readings: Sequence[Reading]) -> None:
    writer = StoreWriter(store)
    writer.open()
    with closing(writer), closing(Past(store)) as past:
        correlator = Correlator(next_id=writer.next_alert_id())
        identifier = Identifier(STACKS, lambda _address: None)
        reopen(past, correlator, identifier, writer.memory())
        scans = Scans()
        recognise(past, scans, writer.next_alert_id() - 1)
        batches = Batches(correlator, identifier, writer.next_number(), scans)
        for reading in readings:
            writer.commit(batches.of_reading(reading))


def lines(store: Path) -> list[tuple[Any, ...]]:
    """Return every sighting, in order of arrival."""
    return [(line.number, line.source, line.start, line.time, line.raw) for line in _sightings(store)]


def alerts(store: Path) -> list[tuple[Any, ...]]:
    """Return all that is known of the alerts but their numbers and verdicts, and what their packets are made of."""
    reader = StoreReader(store)
    reader.open()
    with closing(reader):
        rows = [
            (_told_of(alert), [_told(packet) for packet in reader.packets(alert.id)])
            for alert in reader.alerts(reader.index().ids)
        ]
    return sorted(rows, key=repr)


def scans(store: Path) -> list[Scan]:
    """Return the scans, by their numbers."""
    reader = StoreReader(store)
    reader.open()
    with closing(reader):
        return reader.scans()


def _sightings(store: Path) -> Iterator[Sighting]:
    reader = StoreReader(store)
    reader.open()
    with closing(reader):
        yield from reader.sightings()


_BESIDE: Final = frozenset({"id", "verdict", "because"})
"""A verdict weighs what else is known at that moment."""


def _told_of(alert: Alert) -> dict[str, Any]:
    return {name: getattr(alert, name) for name in alert.__struct_fields__ if name not in _BESIDE}


def _told(packet: Packet) -> tuple[Any, ...]:
    return packet.time, packet.tick, packet.estimated, [sighting.number for sighting in packet.sightings]
