"""The one writer of a store."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.model import Alert, Packet
from wallwatch.model.line import Committed
from wallwatch.store import alerts, changes, ranges, unparsed, upsert
from wallwatch.store.batch import Batch, folded
from wallwatch.store.database import Database, now
from wallwatch.store.meta import Meta, read_meta, write_meta
from wallwatch.store.schema import STORE_STEPS
from wallwatch.store.sources import Sources

_REOPENED: Final = 2_000


class StoreWriter:
    """Commits batches. ``clock`` gives microseconds since the epoch.

    Whoever holds it is the store's collector (there is a lock for that); it is used by one thread at a time. All
    methods raise :class:`StoreError` with a sentence if the file cannot be used, and then nothing has changed.
    """

    def __init__(self, path: Path, *, clock: Callable[[], int] = now) -> None:
        self._database = Database(path, STORE_STEPS)
        self._clock = clock

    def open(self) -> str | None:
        """Open the store, building or migrating it; return a sentence if a damaged one was set aside for it."""
        return self._database.open(self._clock())

    def close(self) -> None:
        """Close the store."""
        self._database.close()

    def commit(self, batch: Batch) -> int:
        """Write all of the batch, or none of it; return the number of the last change."""
        with self._database.writing() as connection:
            meta = read_meta(connection)
            return meta.number if batch.is_empty else self._put(connection, batch, meta)

    def committed(self, source: str) -> dict[str, Committed]:
        """Return what the store already holds of each stream of a source."""
        with self._database.reading() as connection:
            return ranges.committed(connection, source)

    def open_alerts(self, since: int = 0, limit: int = _REOPENED) -> list[tuple[Alert, tuple[Packet, ...]]]:
        """Return the alerts that may still grow, the one seen last at the end, with their packets.

        These are the ``limit`` alerts seen latest, as far as they were seen at or after ``since`` (microseconds).
        """
        with self._database.reading() as connection:
            newest = alerts.newest_alerts(connection, since, limit)
            return [(alert, alerts.find_packets(connection, alert.id)) for alert in newest]

    def next_alert_id(self) -> int:
        """Return the lowest number that no alert ever had. Numbers are not used twice, even of alerts that are gone."""
        with self._database.reading() as connection:
            return read_meta(connection).next_alert

    def _put(self, connection: sqlite3.Connection, batch: Batch, meta: Meta) -> int:
        once = folded(batch.changes)
        tally = upsert.put_alerts(connection, once, meta.next_alert)
        ranges.put_ranges(connection, batch.readings)
        unparsed.put_unparsed(connection, batch.readings)
        sources = Sources(connection, self._clock())
        sources.take(batch.readings, batch.statuses, once)
        sources.put()
        # A commit without changes of alerts has a number too: the sources are to be looked at again.
        number = changes.put_changes(connection, once, meta.number) if once else meta.number + 1
        meta = msgspec.structs.replace(
            meta,
            number=number,
            forgotten=changes.prune(connection, number),
            next_alert=max([meta.next_alert, *(change.alert.id + 1 for change in once)]),
            alerts=meta.alerts + tally.alerts,
            lines=meta.lines + tally.lines,
            archived=meta.archived + tally.archived,
            evicted=meta.evicted + batch.evicted,
        )
        write_meta(connection, meta)
        return number
