import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from wallwatch.store.backup import back_up, copies


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE rocks (name TEXT)")
    return path


def test_a_copy_holds_what_was_committed(path: Path) -> None:
    """It is a private file of its own, and nothing else is left beside it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO rocks VALUES ('granite')")
        connection.execute("BEGIN IMMEDIATE")
        copy = back_up(path, 2)
        connection.execute("COMMIT")
    assert (copy.name, copy.stat().st_mode & 0o777) == ("store.db.before-2", 0o600)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT name FROM rocks").fetchall() == [("granite",)]
    assert {each.name for each in path.parent.iterdir()} == {"store.db", "store.db.before-2"}


def test_the_oldest_copies_go(path: Path) -> None:
    """Two are kept, by version and not by name; what else lies there is not touched."""
    other = path.with_name("store.db.before-xmas")
    other.touch()
    for version in (1, 2, 9, 10):
        back_up(path, version)
    assert [each.name for each in copies(path)] == ["store.db.before-9", "store.db.before-10"]
    assert other.exists()


def test_a_copy_that_was_not_finished_is_begun_anew(path: Path) -> None:
    """A kill in the middle leaves no copy that looks whole."""
    path.with_name("store.db.before-2.making").write_bytes(b"half")
    back_up(path, 2)
    assert {each.name for each in path.parent.iterdir()} >= {"store.db", "store.db.before-2"}
    assert not path.with_name("store.db.before-2.making").exists()


def test_a_copy_that_fails_leaves_nothing(path: Path) -> None:
    """The caller tells why, and migrates nothing."""
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        back_up(path, 2)
    assert copies(path) == []
    assert not path.with_name("store.db.before-2.making").exists()
