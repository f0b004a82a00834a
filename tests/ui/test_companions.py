"""The other alerts of a source."""

import pytest

from tests.ui.alerts import MOMENT, a_packet, an_alert
from tests.ui.desk import commit
from wallwatch.errors import StoreError
from wallwatch.model import Change
from wallwatch.ui.companions import NEWEST, companions


def change(number, **fields):
    return Change(kind="new", alert=an_alert(id=number, first=MOMENT + number, **fields), touched=((0, a_packet()),))


async def test_the_newest_of_the_same_source_come_with_their_packets(tmp_path):
    """Not the alert itself, and none of anybody else."""
    store = tmp_path / "wallwatch.db"
    commit(store, [change(1), change(2, src="203.0.113.9"), change(3), change(4)])
    found = await companions(store, an_alert(id=3))
    assert [(alert.id, len(packets)) for alert, packets in found] == [(1, 1), (4, 1)]


async def test_a_source_that_never_stops_is_looked_at_in_part(tmp_path):
    """Fifty alerts are enough to tell how it numbers its packets."""
    store = tmp_path / "wallwatch.db"
    commit(store, [change(number) for number in range(1, 200)])
    found = await companions(store, an_alert(id=150))
    assert [alert.id for alert, _ in found] == [number for number in range(200 - NEWEST - 1, 200) if number != 150]


async def test_a_store_that_is_not_there_is_an_error(tmp_path):
    """Who asks decides what to make of it."""
    with pytest.raises(StoreError):
        await companions(tmp_path / "nothing.db", an_alert())
