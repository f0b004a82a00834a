"""The one row that says where the store stands; it is read and written inside each commit."""

import sqlite3
from typing import Final

import msgspec


class Meta(msgspec.Struct, frozen=True):
    """Where the store stands.

    ``number`` is the last change, ``forgotten`` the last one whose row was pruned, ``next_alert`` the lowest number
    that no alert ever had. ``lines`` are those of the ``alerts`` there are, ``archived`` those of alerts that are
    gone. ``evicted`` counts the alerts that were closed early to make room in memory. ``next_sighting`` is the lowest
    number that no sighting ever had.
    """

    number: int
    forgotten: int
    next_alert: int
    alerts: int
    lines: int
    archived: int
    evicted: int
    next_sighting: int


_COLUMNS: Final = Meta.__struct_fields__
_SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM meta"  # noqa: S608 (our own names)
_UPDATE: Final = f"UPDATE meta SET ({', '.join(_COLUMNS)}) = ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608


def read_meta(connection: sqlite3.Connection) -> Meta:
    """Return where the store stands."""
    return Meta(*connection.execute(_SELECT).fetchone())


def write_meta(connection: sqlite3.Connection, meta: Meta) -> None:
    """Replace the row."""
    connection.execute(_UPDATE, msgspec.structs.astuple(meta))
