import sqlite3
from pathlib import Path

import pytest

from tests.store.make import NOON
from wallwatch.store.damage import DamagedError, check, is_damage, set_aside


def build(path: Path, rows: int = 2_000) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE rocks (name TEXT)")
    connection.execute("CREATE INDEX by_name ON rocks (name)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO rocks VALUES (?)", [(f"granite {row}",) for row in range(rows)])
    connection.execute("COMMIT")
    return connection


def test_a_sound_file_passes(tmp_path: Path) -> None:
    """A check says nothing where there is nothing to say, and leaves the connection usable."""
    connection = build(tmp_path / "rocks.db")
    check(connection, tmp_path / "rocks.db")
    assert connection.execute("SELECT count(*) FROM rocks").fetchone() == (2_000,)


def test_garbage_in_the_pages_is_found(tmp_path: Path) -> None:
    """Pages overwritten in the middle of the file are damage."""
    path = tmp_path / "rocks.db"
    build(path).close()
    with path.open("r+b") as file:
        file.seek(8_192)
        file.write(b"\x55" * 16_384)
    with pytest.raises((DamagedError, sqlite3.DatabaseError)) as raised:
        check(sqlite3.connect(path), path)
    assert isinstance(raised.value, DamagedError) or is_damage(raised.value)


def test_a_check_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """With no time at all, what was not looked at counts as sound."""
    connection = build(tmp_path / "rocks.db", 100_000)
    check(connection, tmp_path / "rocks.db", seconds=0)
    assert connection.execute("SELECT count(*) FROM rocks").fetchone() == (100_000,)


@pytest.mark.parametrize(("code", "damage"), [
    (sqlite3.SQLITE_CORRUPT, True),
    (sqlite3.SQLITE_NOTADB, True),
    (sqlite3.SQLITE_CORRUPT_INDEX, True),
    (sqlite3.SQLITE_FULL, False),
    (sqlite3.SQLITE_BUSY, False),
    (sqlite3.SQLITE_IOERR, False),
])  # fmt: skip
def test_only_what_is_broken_for_good_is_damage(code: int, *, damage: bool) -> None:
    """A full disk and a held lock pass; a malformed file does not mend itself."""
    error = sqlite3.DatabaseError("so SQLite says")
    error.sqlite_errorcode = code
    assert is_damage(error) is damage


def test_all_files_of_a_database_are_set_aside(tmp_path: Path) -> None:
    """The new name says when it was, and the log and the index of the log go along."""
    path = tmp_path / "store.db"
    for name in ("store.db", "store.db-wal", "marks.db"):
        (tmp_path / name).write_text(name)
    aside = set_aside(path, NOON + 5)
    assert aside.name == "store.db.corrupt-20020302T150000.000005"
    names = sorted(each.name for each in tmp_path.iterdir())
    assert names == ["marks.db", aside.name, f"{aside.name}-wal"]
