"""A damaged file: how it is found, and how it is put out of the way without being lost."""

import sqlite3
import time
from pathlib import Path
from typing import Final

from wallwatch.errors import StoreError
from wallwatch.model.times import to_datetime

SUFFIXES: Final = ("", "-wal", "-shm")
"""The files of one database."""

_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_CHECK_SECONDS: Final = 1.0
_CHECK_STEPS: Final = 10_000
"""How often the clock is looked at during a check, in instructions of SQLite's machine (some 0.1 ms)."""


class DamagedError(StoreError):
    """The file is no database, or its pages contradict each other. Opening it for writing sets it aside."""


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether SQLite says that the file itself is broken."""
    return error.sqlite_errorcode & 0xFF in _DAMAGE


def check(connection: sqlite3.Connection, path: Path, seconds: float = _CHECK_SECONDS) -> None:
    """Look through the file for at most ``seconds``; what was not reached counts as sound.

    Raises:
        DamagedError: something was found.
    """
    deadline = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _CHECK_STEPS)
    try:
        finding = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        finding = "ok"
    finally:
        connection.set_progress_handler(None, 0)
    if finding != "ok":
        raise DamagedError(f"{path} is damaged: {finding}")


def set_aside(path: Path, at: int) -> Path:
    """Rename the files of a database to ``<name>.corrupt-<stamp>``; return the new path of the first."""
    aside = path.with_name(f"{path.name}.corrupt-{to_datetime(at):%Y%m%dT%H%M%S.%f}")
    for suffix in SUFFIXES:
        part = Path(f"{path}{suffix}")
        if part.exists():
            part.rename(f"{aside}{suffix}")
    return aside
