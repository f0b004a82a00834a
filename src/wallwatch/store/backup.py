"""A copy of a database before its schema changes: ``<name>.before-<version>``."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from wallwatch.paths import private_file
from wallwatch.store.damage import SUFFIXES

KEPT: Final = 2
"""Copies that are kept of a database; the older ones go."""


def back_up(path: Path, version: int) -> Path:
    """Copy the database at ``path``, of schema ``version``, as it was committed last.

    Who calls may hold the write lock of the database. So the copy is made through a connection of its own.

    The copy has its name only when it is whole. One of an earlier attempt is replaced.
    """
    copy = path.with_name(f"{path.name}.before-{version}")
    making = path.with_name(f"{copy.name}.making")
    making.unlink(missing_ok=True)
    private_file(making)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(making, isolation_level=None)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        making.replace(copy)
    except BaseException:
        for suffix in SUFFIXES:
            Path(f"{making}{suffix}").unlink(missing_ok=True)
        raise
    for old in copies(path)[:-KEPT]:
        old.unlink(missing_ok=True)
    return copy


def copies(path: Path) -> list[Path]:
    """Return the copies of the database at ``path``, that of the oldest schema first."""
    prefix = f"{path.name}.before-"
    found = [each for each in path.parent.glob(f"{prefix}*") if each.name.removeprefix(prefix).isdecimal()]
    return sorted(found, key=lambda each: int(each.name.removeprefix(prefix)))
