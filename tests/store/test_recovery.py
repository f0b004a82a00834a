import sqlite3
from pathlib import Path

import pytest

from tests.store.make import NOON, subject
from wallwatch.store.journal import Journal, Made, Moved
from wallwatch.store.ledger import Operation
from wallwatch.store.migrate import migrate
from wallwatch.store.operations import list_operations, move_next, put_operation, subjects_after
from wallwatch.store.recovery import bring_into_step, note
from wallwatch.store.schema import MARKS_STEPS

STAR = Operation(0, "starred", True, "", "", "applied", "mara")


def empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, MARKS_STEPS)
    return connection


def star(connection: sqlite3.Connection, journal: Journal) -> None:
    made = put_operation(connection, STAR, [subject(NOON)], NOON)
    note(connection, journal, Made(NOON, made, (subject(NOON),)))


def undo(connection: sqlite3.Connection, journal: Journal) -> None:
    moved = move_next(connection, "undone", "mara")
    assert moved is not None
    note(connection, journal, Moved(NOON, moved.id, "undone"))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "marks.jsonl")


def test_marks_are_restored_with_what_was_undone_and_left_behind(journal: Journal) -> None:
    """Operation for operation, as if nothing had happened."""
    before = empty()
    for step in (star, star, undo, star, star, undo):
        step(before, journal)
    after = empty()
    assert bring_into_step(after, journal) == 4
    assert list_operations(after) == list_operations(before)
    assert [each.state for each in list_operations(after)] == ["applied", "dropped", "applied", "undone"]
    assert list(subjects_after(after, 0)) == list(subjects_after(before, 0))
    assert bring_into_step(after, journal) == 0
    undo(after, journal)
    again = empty()
    bring_into_step(again, journal)
    assert list_operations(again) == list_operations(after)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-20])])
def test_a_journal_that_is_short_is_written_anew(journal: Journal, spoil: object) -> None:
    """The database has it all."""
    connection = empty()
    star(connection, journal)
    star(connection, journal)
    whole = list(journal.entries())
    assert callable(spoil)
    spoil(journal.path)
    assert bring_into_step(connection, journal) == 0
    assert list(journal.entries()) == whole


def test_an_older_file_of_marks_gets_a_journal(journal: Journal) -> None:
    """Marks of a time when there was none are in it as well."""
    connection = empty()
    put_operation(connection, STAR, [subject(NOON)], NOON)
    bring_into_step(connection, journal)
    assert [type(each) for each in journal.entries()] == [Made]


def test_without_marks_and_journal_nothing_is_made(journal: Journal) -> None:
    """Nor is a journal that cannot be read thrown away."""
    assert bring_into_step(empty(), journal) == 0
    assert not journal.path.exists()
    journal.path.write_text("not ours")
    assert bring_into_step(empty(), journal) == 0
    assert journal.path.read_text() == "not ours"
