import sqlite3

import pytest

from tests.store.make import NOON, SECOND, arrived, knock, lines
from wallwatch.model import Change
from wallwatch.store.blocks import WELL, block_of, put_block
from wallwatch.store.history import History
from wallwatch.store.redated import put_redated
from wallwatch.store.spare import put_spare
from wallwatch.store.thin import thin
from wallwatch.store.upsert import put_alerts

EVER = NOON + 10**9 * SECOND


@pytest.fixture
def tables(tables: sqlite3.Connection) -> sqlite3.Connection:
    """Return three blocks of ten sightings each, none of them of an alert."""
    for first in (1, 11, 21):
        put_block(tables, block_of(first, lines(first, 10), arrived(first, 10), WELL))
    return tables


def left(tables: sqlite3.Connection) -> list[int]:
    found = History().find(tables, range(1, 31), raw=True)
    assert [each.raw for each in found.values()] == [f"line {number}" for number in found]
    return list(found)


@pytest.mark.parametrize(("seconds", "first"), [(0, 1), (20, 1), (21, 11), (41, 31)])
def test_blocks_that_nobody_needs_go(tables: sqlite3.Connection, seconds: int, first: int) -> None:
    """If all that is in them came before the time that is asked for, give or take ten seconds."""
    put_redated(tables, arrived(3, 1))
    thin(tables, NOON + seconds * SECOND, EVER)
    assert left(tables) == list(range(first, 31))
    assert tables.execute("SELECT count(*) FROM redated").fetchone() == (int(first == 1),)


@pytest.mark.parametrize(("most", "first"), [(1, 11), (10, 11), (11, 21), (20, 21), (21, 31)])
def test_so_many_sightings_are_looked_at_in_one_transaction(
    tables: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, most: int, first: int
) -> None:
    """However many blocks they are in: the oldest ones, and one block at least."""
    monkeypatch.setattr("wallwatch.store.thin.SIGHTINGS", most)
    thin(tables, EVER, EVER)
    assert left(tables) == list(range(first, 31))


def test_of_a_block_that_is_hardly_needed_the_rest_goes(tables: sqlite3.Connection) -> None:
    """What packets and spare sightings of an alert say stays; a block that is much needed stays as it is."""
    put_alerts(tables, [knock(each) for each in (*arrived(12, 1), *arrived(21, 6))], 1)
    put_spare(tables, arrived(14, 1), [Change(kind="grown", alert=knock(arrived(12, 1)[0]).alert)])
    thin(tables, EVER, EVER)
    assert left(tables) == [12, 14, *range(21, 31)]


def test_a_block_that_is_needed_is_not_looked_at_each_time(tables: sqlite3.Connection) -> None:
    """Later it is, and goes with its alert."""
    put_alerts(tables, [knock(arrived(12, 1)[0])], 1)
    thin(tables, NOON + 60 * SECOND, NOON + 100 * SECOND)
    tables.execute("DELETE FROM packets")
    tables.execute("DELETE FROM alerts")
    thin(tables, NOON + 60 * SECOND, NOON + 100 * SECOND)
    assert left(tables) == [12]
    thin(tables, NOON + 111 * SECOND, NOON + 200 * SECOND)
    assert left(tables) == []


def test_if_too_many_alerts_may_need_them_blocks_are_left(
    tables: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The alerts go first, and one call remains a small one."""
    monkeypatch.setattr("wallwatch.store.thin._ALERTS", 3)
    put_alerts(tables, [knock(each) for each in arrived(1, 3)], 1)
    thin(tables, EVER, EVER)
    assert left(tables) == list(range(1, 31))
