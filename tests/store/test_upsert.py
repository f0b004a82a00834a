import sqlite3

import pytest

from tests.store.make import alert, full_alert, new, packet
from wallwatch.model import Change, Signature
from wallwatch.store.alerts import find_alerts
from wallwatch.store.migrate import migrate
from wallwatch.store.schema import STORE_STEPS
from wallwatch.store.upsert import Tally, put_alerts


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STORE_STEPS)
    return connection


def test_an_alert_comes_back_as_it_was(connection: sqlite3.Connection) -> None:
    """Alerts of different shapes in one batch, each with what it knows and no more."""
    made = [full_alert(1), alert(2), alert(3, proto="icmp", sport=None, dport=None, icmp_type=8, icmp_code=0)]
    put_alerts(connection, [Change(kind="new", alert=each) for each in made], 1)
    assert find_alerts(connection, [1, 2, 3]) == made
    rows = connection.execute("SELECT dport, icmp_type, msg, src_key IS NULL FROM alerts ORDER BY id").fetchall()
    assert rows == [(6346, 8, "TCP to 6346 gnutella", 0), (6346, None, None, 0), (None, 8, None, 0)]


def test_an_alert_that_grew_replaces_itself(connection: sqlite3.Connection) -> None:
    """A touched packet is written over the one in its place, the others stay, and a column may become unknown."""
    put_alerts(
        connection, [Change(kind="new", alert=full_alert(1), touched=((0, packet(number=1)), (1, packet(number=2))))], 1
    )
    later = alert(1, packets=3)
    put_alerts(
        connection, [Change(kind="grown", alert=later, touched=((1, packet(number=5)), (2, packet(number=6))))], 2
    )
    assert find_alerts(connection, [1]) == [later]
    rows = connection.execute("SELECT place, number FROM packets WHERE alert = 1 ORDER BY place").fetchall()
    assert rows == [(0, 1), (1, 5), (2, 6)]
    assert connection.execute("SELECT icmp_type, msg FROM alerts").fetchall() == [(None, None)]


def test_what_was_merged_or_is_gone_takes_its_packets_along(connection: sqlite3.Connection) -> None:
    """Its number is not found any more, and no packet is left behind."""
    put_alerts(connection, [new(1), new(2), new(3)], 1)
    put_alerts(
        connection,
        [Change(kind="merged", alert=alert(2), into=1), Change(kind="gone", alert=alert(3))],
        4,
    )
    assert [each.id for each in find_alerts(connection, [1, 2, 3])] == [1]
    assert connection.execute("SELECT alert FROM packets").fetchall() == [(1,)]


@pytest.mark.parametrize(("changes", "tally"), [
    ([new(3, lines=4)], Tally(1, 4, 0)),
    ([Change(kind="grown", alert=alert(1, lines=7))], Tally(0, 5, 0)),
    ([Change(kind="gone", alert=alert(1, lines=99))], Tally(-1, -2, 2)),
    ([Change(kind="merged", alert=alert(1), into=2), Change(kind="grown", alert=alert(2, lines=5))], Tally(-1, 0, 0)),
    ([Change(kind="gone", alert=alert(9))], Tally(0, 0, 0)),
    ([Change(kind="merged", alert=alert(3, lines=1), into=1)], Tally(0, 0, 0)),
    ([Change(kind="new", alert=alert(1, lines=2))], Tally(0, 0, 0)),
    ([], Tally(0, 0, 0)),
])  # fmt: skip
def test_the_sums_move_with_the_alerts(connection: sqlite3.Connection, changes: list[Change], tally: Tally) -> None:
    """Lines are counted as the store had them: what goes away is what was there, not what the change says."""
    put_alerts(connection, [new(1, lines=2), new(2, lines=3)], 1)
    assert put_alerts(connection, changes, 3) == tally
    alerts, lines = connection.execute("SELECT count(*), sum(lines) FROM alerts").fetchone()
    assert (alerts, lines) == (2 + tally.alerts, 5 + tally.lines)


def test_a_number_of_thirty_digits_does_not_stop_a_batch(connection: sqlite3.Connection) -> None:
    """It becomes unknown, and the alerts before and after it are written as they are."""
    odd = new(2, signature=Signature("x", 1, 10**30, 0))
    put_alerts(connection, [new(1), odd, new(3)], 1)
    assert [each.signature for each in find_alerts(connection, [1, 2, 3])] == [None, Signature("x", 1, None, 0), None]
    assert connection.execute("SELECT alert FROM packets").fetchall() == [(1,), (2,), (3,)]
