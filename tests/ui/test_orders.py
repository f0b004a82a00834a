import pytest

from tests.ui.alerts import an_alert
from tests.ui.desk import commit
from wallwatch.filter.clause import Sql
from wallwatch.model import Change, Signature
from wallwatch.store import StoreReader
from wallwatch.ui.orders import GROUP_ORDERS, ORDERS, TIME


def in_order(session, order, *, backwards):
    """Return the numbers of the alerts of a store in an order."""
    reader = StoreReader(session.store)
    reader.open()
    clause = order.clause(backwards=backwards)
    rows = reader.ask(Sql(f"SELECT id FROM alerts ORDER BY {clause}, first, id"))  # noqa: S608
    reader.close()
    return [number for (number,) in rows]


@pytest.mark.parametrize(
    ("name", "ids", "turned"),
    [
        ("time", [1, 2, 3, 4], [4, 3, 2, 1]),
        ("packets", [1, 3, 2, 4], [2, 4, 1, 3]),
        ("target port", [1, 3, 2, 4], [2, 1, 3, 4]),
        ("stack", [1, 3, 2, 4], [1, 3, 2, 4]),
        ("source", [1, 3, 2, 4], [4, 2, 3, 1]),
    ],
)
def test_what_is_not_known_comes_last_either_way(session, name, ids, turned):
    """Numbers begin with the most; what is equal stays in order of time."""
    alert = an_alert(id=4, first=2**52, last=2**52, src="2001:db8::1", dport=None, signature=Signature("x"))
    commit(session.store, [Change(kind="new", alert=alert)])
    order = next(order for order in ORDERS if order.name == name)
    assert in_order(session, order, backwards=False) == ids
    assert in_order(session, order, backwards=True) == turned


def test_every_order_is_sql_that_the_store_knows(session):
    """Each column of the table is one that there is."""
    for order in ORDERS:
        assert sorted(in_order(session, order, backwards=False)) == [1, 2, 3]


def test_an_order_says_what_comes_first():
    """The sentence of a sorted feed."""
    assert TIME.words(backwards=True) == "time, newest first"
    assert GROUP_ORDERS[0].words(backwards=False) == "alerts, most first"
