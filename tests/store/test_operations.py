import sqlite3

import msgspec
import pytest

from tests.store.make import NOON, subject
from wallwatch.store.ledger import Operation
from wallwatch.store.migrate import migrate
from wallwatch.store.operations import (
    count_subjects,
    last_operation,
    list_dated,
    list_operations,
    move_next,
    put_operation,
    restore_operation,
    set_state,
    subjects_after,
    subjects_of,
)
from wallwatch.store.schema import MARKS_STEPS

DONE = Operation(0, "done", True, "", "", "applied")


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, MARKS_STEPS)
    return connection


def states(connection: sqlite3.Connection) -> list[str]:
    return [operation.state for operation in list_operations(connection)]


def test_an_operation_comes_back_with_its_subjects(connection: sqlite3.Connection) -> None:
    """Each has a number, in the order of entry."""
    rule = Operation(0, "rule", False, '[[rule]]\nname = "gnutella"', "gnutella", "applied")
    about = [subject(), subject(NOON + 5, proto="icmp", sport=None, dport=None, icmp_type=8)]
    put_operation(connection, DONE, about, NOON)
    put_operation(connection, rule, (), NOON)
    put_operation(connection, DONE, about[:1], NOON)
    assert list_operations(connection) == [
        Operation(1, "done", True, "", "", "applied"),
        Operation(2, "rule", False, '[[rule]]\nname = "gnutella"', "gnutella", "applied"),
        Operation(3, "done", True, "", "", "applied"),
    ]
    assert list(subjects_after(connection, 0)) == [(1, about[0]), (1, about[1]), (3, about[0])]
    assert list(subjects_after(connection, 1)) == [(3, about[0])]
    assert [count_subjects(connection, number) for number in (1, 2, 3)] == [2, 0, 1]


def test_undoing_goes_back_and_forth(connection: sqlite3.Connection) -> None:
    """The last one is undone first, and done again last."""
    for _ in range(3):
        put_operation(connection, DONE, (), NOON)
    undone = [move_next(connection, "undone") for _ in range(4)]
    assert [each and each.id for each in undone] == [3, 2, 1, None]
    again = [move_next(connection, "applied") for _ in range(2)]
    assert [(each.id, each.state) for each in again if each] == [(1, "applied"), (2, "applied")]
    assert states(connection) == ["applied", "applied", "undone"]


def test_what_was_undone_is_left_behind_by_the_next_operation(connection: sqlite3.Connection) -> None:
    """It stays in the file, and is neither undone nor done again."""
    put_operation(connection, DONE, (), NOON)
    move_next(connection, "undone")
    put_operation(connection, DONE, (), NOON)
    assert states(connection) == ["dropped", "applied"]
    assert move_next(connection, "applied") is None
    assert [move_next(connection, "undone") is None for _ in range(2)] == [False, True]


def test_each_person_goes_back_and_forth_alone(connection: sqlite3.Connection) -> None:
    """What one did next does not keep another from doing something again."""
    for person in ("mara", "tom", "mara", ""):
        put_operation(connection, msgspec.structs.replace(DONE, person=person), (), NOON)
    undone = [move_next(connection, "undone", "tom") for _ in range(3)]
    assert [each and each.id for each in undone] == [4, 2, None]
    put_operation(connection, msgspec.structs.replace(DONE, person="mara"), (), NOON)
    assert states(connection) == ["applied", "undone", "applied", "undone", "applied"]
    assert [each for each, _ in list_dated(connection)] == list_operations(connection)


def test_an_operation_is_restored_in_the_place_of_another(connection: sqlite3.Connection) -> None:
    """With its own subjects."""
    made = put_operation(connection, DONE, [subject(), subject(NOON + 9)], NOON)
    restore_operation(connection, msgspec.structs.replace(made, kind="starred"), [subject(5)], NOON)
    assert [each.kind for each in list_operations(connection)] == ["starred"]
    assert subjects_of(connection, made.id) == [subject(5)]
    set_state(connection, made.id, "dropped")
    assert (states(connection), last_operation(connection)) == (["dropped"], 1)
