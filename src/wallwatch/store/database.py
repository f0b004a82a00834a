"""One open database file: private to its user, write-ahead, checked when it is opened.

All writing happens inside :meth:`Database.writing`, which is all or nothing. What SQLite complains about comes out as
a :class:`StoreError` with a sentence for people.
"""

import os
import sqlite3
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from wallwatch.errors import StoreError
from wallwatch.paths import file_mode, private_directory, private_file
from wallwatch.store.backup import back_up
from wallwatch.store.complaints import sentences
from wallwatch.store.damage import DamagedError, check, set_aside
from wallwatch.store.migrate import migrate, refuse_newer, version_of
from wallwatch.store.network import network_warning
from wallwatch.store.room import space_at
from wallwatch.store.schema import Step

Synchronous = Literal["NORMAL", "FULL"]
"""``FULL`` survives a power cut with the last commit, ``NORMAL`` may come back some commits earlier, in one piece."""

_BUSY_SECONDS: Final = 5.0
_PAGE_BYTES: Final = 8_192
_CACHE_KIB: Final = 16_384
_WRITING_KIB: Final = 1_024
"""Pages at hand for writing: the newest rows are written, and with more no batch takes less time."""
_LOG_PAGES: Final = 1_000
"""Pages in the log after which it is written into the database, where the file system is no small one."""


def now() -> int:
    """Return the time, in microseconds since the epoch."""
    return time.time_ns() // 1000


class UnbuiltError(StoreError):
    """The store is not there yet: the engine that builds it starts, or has never run."""


class Database:
    """A database file and the connection to it. Any thread may use it, but only one at a time."""

    def __init__(self, path: Path, steps: Sequence[Step], *, synchronous: Synchronous = "NORMAL") -> None:
        self.path = path
        self._steps = steps
        self._synchronous = synchronous
        self._connection: sqlite3.Connection | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection."""
        if self._connection is None:
            raise StoreError(f"{self.path} is not open.")
        return self._connection

    def open(self, at: int) -> str | None:
        """Open the file for writing, building or migrating it; return a sentence if there is something to be told.

        That is a damaged file that was set aside, or a network file system. ``at`` is the time (microseconds since the
        epoch) that a file set aside carries in its name.

        Raises:
            StoreError: it belongs to a newer version, or cannot be opened.
        """
        warning = network_warning(private_directory(self.path.parent))
        try:
            self._open_for_writing()
        except DamagedError as error:
            aside = set_aside(self.path, at)
            self._open_for_writing()
            damage = f"{error.sentence} It was set aside as {aside.name}, and a new one was begun."
            return f"{damage} {warning or ''}".rstrip()
        return warning

    def open_for_reading(self) -> None:
        """Open a file that exists; writing through this connection is impossible.

        Raises:
            UnbuiltError: it is missing, or not built yet.
            StoreError: it is of another version, or damaged.
        """
        unbuilt = UnbuiltError(
            f"{self.path} is not built yet.",
            "Start the collector: wallwatch collect. Logs that were named have a store of their own: name them again.",
        )
        if not self.path.exists():
            raise unbuilt
        self._connect()
        with self._closed_on_error():
            refuse_newer(self.connection, self.path, self._steps)
            if version_of(self.connection) < len(self._steps):
                raise unbuilt
            self.connection.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        """Close the file. Closing twice is no mistake."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def interrupt(self) -> None:
        """Cancel the query that runs now, if one does. This may be called from another thread."""
        if self._connection is not None:
            self._connection.interrupt()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the write lock for the block; what it wrote is committed, or after any error nothing of it."""
        # IMMEDIATE: a transaction that reads first and writes later fails at once, in spite of the busy timeout,
        # when another one wrote in between.
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the block one state of the file, whatever is committed meanwhile. To be kept short."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        connection = self.connection
        with sentences(self.path):
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise

    def _open_for_writing(self) -> None:
        # Made before SQLite makes it: -wal and -shm take their mode from it.
        private_file(self.path)
        _take_rights_away(self.path)
        self._connect()
        with self._closed_on_error():
            refuse_newer(self.connection, self.path, self._steps)
            self._set_up()
            check(self.connection, self.path)
            self._migrate()

    def _migrate(self) -> None:
        version = version_of(self.connection)
        if version == len(self._steps):
            return
        with self.writing() as connection:
            # Asked again under the lock: another program may have done it meanwhile.
            version = version_of(connection)
            if 0 < version < len(self._steps):
                back_up(self.path, version)
            migrate(connection, self._steps)
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _set_up(self) -> None:
        log = space_at(self.path.parent).log
        for pragma in (
            f"page_size = {_PAGE_BYTES}",
            f"cache_size = -{_WRITING_KIB}",
            # So that the file can be made shorter; this holds for new files.
            "auto_vacuum = INCREMENTAL",
            "journal_mode = WAL",
            f"synchronous = {self._synchronous}",
            f"journal_size_limit = {log}",
            f"wal_autocheckpoint = {min(_LOG_PAGES, log // _PAGE_BYTES)}",
        ):
            self.connection.execute(f"PRAGMA {pragma}")

    def _connect(self) -> None:
        self.close()
        with sentences(self.path):
            self._connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=rw",
                uri=True,
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
        with self._closed_on_error():
            self.connection.execute("PRAGMA trusted_schema = OFF")
            self.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            with sentences(self.path):
                yield
        except StoreError:
            self.close()
            raise


def _take_rights_away(path: Path) -> None:
    """Take the rights away that a file of ours has in excess; it was copied here, say."""
    status = path.stat()
    mode = file_mode(path.parent)
    if status.st_uid == os.geteuid() and stat.S_IMODE(status.st_mode) & ~mode:
        path.chmod(mode)
