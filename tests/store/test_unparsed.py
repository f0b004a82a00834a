import sqlite3

import pytest

from tests.store.make import STREAM, reading, unparsed
from wallwatch.model.line import Unparsed
from wallwatch.store.migrate import migrate
from wallwatch.store.schema import STORE_STEPS
from wallwatch.store.unparsed import TEXT_KEPT, UnparsedRow, list_unparsed, put_unparsed
from wallwatch.text import CUT_MARK


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STORE_STEPS)
    return connection


def test_a_line_is_kept_with_its_place(connection: sqlite3.Connection) -> None:
    """The newest line comes first."""
    put_unparsed(connection, [reading(0, 20, unparsed=unparsed("first", "second"))])
    assert list_unparsed(connection, None, 10) == [
        UnparsedRow("kern.log", STREAM, 10, 20, "second"),
        UnparsedRow("kern.log", STREAM, 0, 10, "first"),
    ]


def test_a_line_that_may_be_forged_is_marked(connection: sqlite3.Connection) -> None:
    """The mark is kept with it."""
    forged = Unparsed("sshd: kernel: IN=eth0", 0, 10, True)
    put_unparsed(connection, [reading(0, 20, unparsed=(forged, *unparsed("torn")))])
    assert [row.forged for row in list_unparsed(connection, None, 10)] == [False, True]


def test_lines_of_one_source_are_asked_for(connection: sqlite3.Connection) -> None:
    """The limit counts the lines of that source."""
    put_unparsed(
        connection,
        [reading(0, 9, unparsed=unparsed("a", "b")), reading(0, 9, source="snort", unparsed=unparsed("c"))],
    )
    assert [row.text for row in list_unparsed(connection, "kern.log", 1)] == ["b"]
    assert [row.text for row in list_unparsed(connection, "snort", 9)] == ["c"]
    assert [row.text for row in list_unparsed(connection, None, 9)] == ["c", "b", "a"]
    assert list_unparsed(connection, "p0f", 9) == []


def test_the_oldest_lines_of_a_source_are_pruned(connection: sqlite3.Connection) -> None:
    """A source that floods does not push out the lines of another one."""
    put_unparsed(connection, [reading(0, 9, source="snort", unparsed=unparsed("c"))], kept=3)
    for text in "vwxyz":
        put_unparsed(connection, [reading(0, 9, unparsed=unparsed(text, text.upper()))], kept=3)
    assert [row.text for row in list_unparsed(connection, None, 9)] == ["Z", "z", "Y", "c"]


def test_a_long_line_is_cut(connection: sqlite3.Connection) -> None:
    """The cut can be seen, and the place says where the rest is."""
    put_unparsed(connection, [reading(0, 9, unparsed=unparsed("x" * TEXT_KEPT, "y" * (TEXT_KEPT + 1)))])
    long, whole = list_unparsed(connection, None, 2)
    assert whole.text == "x" * TEXT_KEPT
    assert long.text == "y" * TEXT_KEPT + CUT_MARK
