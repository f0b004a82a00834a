import sqlite3
from pathlib import Path

import pytest

from wallwatch.errors import StoreError
from wallwatch.store.migrate import migrate, refuse_newer, version_of

FIRST = ("CREATE TABLE rocks (name TEXT)", "INSERT INTO rocks VALUES ('granite')")
SECOND = ("ALTER TABLE rocks ADD COLUMN hard INTEGER", "UPDATE rocks SET hard = 6")


def connect(*steps: tuple[str, ...]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, steps)
    return connection


def test_a_new_file_takes_all_steps() -> None:
    """From nothing the schema is built by the same steps as from any older version."""
    connection = connect(FIRST, SECOND)
    assert connection.execute("SELECT * FROM rocks").fetchall() == [("granite", 6)]
    assert version_of(connection) == 2


def test_an_older_file_takes_the_steps_that_it_lacks() -> None:
    """A step is taken once, and what was in the tables stays."""
    connection = connect(FIRST)
    connection.execute("INSERT INTO rocks VALUES ('basalt')")
    migrate(connection, (FIRST, SECOND))
    assert connection.execute("SELECT name, hard FROM rocks").fetchall() == [("granite", 6), ("basalt", 6)]


def test_a_file_of_this_version_is_left_alone() -> None:
    """Opening a store again takes no step."""
    connection = connect(FIRST)
    migrate(connection, (FIRST,))
    assert connection.execute("SELECT count(*) FROM rocks").fetchone() == (1,)


def test_a_step_that_fails_takes_the_earlier_ones_back_with_it() -> None:
    """The caller's transaction holds the tables and the version alike."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (FIRST, ("this is no statement",)))
    connection.rollback()
    assert version_of(connection) == 0
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_newer_file_is_refused_with_a_sentence() -> None:
    """A person reads which versions these are and what to do."""
    connection = connect(FIRST, SECOND)
    with pytest.raises(
        StoreError, match=r"written by a newer wallwatch \(schema 2, this one knows 1\).*Update wallwatch"
    ):
        refuse_newer(connection, Path("store.db"), (FIRST,))
    refuse_newer(connection, Path("store.db"), (FIRST, SECOND))
