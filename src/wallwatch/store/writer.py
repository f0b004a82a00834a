"""The one writer of a store."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from wallwatch.model import Alert, Change, Packet
from wallwatch.model.line import Committed
from wallwatch.store import alerts, changes, prune, pruned, ranges, redated, spare, unparsed, upsert
from wallwatch.store.addresses import put_address_changes
from wallwatch.store.archive import Archive, Pending
from wallwatch.store.arrival import Arrival, arrival_of
from wallwatch.store.batch import Batch, folded
from wallwatch.store.complaints import FullError, sentences
from wallwatch.store.database import Database, now
from wallwatch.store.history import History
from wallwatch.store.memory import put_memory, read_memory
from wallwatch.store.meta import Meta, read_meta, write_meta
from wallwatch.store.naming import Networks, renamed
from wallwatch.store.packets import find_packets
from wallwatch.store.prune import Kept
from wallwatch.store.room import Ballast, Space, space_at
from wallwatch.store.scans import forget_scans, put_scans, with_scans, without
from wallwatch.store.schema import STORE_STEPS
from wallwatch.store.sources import Sources
from wallwatch.store.thin import thin

_REOPENED: Final = 2_000


Look = Callable[[Path], Space]


def _none(_alerts: Sequence[Alert]) -> Collection[int]:
    return ()


class _Work(NamedTuple):
    """What one commit writes; there is one of the ``changes`` for each alert."""

    batch: Batch
    changes: Sequence[Change]
    arrival: Arrival
    pending: Pending


class StoreWriter:
    """Commits batches. ``clock`` gives microseconds since the epoch, ``look`` the space on the store's file system.

    Of some alerts ``kept`` tells, by their numbers, those that must not be pruned, because they are starred, say.

    Whoever holds it is the store's collector (there is a lock for that); it is used by one thread at a time. All
    methods raise :class:`StoreError` with a sentence if the file cannot be used, and then nothing has changed.
    """

    def __init__(
        self, path: Path, *, clock: Callable[[], int] = now, kept: Kept = _none, look: Look = space_at
    ) -> None:
        self.path = path
        self._database = Database(path, STORE_STEPS)
        self._clock = clock
        self._kept = kept
        self._ballast = Ballast(path, look)
        self._archive = Archive()
        self._history = History()
        self._times = redated.Times()
        self._next_number = 0

    def open(self) -> str | None:
        """Open the store, building or migrating it; return a sentence if a damaged one was set aside for it."""
        message = self._database.open(self._clock())
        self._archive, self._history, self._times = Archive(), History(), redated.Times()
        self._next_number = self.next_number()
        self._ballast.take_on()
        return message

    def close(self) -> None:
        """Close the store."""
        self._archive.close()
        self._database.close()

    def commit(self, batch: Batch) -> int:
        """Write all of the batch, or none of it; return the number of the last change.

        Raises:
            FullError: the disk is full, up to the reserve. The same batch can be committed again when there is room.
        """
        self._refuse_without_room(self._database.connection)
        once, arrival = arrival_of(batch, folded(batch.changes), self._next_number)
        work = _Work(batch, once, arrival, self._archive.begin(arrival))
        try:
            with self._database.writing() as connection:
                meta = read_meta(connection)
                if batch.is_empty and arrival.first == arrival.end:
                    return meta.number
                number = self._put(connection, work, meta)
        except BaseException:
            self._archive.reload()
            raise
        self._times.learn(arrival.first, arrival.end, arrival.sightings)
        self._next_number = arrival.end
        return number

    def rename(self, block: tuple[str, str], networks: Networks, after: int = 0) -> int | None:
        """Give alerts from a ``block`` (first and last address) the name and the AS number that ``networks`` has.

        Some in one small transaction, those with numbers over ``after``. Return the last one that was looked at, for
        the next call, ``None`` if there are no more.
        """
        with self._database.writing() as connection:
            found = renamed(connection, block, networks, after)
            if found.changes:
                meta = read_meta(connection)
                tally = upsert.put_alerts(connection, found.changes, meta.next_alert)
                write_meta(connection, _after(meta, tally, changes.put_changes(connection, found.changes, meta.number)))
        return found.last

    def prune(self, keep: int | None, max_size: int | None) -> int:
        """Prune some of the oldest alerts in one small transaction; return how many. Until it is 0 there may be more.

        Alerts go that were last seen more than ``keep`` microseconds ago, and the oldest of all while the store holds
        more than ``max_size`` bytes. The time is that of the newest alert if the clock is ahead of it, so that a clock
        that jumps does not empty the store. Lines that were read are archived, and not read again.

        Raises:
            FullError: there is no room even for this.
        """
        if not self._ballast.space().is_enough:
            self._ballast.throw_off()
        limit = prune.affordable(self._ballast.space())
        with self._database.writing() as connection:
            pruned = self._prune(connection, keep, max_size, limit)
        self._archive.reload()
        with suppress(FullError), sentences(self.path):
            prune.give_back(self._database.connection, self._ballast.space())
        self.room()
        return pruned

    def room(self) -> Space:
        """Return the space on the file system; the ballast is taken on again if there is enough."""
        self._ballast.take_on()
        return self._ballast.space()

    def committed(self, source: str) -> dict[str, Committed]:
        """Return what the store already holds of each stream of a source."""
        with self._database.reading() as connection:
            return ranges.committed(connection, source)

    def open_alerts(self, since: int = 0, limit: int = _REOPENED) -> list[tuple[Alert, tuple[Packet, ...]]]:
        """Return the alerts that may still grow, the one seen last at the end, with their packets, without raw lines.

        These are the ``limit`` alerts seen latest, as far as they were seen at or after ``since`` (microseconds).
        """
        with self._database.reading() as connection:
            newest = alerts.newest_alerts(connection, since, limit)
            return [(alert, find_packets(connection, alert.id, self._history, raw=False)) for alert in newest]

    def next_alert_id(self) -> int:
        """Return the lowest number that no alert ever had. Numbers are not used twice, even of alerts that are gone."""
        with self._database.reading() as connection:
            return read_meta(connection).next_alert

    def next_number(self) -> int:
        """Return the number for the next sighting that arrives; no sighting ever had it or a higher one."""
        with self._database.reading() as connection:
            return read_meta(connection).next_sighting

    def memory(self) -> dict[str, bytes]:
        """Return what batches wanted to be remembered, by their names for it."""
        with self._database.reading() as connection:
            return read_memory(connection)

    def _refuse_without_room(self, connection: sqlite3.Connection) -> None:
        """Raise the error of a full disk while something can still be written: for pruning, and for other programs."""
        space = self._ballast.space()
        if not space.is_enough and prune.free_bytes(connection) < space.reserve:
            raise FullError(
                f"There are only {space.free // 1024} KiB left for {self._database.path}.",
                "Free some space on its file system: collecting goes on by itself.",
            )

    def _prune(self, connection: sqlite3.Connection, keep: int | None, max_size: int | None, limit: int) -> int:
        meta = read_meta(connection)
        seen = min(self._clock(), prune.newest_time(connection) or self._clock())
        before = 0 if keep is None else seen - keep
        gone, everything = prune.oldest(connection, before, self._kept, limit)
        if not gone and max_size is not None and prune.used_bytes(connection) > max_size:
            gone, everything = prune.oldest(connection, prune.EVER, self._kept, limit)[0], False
        if not everything:
            # So far all up to the last of these have gone.
            before = max((change.alert.first for change in gone), default=0)
        if gone:
            spare.move_spare(connection, gone)
            tally = upsert.put_alerts(connection, gone, meta.next_alert)
            pruned.put_pruned(connection, gone)
            put_scans(connection, (), without(gone))
            forget_scans(connection)
            write_meta(connection, _after(meta, tally, changes.put_changes(connection, gone, meta.number)))
        thin(connection, before, seen)
        return len(gone)

    def _put(self, connection: sqlite3.Connection, work: _Work, meta: Meta) -> int:
        batch, once, arrival, pending = work
        once, returned = pruned.take_back(connection, once, meta.next_alert)
        once, members = with_scans(connection, once, batch.joined, meta.next_alert, batch.turned)
        self._put_sightings(connection, work)
        tally = upsert.put_alerts(connection, once, meta.next_alert)
        put_scans(connection, batch.scans, members)
        ranges.put_ranges(connection, batch.readings)
        unparsed.put_unparsed(connection, batch.readings)
        put_address_changes(connection, batch.address_changes)
        sources = Sources(connection, self._clock())
        sources.take(batch, arrival.sightings)
        sources.put()
        self._archive.put(connection, pending)
        put_memory(connection, batch.memory)
        # A commit without changes of alerts has a number too: the sources are to be looked at again.
        number = changes.put_changes(connection, once, meta.number) if once else meta.number + 1
        meta = msgspec.structs.replace(
            _after(meta, tally, number),
            forgotten=changes.prune(connection, number),
            next_alert=max([meta.next_alert, *(change.alert.id + 1 for change in once)]),
            evicted=meta.evicted + batch.evicted,
            next_sighting=max(meta.next_sighting, arrival.end),
        )
        write_meta(connection, msgspec.structs.replace(meta, archived=meta.archived - returned))
        return number

    def _put_sightings(self, connection: sqlite3.Connection, work: _Work) -> None:
        """Write what is not in the rows of the alerts and not in the blocks. Done before the packets are written."""

        def times(numbers: Collection[int]) -> dict[int, int]:
            found = self._history.find(connection, numbers, raw=False)
            return {number: sighting.time for number, sighting in found.items()}

        redated.put_redated(connection, self._times.moved(work.arrival.known, times))
        spare.move_spare(connection, work.changes)
        spare.keep_pushed_out(connection, work.changes)
        spare.put_spare(connection, work.batch.spare, work.changes)


def _after(meta: Meta, tally: upsert.Tally, number: int) -> Meta:
    """Return where the store stands after a commit up to the change ``number``."""
    return msgspec.structs.replace(
        meta,
        number=number,
        alerts=meta.alerts + tally.alerts,
        lines=meta.lines + tally.lines,
        archived=meta.archived + tally.archived,
    )
