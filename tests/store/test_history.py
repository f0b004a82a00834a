import sqlite3

import pytest
from msgspec.structs import replace

from tests.store.make import NOON, arrived, lines
from wallwatch.store.blocks import WELL, block_of, put_block
from wallwatch.store.history import History
from wallwatch.store.redated import put_redated


@pytest.fixture
def tables(tables: sqlite3.Connection) -> sqlite3.Connection:
    """Return blocks with the numbers 1 to 4, 5 to 8 (without 6), and 11 to 14."""
    put_block(tables, block_of(1, lines(1, 4), arrived(1, 4), WELL))
    put_block(tables, block_of(5, lines(5, 4), [*arrived(5, 1), *arrived(7, 2)], WELL))
    put_block(tables, block_of(11, lines(11, 4), arrived(11, 4), WELL))
    return tables


@pytest.mark.parametrize(("numbers", "found"), [
    ([3], [3]),
    ([13, 1, 2], [1, 2, 13]),
    ([5, 6, 7], [5, 7]),
    ([0, 9, 10, 15, 99], []),
    ([4, 5, 10, 11], [4, 5, 11]),
    (range(20), [1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 14]),
    ([], []),
])  # fmt: skip
def test_sightings_are_found_by_number(tables: sqlite3.Connection, numbers: list[int], found: list[int]) -> None:
    """In whichever block they are; a number that is not there is left out."""
    assert list(History().find(tables, numbers, raw=False)) == found
    with_lines = History().find(tables, numbers, raw=True)
    assert [each.raw for each in with_lines.values()] == [f"line {number}" for number in found]


def test_all_are_walked_block_by_block(tables: sqlite3.Connection) -> None:
    """From any number on, and only what was asked for."""
    history = History()
    assert [each.number for each in history.after(tables, 0, None)] == [1, 2, 3, 4]
    assert [each.number for each in history.after(tables, 2, None)] == [3, 4]
    assert [each.number for each in history.after(tables, 8, None)] == [11, 12, 13, 14]
    assert [each.number for each in history.after(tables, 2, {2, 8, 13})] == [8]
    assert history.after(tables, 14, None) == []
    assert history.after(tables, 2, {2}) == []


def test_a_block_stays_unpacked_for_a_while(tables: sqlite3.Connection) -> None:
    """Only the last few do, so that memory does not grow with the store."""
    history = History()
    history.find(tables, range(20), raw=True)
    assert len(history._open) == 3
    for first in range(101, 111):
        put_block(tables, block_of(first, lines(first, 1), arrived(first, 1), WELL))
    assert len(history.find(tables, range(101, 111), raw=True)) == 10
    assert len(history._open) == 4


def test_a_year_that_became_known_later_is_in_what_is_found(tables: sqlite3.Connection) -> None:
    """Also if the block was unpacked before."""
    history = History()
    (found,) = history.find(tables, [3], raw=False).values()
    put_redated(tables, [replace(found, time=5, repeat_after=NOON)])
    (again,) = history.find(tables, [3], raw=False).values()
    assert (found.time != 5, again.time, again.repeat_after) == (True, 5, NOON)
