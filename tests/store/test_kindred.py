import pytest

from tests.store.make import NOON, SECOND
from tests.store.make import alert as an_alert
from wallwatch.model import Alert, Change, Stack
from wallwatch.store import Batch, StoreReader, StoreWriter
from wallwatch.store.kindred import _AFTER, _BEFORE, _NEWEST, MOST, WITHIN

WINDOWS = Stack("Windows NT family", "Windows")
LINUX = Stack("Linux 4.20 or newer", "Linux")


def called(number, src="198.51.100.7", **fields) -> Alert:
    return an_alert(number, src=src, **{"packets": 3, "os": WINDOWS} | fields)


ALERTS = [
    called(1),
    called(2, "198.51.255.7"),
    called(3, "198.52.100.7"),
    called(4, "198.51.100.8", packets=1),
    called(5, "198.51.100.8", os=LINUX),
    called(6, "198.51.100.8", os=None),
    called(7, "198.51.100.8", proto="udp"),
    called(8, "198.51.100.8", first=NOON + WITHIN + 20 * SECOND),
    called(9, "2001:db8::1"),
    called(10, "2001:db8:ffff::1"),
    called(11, "2001:db9::1"),
    called(12, "not an address"),
]


@pytest.fixture
def reader(tmp_path):
    store = StoreWriter(tmp_path / "store.db")
    store.open()
    store.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in ALERTS]))
    store.close()
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    yield reader
    reader.close()


@pytest.mark.parametrize(
    ("of", "ids"), [(1, [1, 2]), (3, [3]), (5, [5]), (8, [8]), (9, [9, 10]), (11, [11]), (6, []), (12, []), (4, [1, 2])]
)
def test_kindred_are_of_one_range_and_family_at_about_that_time(reader, of, ids) -> None:
    """A /16 or a /32; attempts of more than one packet alone."""
    alert = next(each for each in ALERTS if each.id == of)
    assert [each.id for each in reader.kindred(alert)] == ids


def test_those_that_called_again_come_newest_first(reader) -> None:
    """Of known systems alone, and as many as are asked for."""
    assert [alert.id for alert in reader.called_again(4)] == [8, 12, 11, 10]


def test_the_nearest_are_taken_of_many(tmp_path) -> None:
    """So many before, and so many after."""
    store = StoreWriter(tmp_path / "store.db")
    store.open()
    alerts = [called(number) for number in range(1, 1_001)]
    store.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in alerts]))
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    ids = [alert.id for alert in reader.kindred(alerts[499])]
    assert ids == list(range(500 - MOST + 1, 500 + MOST + 1))
    with reader._database.reading() as connection:
        for query in (_BEFORE, _AFTER):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {query}", (b"", "", 0, 0, 1)).fetchall()
            assert [line.split("(")[0] for *_, line in plan] == ["SEARCH alerts USING INDEX alerts_by_range "]
        plan = [line for *_, line in connection.execute(f"EXPLAIN QUERY PLAN {_NEWEST}", (9, 1))]
        assert [line for line in plan if "SCAN alerts" in line] == ["SCAN alerts USING COVERING INDEX alerts_in_order"]
    reader.close()
    store.close()
