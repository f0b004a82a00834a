import sqlite3

import pytest

from wallwatch.store.migrate import migrate
from wallwatch.store.rows import ALERT_COLUMNS
from wallwatch.store.schema import MARKS_STEPS, STORE_STEPS


def columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))


def test_the_columns_of_alerts_are_those_that_filters_speak_of() -> None:
    """Every column that a filter may name stands in the table, in the order of the rows."""
    connection = sqlite3.connect(":memory:")
    migrate(connection, STORE_STEPS)
    assert columns(connection, "alerts") == ALERT_COLUMNS


@pytest.mark.parametrize(("statement", "index"), [
    ("SELECT id, first, lines FROM alerts ORDER BY first, id", "USING COVERING INDEX alerts_in_order"),
    ("SELECT sum(lines) FROM alerts WHERE dport = 1 AND lower(proto) = 'x'", "USING COVERING INDEX alerts_in_order"),
    ("SELECT count(*) FROM alerts WHERE src_key > x'00' AND sid = 1", "USING COVERING INDEX alerts_in_order"),
    ("SELECT id FROM alerts WHERE last >= 5", "USING COVERING INDEX alerts_in_order"),
    ("SELECT record FROM packets WHERE alert = 1 ORDER BY place", "USING PRIMARY KEY (alert=?)"),
    ("SELECT first FROM blocks WHERE first <= 9 ORDER BY first DESC LIMIT 1", "USING INTEGER PRIMARY KEY (rowid<?)"),
    ("SELECT first FROM blocks WHERE newest < 9 ORDER BY newest", "USING COVERING INDEX blocks_by_time"),
    ("SELECT alert FROM changes WHERE number > 5 ORDER BY number", "USING INTEGER PRIMARY KEY (rowid>?)"),
])  # fmt: skip
def test_what_the_screen_asks_often_is_answered_from_an_index(statement: str, index: str) -> None:
    """None of these questions sorts, and none reads the rows of all alerts."""
    connection = sqlite3.connect(":memory:")
    migrate(connection, STORE_STEPS)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert len(plan) == 1
    assert index in plan[0]


def test_the_marks_have_tables_of_their_own() -> None:
    """Operations, what they are about, and how long the journal is, are all that the file of the marks holds."""
    connection = sqlite3.connect(":memory:")
    migrate(connection, MARKS_STEPS)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    assert tables == ["journal", "operations", "subjects"]
