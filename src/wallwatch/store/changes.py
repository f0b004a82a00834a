"""The table ``changes``: what a reader that was here before has to look at again.

Each change has a number of its own, and numbers only rise. The oldest are pruned; a reader that is further behind
than that is told so, and starts over.
"""

import sqlite3
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from wallwatch.model import Change, ChangeKind
from wallwatch.store.batch import ENDED

KEPT: Final = 100_000
"""How many changes are kept."""


class ChangeRow(NamedTuple):
    """What happened to an alert; ``into`` is the alert that a merged one went into."""

    kind: ChangeKind
    alert: int
    into: int | None = None


class ChangeSet(msgspec.Struct, frozen=True):
    """What happened since a reader last looked, up to and with ``number``.

    If it is not ``complete`` the reader was too far behind, or followed another store: it has no rows, and everything
    has to be read again.
    """

    number: int
    rows: tuple[ChangeRow, ...] = ()
    complete: bool = True

    def touched(self) -> tuple[list[int], set[int]]:
        """Return the alerts that are others now, in their order, and those that are gone."""
        gone = {row.alert for row in self.rows if row.kind in ENDED}
        return sorted({row.alert if row.into is None else row.into for row in self.rows} - gone), gone


def put_changes(connection: sqlite3.Connection, changes: Iterable[Change], after: int) -> int:
    """Write the changes with the numbers that follow ``after``; return the last one given out."""
    # Most go nowhere, and the sqlite3 module takes long to bind a ``None``.
    plain: list[tuple[int, int, str]] = []
    merged: list[tuple[int, int, str, int]] = []
    for number, change in enumerate(changes, start=after + 1):
        if change.into is None:
            plain.append((number, change.alert.id, change.kind))
        else:
            merged.append((number, change.alert.id, change.kind, change.into))
    connection.executemany("INSERT INTO changes (number, alert, kind) VALUES (?, ?, ?)", plain)
    connection.executemany("INSERT INTO changes (number, alert, kind, into_alert) VALUES (?, ?, ?, ?)", merged)
    return after + len(plain) + len(merged)


def prune(connection: sqlite3.Connection, number: int) -> int:
    """Delete all but the newest changes, ``number`` being the last; return the last one that is not there."""
    forgotten = max(number - KEPT, 0)
    connection.execute("DELETE FROM changes WHERE number <= ?", (forgotten,))
    return forgotten


def changes_after(connection: sqlite3.Connection, number: int) -> list[ChangeRow]:
    """Return the changes that came after ``number``, oldest first."""
    rows = connection.execute("SELECT kind, alert, into_alert FROM changes WHERE number > ? ORDER BY number", (number,))
    return [ChangeRow(*row) for row in rows]


def last_changed(connection: sqlite3.Connection, limit: int) -> list[int]:
    """Return the ``limit`` alerts that changed last and have not ended, by number, the last one at the end."""
    rows = connection.execute("SELECT alert FROM changes WHERE kind NOT IN ('merged', 'gone') ORDER BY number DESC")
    found: dict[int, None] = {}
    for (alert,) in rows:
        found[alert] = None
        if len(found) == limit:
            break
    return list(reversed(found))
