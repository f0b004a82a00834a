"""The tables ``operations`` and ``subjects`` of the marks: what people did, and which alerts it was about."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from wallwatch.store.ledger import Kind, Operation, State, Subject

_SELECT: Final = "SELECT id, kind, turned_on, text, rule, state, person FROM operations"
_OWN: Final = "person IN (?, '')"
_NEXT: Final[dict[State, str]] = {
    "undone": f"{_SELECT} WHERE state = 'applied' AND {_OWN} ORDER BY id DESC LIMIT 1",
    "applied": f"{_SELECT} WHERE state = 'undone' AND {_OWN} ORDER BY id LIMIT 1",
}
"""A person's operation that may come into a state next: undoing goes back from the end, doing again the same way."""

_COLUMNS: Final = ", ".join(Subject.__struct_fields__)
_PLACES: Final = ", ".join("?" * len(Subject.__struct_fields__))
_PUT_SUBJECT: Final = f"INSERT INTO subjects (operation, place, {_COLUMNS}) VALUES (?, ?, {_PLACES})"  # noqa: S608

_Row = tuple[int, Kind, int, str, str, State, str]


def put_operation(
    connection: sqlite3.Connection, operation: Operation, subjects: Iterable[Subject], at: int
) -> Operation:
    """Add an operation, made ``at`` (microseconds since the epoch); return it with its number, which is given here.

    What its person undid before can not be done again after it.
    """
    numbered = msgspec.structs.replace(operation, id=last_operation(connection) + 1)
    restore_operation(connection, numbered, subjects, at)
    return numbered


def restore_operation(
    connection: sqlite3.Connection, operation: Operation, subjects: Iterable[Subject], at: int
) -> None:
    """Add an operation that has its number, in place of another one with the same."""
    connection.execute("UPDATE operations SET state = 'dropped' WHERE state = 'undone' AND person = ?", _by(operation))
    connection.execute(
        "INSERT OR REPLACE INTO operations (at, id, kind, turned_on, text, rule, state, person)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (at, *msgspec.structs.astuple(operation)),
    )
    connection.execute("DELETE FROM subjects WHERE operation = ?", (operation.id,))
    rows = [(operation.id, place, *msgspec.structs.astuple(subject)) for place, subject in enumerate(subjects)]
    connection.executemany(_PUT_SUBJECT, rows)


def move_next(connection: sqlite3.Connection, state: State, person: str = "") -> Operation | None:
    """Bring a person's next operation into ``state`` (``undone``, or ``applied`` again); return it, if there is one."""
    row = connection.execute(_NEXT[state], (person,)).fetchone()
    if row is None:
        return None
    operation = msgspec.structs.replace(_operation(row), state=state)
    set_state(connection, operation.id, state)
    return operation


def set_state(connection: sqlite3.Connection, operation: int, state: State) -> None:
    """Bring an operation into a state."""
    connection.execute("UPDATE operations SET state = ? WHERE id = ?", (state, operation))


def last_operation(connection: sqlite3.Connection) -> int:
    """Return the number of the last operation, 0 if there is none."""
    row: tuple[int] = connection.execute("SELECT ifnull(max(id), 0) FROM operations").fetchone()
    return row[0]


def list_operations(connection: sqlite3.Connection) -> list[Operation]:
    """Return all operations, in their order."""
    return [_operation(row) for row in connection.execute(f"{_SELECT} ORDER BY id")]


def list_dated(connection: sqlite3.Connection) -> list[tuple[Operation, int]]:
    """Return all operations with the times at which they were made, in their order."""
    rows = connection.execute(f"{_SELECT.replace('SELECT', 'SELECT at,')} ORDER BY id")
    return [(_operation(row), at) for at, *row in rows]


def subjects_of(connection: sqlite3.Connection, operation: int) -> list[Subject]:
    """Return what an operation is about."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM subjects WHERE operation = ? ORDER BY place", (operation,))  # noqa: S608
    return [Subject(*row) for row in rows]


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
    number, kind, turned_on, text, rule, state, person = row
    return Operation(number, kind, bool(turned_on), text, rule, state, person)


def _by(operation: Operation) -> tuple[str]:
    return (operation.person,)
