"""The tables ``operations`` and ``subjects`` of the marks: what people did, and which alerts it was about."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from wallwatch.store.ledger import Kind, Operation, State, Subject

_SELECT: Final = "SELECT id, kind, turned_on, text, rule, state FROM operations"
_NEXT: Final[dict[State, str]] = {
    "undone": f"{_SELECT} WHERE state = 'applied' ORDER BY id DESC LIMIT 1",
    "applied": f"{_SELECT} WHERE state = 'undone' ORDER BY id LIMIT 1",
}
"""The operation that may come into a state next: undoing goes back from the end, doing again the same way forth."""

_COLUMNS: Final = ", ".join(Subject.__struct_fields__)
_PLACES: Final = ", ".join("?" * len(Subject.__struct_fields__))
_PUT_SUBJECT: Final = f"INSERT INTO subjects (operation, place, {_COLUMNS}) VALUES (?, ?, {_PLACES})"  # noqa: S608

_Row = tuple[int, Kind, int, str, str, State]


def put_operation(connection: sqlite3.Connection, operation: Operation, subjects: Iterable[Subject], at: int) -> None:
    """Add an operation, made ``at`` (microseconds since the epoch); its number is given here.

    What was undone before can not be done again after it.
    """
    connection.execute("UPDATE operations SET state = 'dropped' WHERE state = 'undone'")
    number = connection.execute(
        "INSERT INTO operations (at, kind, turned_on, text, rule, state) VALUES (?, ?, ?, ?, ?, ?)",
        (at, *msgspec.structs.astuple(operation)[1:]),
    ).lastrowid
    rows = [(number, place, *msgspec.structs.astuple(subject)) for place, subject in enumerate(subjects)]
    connection.executemany(_PUT_SUBJECT, rows)


def move_next(connection: sqlite3.Connection, state: State) -> Operation | None:
    """Bring the next operation into ``state`` (``undone``, or ``applied`` again) and return it, if there is one."""
    row = connection.execute(_NEXT[state]).fetchone()
    if row is None:
        return None
    operation = msgspec.structs.replace(_operation(row), state=state)
    connection.execute("UPDATE operations SET state = ? WHERE id = ?", (state, operation.id))
    return operation


def list_operations(connection: sqlite3.Connection) -> list[Operation]:
    """Return all operations, in their order."""
    return [_operation(row) for row in connection.execute(f"{_SELECT} ORDER BY id")]


def subjects_after(connection: sqlite3.Connection, operation: int) -> Iterator[tuple[int, Subject]]:
    """Yield the subjects of all operations after this one, each with the number of its operation."""
    rows = connection.execute(f"SELECT operation, {_COLUMNS} FROM subjects WHERE operation > ?", (operation,))  # noqa: S608
    for number, *columns in rows:
        yield number, Subject(*columns)


def count_subjects(connection: sqlite3.Connection, operation: int) -> int:
    """Return how many alerts an operation is about."""
    row: tuple[int] = connection.execute("SELECT count(*) FROM subjects WHERE operation = ?", (operation,)).fetchone()
    return row[0]


def _operation(row: _Row) -> Operation:
    number, kind, turned_on, text, rule, state = row
    return Operation(number, kind, bool(turned_on), text, rule, state)
