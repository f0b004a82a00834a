"""The marks and their journal brought into step: whichever has less is made up from the other."""

import sqlite3
from collections.abc import Iterable, Iterator

from wallwatch.store import operations
from wallwatch.store.journal import Entry, Journal, Made


def note(connection: sqlite3.Connection, journal: Journal, entry: Entry) -> None:
    """Write an entry before the transaction that it belongs to is committed."""
    _remember(connection, journal.append(entry, _known(connection)))


def bring_into_step(connection: sqlite3.Connection, journal: Journal) -> int:
    """Restore the marks of a database that has none, or write the journal that is missing; return how many operations.

    The number is that of the operations that were restored, 0 if the database had any.
    """
    restored = 0
    if operations.last_operation(connection) == 0:
        restored = _replay(connection, journal.entries())
        _remember(connection, journal.rewrite(_told(connection)) if restored else 0)
    elif _known(connection) == 0 or journal.size < _known(connection):
        _remember(connection, journal.rewrite(_told(connection)))
    return restored


def _replay(connection: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    made = 0
    for entry in entries:
        if isinstance(entry, Made):
            operations.restore_operation(connection, entry.operation, entry.subjects, entry.at)
            made += 1
        else:
            operations.set_state(connection, entry.id, entry.state)
    return made


def _told(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Tell the operations as they stand: those that were undone are noted as such, and need no second line."""
    for operation, at in operations.list_dated(connection):
        yield Made(at, operation, tuple(operations.subjects_of(connection, operation.id)))


def _known(connection: sqlite3.Connection) -> int:
    row: tuple[int] = connection.execute("SELECT bytes FROM journal").fetchone()
    return row[0]


def _remember(connection: sqlite3.Connection, size: int) -> None:
    connection.execute("UPDATE journal SET bytes = ?", (size,))
