import sqlite3

import pytest

from tests.store.make import NOON, SECOND, new, subject
from wallwatch.filter.clause import Sql
from wallwatch.store.alerts import alike, count, find_alerts, index, newest_alerts
from wallwatch.store.ledger import Subject
from wallwatch.store.migrate import migrate
from wallwatch.store.schema import STORE_STEPS
from wallwatch.store.upsert import put_alerts

CHANGES = (
    new(1, dport=22, lines=2),
    new(2, first=NOON + 9 * SECOND, dport=80),
    new(3, dport=22, lines=5),
    new(4, first=NOON + 3 * SECOND, proto="icmp", sport=None, dport=None, icmp_type=8),
)


@pytest.fixture
def empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STORE_STEPS)
    return connection


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STORE_STEPS)
    put_alerts(connection, CHANGES, 1)
    return connection


@pytest.mark.parametrize(("where", "ids"), [
    (None, [1, 3, 4, 2]),
    (Sql("1"), [1, 3, 4, 2]),
    (Sql("dport = ?", (22,)), [1, 3]),
    (Sql("(NOT dport = ?)", (22,)), [2]),
    (Sql("proto = ?", ("icmp",)), [4]),
    (Sql("src_key >= ?", (b"\0" * 16,)), [1, 3, 4, 2]),
    (Sql("NULL"), []),
])  # fmt: skip
def test_the_index_follows_the_feed_and_the_filter(
    connection: sqlite3.Connection, where: Sql | None, ids: list[int]
) -> None:
    """Alerts are ordered by time and then by number; what is not known is not let through, negated or not."""
    assert list(index(connection, where).ids) == ids


def test_the_index_has_four_columns(connection: sqlite3.Connection) -> None:
    """Number, time, lines and scan of an alert stand in the same place of each."""
    ids, firsts, lines, scans = index(connection, Sql("dport = ?", (22,)))
    assert (ids.tolist(), firsts.tolist(), lines.tolist()) == ([1, 3], [NOON + SECOND, NOON + 3 * SECOND], [2, 5])
    assert scans.tolist() == [0, 0]


def test_an_index_of_many_chunks_is_whole(connection: sqlite3.Connection) -> None:
    """No row is lost where one chunk ends and the next begins."""
    put_alerts(connection, [new(number) for number in range(5, 25_001)], 5)
    ids, firsts, lines, scans = index(connection, None)
    assert len(ids) == len(firsts) == len(lines) == len(scans) == 25_000
    assert sorted(ids) == list(range(1, 25_001))
    assert list(zip(firsts, ids, strict=True)) == sorted(zip(firsts, ids, strict=True))


@pytest.mark.parametrize(("where", "counts"), [
    (Sql("dport = ?", (22,)), (2, 7)),
    (Sql("dport = ?", (23,)), (0, 0)),
])  # fmt: skip
def test_alerts_and_lines_are_counted(connection: sqlite3.Connection, where: Sql, counts: tuple[int, int]) -> None:
    """No alert stands for no lines."""
    assert count(connection, where) == counts


@pytest.mark.parametrize(("subjects", "ids"), [
    ([subject(dport=22)], [1, 3]),
    ([subject(dport=22), subject(dport=80, first=0)], [1, 3, 2]),
    ([subject(proto="icmp", sport=None, dport=None)], [4]),
    ([subject(proto="icmp", sport=0, dport=0)], []),
    ([subject(dport=22, src="198.51.100.8")], []),
    ([], []),
])  # fmt: skip
def test_alerts_of_a_tuple_are_found(connection: sqlite3.Connection, subjects: list[Subject], ids: list[int]) -> None:
    """The whole tuple has to be the same; a port that is not known is no port 0. The time does not matter."""
    assert [each.id for each in alike(connection, subjects)] == ids


def test_alerts_come_in_the_order_asked(empty: sqlite3.Connection) -> None:
    """Numbers that are not there are left out, and one asked for twice comes twice."""
    put_alerts(empty, [new(1), new(2), new(3)], 1)
    assert [each.id for each in find_alerts(empty, [3, 9, 1, 3])] == [3, 1, 3]
    assert find_alerts(empty, []) == []


def test_many_alerts_are_found_at_once(empty: sqlite3.Connection) -> None:
    """More numbers may be asked for than SQLite takes parameters."""
    put_alerts(empty, [new(number) for number in range(1, 41)], 1)
    assert len(find_alerts(empty, range(1, 40_001))) == 40


@pytest.mark.parametrize(("since", "limit", "ids"), [
    (0, 10, [1, 3, 4, 2]),
    (0, 2, [4, 2]),
    (NOON + 4 * SECOND, 10, [4, 2]),
    (NOON + 90 * SECOND, 10, []),
])  # fmt: skip
def test_the_alerts_seen_latest_are_opened_again(
    empty: sqlite3.Connection, since: int, limit: int, ids: list[int]
) -> None:
    """What counts is when they were last seen, not when they began."""
    put_alerts(empty, [new(1), new(2, last=NOON + 60 * SECOND), new(3), new(4)], 1)
    assert [each.id for each in newest_alerts(empty, since, limit)] == ids
