import sqlite3

import pytest

from tests.store.make import alert, new
from wallwatch.model import Change
from wallwatch.store.changes import KEPT, ChangeRow, ChangeSet, changes_after, last_changed, prune, put_changes
from wallwatch.store.migrate import migrate
from wallwatch.store.schema import STORE_STEPS


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STORE_STEPS)
    return connection


def test_each_change_has_a_number_of_its_own(connection: sqlite3.Connection) -> None:
    """They follow the last number given out, and a reader gets those after the one it knows."""
    merge = Change(kind="merged", alert=alert(2), into=1)
    assert put_changes(connection, [new(1), new(2)], 40) == 42
    assert put_changes(connection, [merge], 42) == 43
    assert changes_after(connection, 41) == [ChangeRow("new", 2), ChangeRow("merged", 2, 1)]
    assert changes_after(connection, 43) == []


@pytest.mark.parametrize(("last", "forgotten", "left"), [(5, 0, 5), (KEPT, 0, 5), (KEPT + 2, 2, 3), (KEPT + 9, 9, 0)])
def test_the_oldest_changes_are_pruned(connection: sqlite3.Connection, last: int, forgotten: int, left: int) -> None:
    """What is returned is the last number that is not there any more."""
    put_changes(connection, [new(number) for number in range(1, 6)], 0)
    assert prune(connection, last) == forgotten
    assert len(changes_after(connection, 0)) == left


def test_what_was_touched_is_told_once_and_apart_from_what_is_gone() -> None:
    """A merged alert touches the one that it went into, unless that is gone, too."""
    rows = [("new", 3), ("grown", 2), ("merged", 4, 2), ("grown", 3), ("merged", 5, 6), ("gone", 6)]
    assert ChangeSet(9, tuple(ChangeRow(*row) for row in rows)).touched() == ([2, 3], {4, 5, 6})


def test_what_changed_last_is_told_last(connection: sqlite3.Connection) -> None:
    """Each alert once, by its last change, without those that ended; not more than are asked for."""
    ends = Change(kind="merged", alert=alert(4), into=1)
    put_changes(connection, [new(1), new(2), new(3), Change(kind="grown", alert=alert(1)), ends], 0)
    assert last_changed(connection, 9) == [2, 3, 1]
    assert last_changed(connection, 2) == [3, 1]
