"""From an older schema to this one: forward only, in one transaction."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from wallwatch.errors import StoreError
from wallwatch.store.schema import Step


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the schema; 0 is a file without tables."""
    row: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
    return row[0]


def refuse_newer(connection: sqlite3.Connection, path: Path, steps: Sequence[Step]) -> None:
    """Raise :class:`StoreError` if a newer program wrote the file; nothing in it has been changed then."""
    version = version_of(connection)
    if version > len(steps):
        raise StoreError(
            f"{path} was written by a newer wallwatch (schema {version}, this one knows {len(steps)}).",
            "Update wallwatch; the file was left as it is.",
        )


def migrate(connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
    """Take the steps that the file has not taken yet. The caller holds the write transaction."""
    for step in steps[version_of(connection) :]:
        for statement in step:
            if isinstance(statement, str):
                connection.execute(statement)
            else:
                statement(connection)
    connection.execute(f"PRAGMA user_version = {len(steps)}")
