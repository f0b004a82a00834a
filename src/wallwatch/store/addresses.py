"""The table ``address_changes``: when an address of our own was given up for another."""

import sqlite3
from collections.abc import Iterable
from typing import Final

import msgspec

from wallwatch.model import AddressChange

_COLUMNS: Final = AddressChange.__struct_fields__
_PUT: Final = f"INSERT INTO address_changes ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 (our own names)
_SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM address_changes ORDER BY at, id"  # noqa: S608


def put_address_changes(connection: sqlite3.Connection, changes: Iterable[AddressChange]) -> None:
    """Write the changes of address."""
    connection.executemany(_PUT, map(msgspec.structs.astuple, changes))


def list_address_changes(connection: sqlite3.Connection) -> list[AddressChange]:
    """Return all changes of address, oldest first."""
    return [AddressChange(**dict(zip(_COLUMNS, row, strict=True))) for row in connection.execute(_SELECT)]
