"""Retention: the oldest alerts go, with their packets and the blocks of lines that nothing else needs.

Each call is one small transaction. What was read stays written down in ``ranges``, so nothing is read again.
"""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple

from wallwatch.model import Alert, Change
from wallwatch.store.alerts import find_alerts
from wallwatch.store.room import Space

ALERTS: Final = 500
"""Alerts that one call prunes at most; the writer is busy for some ten milliseconds."""

EVER: Final = 2**63 - 1
"""A time that is after every other."""

Kept = Callable[[Sequence[Alert]], Collection[int]]
"""Tells which of some alerts must not be pruned, by their numbers."""

# No alert begins after it ends: so the index is only read up to the time.
_OLDEST: Final = "SELECT id FROM alerts WHERE first < ?1 AND last < ?1 ORDER BY first, id LIMIT ?2 OFFSET ?3"
_VACUUMED: Final = 512
"""Pages that are given back to the file system at a time."""

_LOGGED: Final = 8_192
"""Bytes that the log needs for each alert that is pruned, or page that is moved, if all goes badly."""


class Oldest(NamedTuple):
    """The changes by which alerts go, in the order of their first packets; ``all`` tells that no more have to."""

    changes: list[Change]
    all: bool


def oldest(connection: sqlite3.Connection, before: int, kept: Kept, limit: int = ALERTS) -> Oldest:
    """Return the changes by which the ``limit`` oldest alerts go that were last seen ``before`` (microseconds)."""
    passed = 0
    while True:
        ids = [number for (number,) in connection.execute(_OLDEST, (before, limit, passed))]
        found = find_alerts(connection, ids)
        held = kept(found)
        gone = [Change(kind="gone", alert=alert) for alert in found if alert.id not in held]
        if gone or not ids:
            return Oldest(gone, len(ids) < limit)
        passed += len(ids)


def newest_time(connection: sqlite3.Connection) -> int | None:
    """Return when about the newest alert was last seen, ``None`` without alerts."""
    row = connection.execute("SELECT last FROM alerts ORDER BY first DESC, id DESC LIMIT 1").fetchone()
    return None if row is None else row[0]


def used_bytes(connection: sqlite3.Connection) -> int:
    """Return how many bytes of the file hold something. What is free is used again before the file grows."""
    pages, free, size = (_pragma(connection, name) for name in ("page_count", "freelist_count", "page_size"))
    return (pages - free) * size


def free_bytes(connection: sqlite3.Connection) -> int:
    """Return how many bytes of the file hold nothing."""
    return _pragma(connection, "freelist_count") * _pragma(connection, "page_size")


def affordable(space: Space) -> int:
    """Return how many alerts one call may prune with this space: fewer where the log has no room for more."""
    return max(1, min(ALERTS, space.free // _LOGGED))


def give_back(connection: sqlite3.Connection, space: Space) -> None:
    """Give some free pages back to the file system, if the file was made for that. Not to be used in a transaction."""
    if _pragma(connection, "freelist_count"):
        # The statement has a row without columns for each page, and `execute` would end after the first.
        pages = max(1, min(_VACUUMED, space.free // _LOGGED // 2))
        connection.executescript(f"PRAGMA incremental_vacuum({pages})")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    row: tuple[int] = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0]
