import sqlite3
import zlib
from pathlib import Path

import pytest

from wallwatch.errors import StoreError
from wallwatch.store.complaints import CancelledError, FullError, sentences
from wallwatch.store.damage import DamagedError
from wallwatch.store.record import alert_of


def complain(code: int) -> None:
    error = sqlite3.OperationalError("so SQLite says")
    error.sqlite_errorcode = code
    with sentences(Path("/var/store.db")):
        raise error


@pytest.mark.parametrize(("code", "kind", "sentence"), [
    (sqlite3.SQLITE_FULL, FullError, "no room left for /var/store.db"),
    (sqlite3.SQLITE_IOERR_SHMSIZE, FullError, "no room left for /var/store.db"),
    (sqlite3.SQLITE_BUSY, StoreError, "Another program holds /var/store.db"),
    (sqlite3.SQLITE_READONLY_DIRECTORY, StoreError, "/var/store.db may not be written"),
    (sqlite3.SQLITE_CANTOPEN, StoreError, "/var/store.db cannot be opened"),
    (sqlite3.SQLITE_IOERR_READ, StoreError, "Look for disk errors"),
    (sqlite3.SQLITE_CORRUPT, DamagedError, "/var/store.db is damaged: so SQLite says"),
    (sqlite3.SQLITE_INTERRUPT, CancelledError, "cancelled"),
    (sqlite3.SQLITE_TOOBIG, StoreError, "/var/store.db cannot be used: so SQLite says"),
])  # fmt: skip
def test_what_sqlite_says_becomes_a_sentence(code: int, kind: type[StoreError], sentence: str) -> None:
    """Extended codes are told like their plain ones, and what is not in the table in SQLite's own words."""
    with pytest.raises(kind, match=sentence):
        complain(code)


def test_wrong_use_of_the_module_is_not_dressed_up() -> None:
    """A mistake in the program keeps its traceback."""
    connection = sqlite3.connect(":memory:")
    connection.close()
    with pytest.raises(sqlite3.ProgrammingError), sentences(Path("store.db")):
        connection.execute("SELECT 1")


def test_other_errors_pass() -> None:
    """Only SQLite's errors are told."""
    with pytest.raises(KeyError), sentences(Path("store.db")):
        raise KeyError


@pytest.mark.parametrize("record", [b"", b"\xc1", b"\x80", b"\x81\xa2id\xa3one"])
def test_a_garbled_record_is_damage(record: bytes) -> None:
    """The screen says so and goes on, instead of ending with a traceback."""
    with (
        pytest.raises(DamagedError, match=r"store\.db is damaged: a record in it cannot be read"),
        sentences(Path("store.db")),
    ):
        alert_of(record)


def test_a_garbled_block_is_damage() -> None:
    """The lines in it cannot be unpacked."""
    with pytest.raises(DamagedError, match=r"a block of lines in it cannot be read"), sentences(Path("store.db")):
        zlib.decompress(b"garbled")
