"""What SQLite complains about, in sentences for people."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.errors import StoreError
from wallwatch.store.damage import DamagedError, is_damage

_SENTENCES: Final[dict[int, tuple[str, str]]] = {
    sqlite3.SQLITE_BUSY: ("Another program holds {path}.", "Stop it, or wait until it is done."),
    sqlite3.SQLITE_READONLY: ("{path} may not be written.", "Look at the owner and the mode of it and its directory."),
    sqlite3.SQLITE_CANTOPEN: ("{path} cannot be opened.", "Look at the owner and the mode of it and its directory."),
    sqlite3.SQLITE_IOERR: ("{path} cannot be read or written.", "Look for disk errors: dmesg"),
}


class FullError(StoreError):
    """The disk is full. Nothing has changed, and the same can be tried again when there is room."""


class CancelledError(StoreError):
    """A query was given up because another thread asked for it."""


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite raises inside the block into a :class:`StoreError`; mistakes of ours stay as they are.

    A record that cannot be decoded was garbled on the disk: SQLite checks its pages, and not what is in them.
    """
    try:
        yield
    except msgspec.DecodeError as error:
        raise DamagedError(f"{path} is damaged: a record in it cannot be read ({error}).") from error
    except zlib.error as error:
        raise DamagedError(f"{path} is damaged: a block of lines in it cannot be read ({error}).") from error
    except sqlite3.Error as error:
        # An error without a code was raised by the Python module: wrong use, and a traceback is what it deserves.
        if getattr(error, "sqlite_errorcode", None) is None:
            raise
        raise _told(error, path) from error


def _told(error: sqlite3.Error, path: Path) -> StoreError:
    code = error.sqlite_errorcode & 0xFF
    if is_damage(error):
        return DamagedError(f"{path} is damaged: {error}.")
    if code == sqlite3.SQLITE_INTERRUPT:
        return CancelledError("The query was cancelled.")
    if code == sqlite3.SQLITE_FULL or error.sqlite_errorcode == sqlite3.SQLITE_IOERR_SHMSIZE:
        return FullError(f"There is no room left for {path}.", "Free some space on its file system.")
    sentence, remedy = _SENTENCES.get(code, (f"{{path}} cannot be used: {error}.", ""))
    return StoreError(sentence.format(path=path), remedy)
