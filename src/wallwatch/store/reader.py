"""A reader of a store: what the screen and the commands ask."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from wallwatch.errors import StoreError
from wallwatch.filter.clause import Sql
from wallwatch.model import AddressChange, Alert, Packet, Sighting
from wallwatch.model.line import Committed
from wallwatch.model.scan import Scan, ScanKind
from wallwatch.store import alerts, changes, export, ranges, scans
from wallwatch.store.addresses import list_address_changes
from wallwatch.store.alerts import Index
from wallwatch.store.changes import ChangeSet
from wallwatch.store.database import Database
from wallwatch.store.history import History
from wallwatch.store.kindred import called_again, kindred
from wallwatch.store.ledger import Subject
from wallwatch.store.memory import read_memory
from wallwatch.store.meta import read_meta
from wallwatch.store.neighbours import Neighbours, neighbours
from wallwatch.store.packets import find_packets, find_packets_of
from wallwatch.store.schema import STORE_STEPS
from wallwatch.store.sources import SourceRow, list_sources
from wallwatch.store.unparsed import UnparsedRow, list_unparsed

if TYPE_CHECKING:
    from array import array


_SPARE_KIB: Final = 1_024


class Totals(msgspec.Struct, frozen=True):
    """The sum that the screen always shows, in lines: ``received = lines + archived + other + unparsed + lost``.

    ``lines`` are those of the ``alerts`` in the store, shown or hidden. ``evicted`` counts the alerts that were closed
    early to make room in memory, whose later packets opened a new one. ``lost`` lines were never received: a kernel or
    a daemon said that it has not logged them. They are in the sum, and so in what it says was ``received``.
    """

    received: int
    lines: int
    archived: int
    other: int
    unparsed: int
    lost: int
    alerts: int
    evicted: int


class StoreReader:
    """Asks a store, through a connection of its own that cannot write.

    Every method is one short transaction, so that the writer's log does not grow while somebody looks. It may be used
    by any thread, but by one at a time (one worker thread, say); only :meth:`interrupt` may be called meanwhile from
    another. All methods raise :class:`StoreError` if the store cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path, STORE_STEPS)
        self._history = History()
        self._opened: int | None = None

    def open(self) -> None:
        """Open a store that a writer has built."""
        path = self._database.path
        try:
            self._database.open_for_reading()
            self._opened = path.stat().st_ino
        except OSError as error:
            self._database.close()
            raise StoreError(f"{path} cannot be opened: {error.strerror}.") from error
        self._history = History()

    def close(self) -> None:
        """Close the store."""
        self._database.close()

    def spare_memory(self) -> None:
        """Hold as little as can be from now on.

        What passes over the whole store comes to nothing twice, and what is shown is held by whoever shows it.
        """
        self._database.connection.execute(f"PRAGMA cache_size = -{_SPARE_KIB}")
        self._history = History(kept=1)

    def interrupt(self) -> None:
        """Cancel the query that runs in another thread, if one does: it raises :class:`CancelledError` there."""
        self._database.interrupt()

    def replaced(self) -> bool:
        """Tell whether a new store stands in the place of this one (the old one was damaged): open it again."""
        try:
            return self._database.path.stat().st_ino != self._opened
        except FileNotFoundError:
            return False
        except OSError as error:
            raise StoreError(f"{self._database.path} cannot be looked at: {error.strerror}.") from error

    def neighbours(self, first: str, last: str) -> Neighbours:
        """Return what came from the addresses ``first`` to ``last``."""
        with self._database.reading() as connection:
            return neighbours(connection, first, last)

    def number(self) -> int:
        """Return the number of the last change."""
        with self._database.reading() as connection:
            return read_meta(connection).number

    def changes_since(self, number: int) -> ChangeSet:
        """Return what happened after the change ``number``."""
        with self._database.reading() as connection:
            meta = read_meta(connection)
            if not meta.forgotten <= number <= meta.number:
                return ChangeSet(meta.number, complete=False)
            return ChangeSet(meta.number, tuple(changes.changes_after(connection, number)))

    def last_changed(self, limit: int) -> list[int] | None:
        """Return the ``limit`` alerts that changed last and have not ended, by number, the last one at the end.

        There are fewer where the kept changes tell of fewer, and ``None`` if changes are missing that should be kept.
        """
        with self._database.reading() as connection:
            meta = read_meta(connection)
            if meta.forgotten > max(meta.number - changes.KEPT, 0):
                return None
            return changes.last_changed(connection, limit)

    def alerts(self, ids: Sequence[int]) -> list[Alert]:
        """Return the alerts of these numbers, in their order; those that are not there are left out."""
        with self._database.reading() as connection:
            return alerts.find_alerts(connection, ids)

    def lone_alerts(self, number: int) -> list[int]:
        """Return the numbers of the alerts that are in no scan, from the one after ``number`` on."""
        with self._database.reading() as connection:
            return alerts.numbers_after(connection, number)

    def packets(self, alert: int, *, raw: bool = True) -> tuple[Packet, ...]:
        """Return the packets of an alert that are kept, first to last; their sightings have ``raw`` lines if asked."""
        with self._database.reading() as connection:
            return find_packets(connection, alert, self._history, raw=raw)

    def packets_of(self, alerts: Sequence[int], *, raw: bool = True) -> list[tuple[Packet, ...]]:
        """Return the same of some alerts, in their order; each block is read once for all of them."""
        with self._database.reading() as connection:
            return find_packets_of(connection, alerts, self._history, raw=raw)

    def sightings(self, where: Sql | None = None) -> Iterator[Sighting]:
        """Yield every sighting with its raw lines in the order of arrival: of the alerts that ``where`` lets through.

        Each block of some hundred sightings is a transaction of its own, so a slow taker holds nobody up; what arrives
        meanwhile comes at the end, if there is no ``where``.
        """
        with self._database.reading() as connection:
            only = None if where is None else export.numbers_of_alerts(connection, where, read_meta(connection))
        number = 0
        while True:
            with self._database.reading() as connection:
                block = self._history.after(connection, number, only)
            if not block:
                return
            yield from block
            number = block[-1].number

    def address_changes(self) -> list[AddressChange]:
        """Return when addresses of our own were given up for others, oldest first."""
        with self._database.reading() as connection:
            return list_address_changes(connection)

    def streams(self, source: str) -> dict[str, Committed]:
        """Return what has been read of each stream of a source."""
        with self._database.reading() as connection:
            return ranges.committed(connection, source)

    def index(self, where: Sql | None = None) -> Index:
        """Return number, time and lines of the alerts that ``where`` lets through, in the feed's order."""
        with self._database.reading() as connection:
            return alerts.index(connection, where)

    def ask(self, question: Sql) -> list[tuple[Any, ...]]:
        """Return the rows of a whole question over the table ``alerts``, made elsewhere of its own columns' names."""
        with self._database.reading() as connection:
            return connection.execute(question.text, question.parameters).fetchall()

    def columns(self, question: Sql, count: int) -> "list[array[int]]":
        """Return the same as columns of numbers, of which millions need little memory; ``count`` says how many."""
        with self._database.reading() as connection:
            return alerts.columns(connection, question, count)

    def counts(self, where: Sql | None = None) -> tuple[int, int]:
        """Return how many alerts ``where`` lets through, and how many lines they stand for."""
        with self._database.reading() as connection:
            if where is not None:
                return alerts.count(connection, where)
            meta = read_meta(connection)
            return meta.alerts, meta.lines

    def alike(self, subjects: Iterable[Subject]) -> list[Alert]:
        """Return the alerts of the tuples that were marked, of any time; ``Marks.apply_to`` tells which bear a mark."""
        with self._database.reading() as connection:
            return alerts.alike(connection, subjects)

    def kindred(self, alert: Alert) -> list[Alert]:
        """Return the attempts of one range and family around an alert, oldest first: they may be of one machine."""
        with self._database.reading() as connection:
            return kindred(connection, alert)

    def called_again(self, limit: int) -> list[Alert]:
        """Return the newest attempts of known systems that have more than one packet, newest first."""
        with self._database.reading() as connection:
            return called_again(connection, limit)

    def scans(self, ids: Sequence[int] | None = None) -> list[Scan]:
        """Return the scans of these numbers, or all that have alerts, in the order of their numbers."""
        with self._database.reading() as connection:
            return scans.list_scans(connection) if ids is None else scans.find_scans(connection, ids)

    def scan_kinds(self) -> dict[int, ScanKind]:
        """Return the kind of each scan by its number."""
        with self._database.reading() as connection:
            return scans.kinds(connection)

    def scans_going_on(self) -> tuple[list[Scan], int]:
        """Return the scans that may go on, that which grew last at the end, and the number for the next one."""
        with self._database.reading() as connection:
            return scans.going_on(connection), scans.next_scan(connection)

    def sources(self) -> list[SourceRow]:
        """Return all sources by name."""
        with self._database.reading() as connection:
            return list_sources(connection)

    def unparsed(self, source: str | None = None, limit: int = 100) -> list[UnparsedRow]:
        """Return the newest lines of a source, or of all, that were not understood, newest first."""
        with self._database.reading() as connection:
            return list_unparsed(connection, source, limit)

    def memory(self) -> dict[str, bytes]:
        """Return what the engine wants to know at its next start, in its own words."""
        with self._database.reading() as connection:
            return read_memory(connection)

    def totals(self) -> Totals:
        """Return the sum of all lines."""
        with self._database.reading() as connection:
            meta = read_meta(connection)
            rows = list_sources(connection)
        lost = sum(row.lost for row in rows)
        return Totals(
            received=sum(row.received for row in rows) + lost,
            lines=meta.lines,
            archived=meta.archived,
            other=sum(row.other for row in rows),
            unparsed=sum(row.unparsed for row in rows),
            lost=lost,
            alerts=meta.alerts,
            evicted=meta.evicted,
        )
