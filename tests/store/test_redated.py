import sqlite3

import pytest
from msgspec.structs import replace

from tests.store.make import NOON, arrived, lines
from wallwatch.store.blocks import WELL, block_of, put_block
from wallwatch.store.redated import Times, put_redated, redated


def never(numbers: object) -> dict[int, int]:
    pytest.fail(f"asked for {numbers}")


def test_a_sighting_with_another_time_is_known_again() -> None:
    """The others are not, and the blocks are not asked."""
    times = Times()
    times.learn(1, 4, arrived(1, 3))
    times.learn(4, 6, arrived(5, 1))
    moved = replace(arrived(2, 1)[0], time=5)
    assert times.moved([*arrived(1, 1), moved, *arrived(3, 1), *arrived(5, 1)], never) == [moved]


def test_what_came_before_the_start_is_looked_up() -> None:
    """The blocks know when it came."""
    times = Times()
    times.learn(10, 12, arrived(10, 2))
    one, two = arrived(3, 2)
    assert times.moved([one, two, *arrived(10, 1)], lambda _: {3: one.time, 4: NOON - 5}) == [two]


def test_only_the_newest_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line takes eight bytes, and after as many again the older half is forgotten."""
    monkeypatch.setattr("wallwatch.store.redated._REMEMBERED", 10)
    times = Times()
    for number in range(1, 100):
        times.learn(number, number + 1, arrived(number, 1))
        assert len(times._times) <= 22
    assert times.moved(arrived(90, 10), never) == []


def test_a_new_time_is_written_beside_the_block(tables: sqlite3.Connection) -> None:
    """The block is as new as its newest sighting, so that it is not pruned too early."""
    put_block(tables, block_of(1, lines(1, 4), arrived(1, 4), WELL))
    one = arrived(2, 1)[0]
    late = replace(one, time=NOON * 2, repeat_after=7)
    put_redated(tables, [late])
    assert redated(tables, {2: one}) == {2: late}
    assert tables.execute("SELECT newest FROM blocks").fetchone() == (NOON * 2,)
    assert redated(tables, {}) == {}
