import sqlite3

import pytest

from tests.store.make import NOON, SECOND, new
from wallwatch.store.prune import ALERTS, EVER, affordable, free_bytes, give_back, newest_time, oldest, used_bytes
from wallwatch.store.room import Space
from wallwatch.store.upsert import put_alerts


def test_the_oldest_go_first(tables: sqlite3.Connection) -> None:
    """What counts is when they were last seen; of those the one that began first."""
    put_alerts(tables, [new(5), new(2), new(1, last=NOON + 60 * SECOND), new(3)], 1)
    gone, everything = oldest(tables, NOON + 5 * SECOND, lambda _: ())
    assert everything
    assert [(change.kind, change.alert.id) for change in gone] == [("gone", 2), ("gone", 3)]
    assert [change.alert.id for change in oldest(tables, EVER, lambda _: ()).changes] == [1, 2, 3, 5]


def test_what_people_keep_stays(tables: sqlite3.Connection) -> None:
    """However many they are, those behind them are found."""
    put_alerts(tables, [new(number) for number in range(1, 2 * ALERTS + 3)], 1)
    kept = set(range(1, 2 * ALERTS + 1))
    gone, _ = oldest(tables, EVER, lambda alerts: {alert.id for alert in alerts} & kept)
    assert [change.alert.id for change in gone] == [2 * ALERTS + 1, 2 * ALERTS + 2]
    assert oldest(tables, EVER, lambda alerts: {alert.id for alert in alerts}) == ([], True)


def test_one_call_is_a_small_one(tables: sqlite3.Connection) -> None:
    """The writer is not held up for long."""
    put_alerts(tables, [new(number) for number in range(1, 2 * ALERTS)], 1)
    gone, everything = oldest(tables, EVER, lambda _: ())
    assert (len(gone), everything) == (ALERTS, False)


@pytest.mark.parametrize(("numbers", "newest"), [([], None), ([3, 9, 1], NOON + 9 * SECOND)])
def test_the_newest_alert_tells_the_time(tables: sqlite3.Connection, numbers: list[int], newest: int | None) -> None:
    """Without alerts nothing does."""
    put_alerts(tables, [new(number) for number in numbers], 1)
    assert newest_time(tables) == newest


def test_free_pages_are_not_counted_as_used() -> None:
    """They are given back where the file can be made shorter."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("CREATE TABLE rocks (name TEXT)")
    connection.executemany("INSERT INTO rocks VALUES (?)", [("granite" * 500,)] * 50)
    used = used_bytes(connection)
    connection.execute("DELETE FROM rocks")
    assert used_bytes(connection) + free_bytes(connection) == used
    assert free_bytes(connection) > used // 2
    free = free_bytes(connection)
    give_back(connection, Space(10**6, 4 * 8_192))
    assert free_bytes(connection) == free - 2 * 4_096
    give_back(connection, Space(10**9, 10**9))
    assert free_bytes(connection) == 0


@pytest.mark.parametrize(("free", "alerts"), [(10**9, ALERTS), (819_200, 100), (0, 1)])
def test_where_room_is_short_fewer_go_at_a_time(free: int, alerts: int) -> None:
    """The log of one call has to fit into what the ballast left."""
    assert affordable(Space(10**9, free)) == alerts
