import sqlite3

import pytest

from tests.store.make import alert
from wallwatch.model import Change
from wallwatch.store.pruned import put_pruned, take_back


def gone(number: int, lines: int) -> Change:
    return Change(kind="gone", alert=alert(number, lines=lines))


def test_a_pruned_alert_that_grows_is_new_again(tables: sqlite3.Connection) -> None:
    """Its lines are not archived any more, once."""
    put_pruned(tables, [gone(1, 5), gone(2, 7), gone(3, 9)])
    grown, merged = Change(kind="grown", alert=alert(1)), Change(kind="merged", alert=alert(3), into=4)
    changes = [grown, merged, Change(kind="grown", alert=alert(4)), Change(kind="new", alert=alert(9))]
    back, lines = take_back(tables, changes, 9)
    assert ([change.kind for change in back], lines) == (["new", "merged", "grown", "new"], 14)
    assert take_back(tables, changes, 9) == (changes, 0)
    assert tables.execute("SELECT alert, lines FROM pruned").fetchall() == [(2, 7)]


def test_only_as_many_are_remembered_as_may_be_open(
    tables: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table does not grow with the years."""
    monkeypatch.setattr("wallwatch.store.pruned.REMEMBERED", 10)
    put_pruned(tables, [gone(number, 1) for number in range(50)])
    assert tables.execute("SELECT count(*), max(alert) FROM pruned").fetchone() == (11, 49)


def test_where_nothing_was_pruned_nothing_changes(tables: sqlite3.Connection) -> None:
    """The changes are not even looked at."""
    changes = [Change(kind="grown", alert=alert(1))]
    assert take_back(tables, changes, 9) == (changes, 0)
