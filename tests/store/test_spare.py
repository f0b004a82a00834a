import sqlite3

import pytest
from msgspec.structs import replace

from tests.store.make import NOON, SECOND, alert, arrived, knock
from wallwatch.model import Change
from wallwatch.store.spare import keep_pushed_out, move_spare, put_spare, spare_of
from wallwatch.store.upsert import put_alerts


def rows(tables: sqlite3.Connection) -> list[tuple[int, int]]:
    return tables.execute("SELECT alert, number FROM spare").fetchall()


def test_a_spare_sighting_is_of_the_alert_that_counts_it(tables: sqlite3.Connection) -> None:
    """Of two of its tuple it is the one nearest in time; a fragment has no ports, and another address is nobody's."""
    changes = [
        Change(kind="grown", alert=alert(1, last=NOON + 9 * SECOND)),
        Change(kind="grown", alert=alert(50, last=NOON + 70 * SECOND)),
        Change(kind="merged", alert=alert(4), into=1),
    ]
    fragment = arrived(6, 1, sport=None, dport=None)
    put_spare(tables, [*arrived(5, 1), *fragment, *arrived(60, 1), *arrived(61, 1, dst="192.0.2.99")], changes)
    assert rows(tables) == [(0, 61), (1, 5), (1, 6), (50, 60)]
    assert spare_of(tables, [1, 50]) == {5, 6, 60}


def test_what_a_late_packet_pushes_out_is_kept(tables: sqlite3.Connection) -> None:
    """An older packet takes the first place, the others move up, and the last one has no place any more."""
    first, second, late = (knock(each).touched[0][1] for each in arrived(1, 3))
    crowd = alert(9, packets=2, seen=("-K--", "-K--"))
    put_alerts(tables, [Change(kind="new", alert=crowd, touched=((0, first), (1, second)))], 1)
    crowded = Change(kind="grown", alert=replace(crowd, packets=3), touched=((0, late), (1, first)))
    keep_pushed_out(tables, [crowded])
    assert rows(tables) == [(9, 2)]
    put_alerts(tables, [crowded], 10)
    keep_pushed_out(tables, [replace(crowded, touched=((0, late), (1, second)))])
    assert rows(tables) == [(9, 1)]


@pytest.mark.parametrize("kind", ["new", "gone"])
def test_nothing_is_pushed_out_where_all_are_kept(tables: sqlite3.Connection, kind: str) -> None:
    """A packet that moves to another place is not lost."""
    change = replace(knock(arrived(1, 1)[0]), kind=kind)
    put_alerts(tables, [knock(arrived(1, 1)[0])], 1)
    keep_pushed_out(tables, [change])
    assert rows(tables) == []


def test_spare_sightings_go_where_their_alert_goes(tables: sqlite3.Connection) -> None:
    """Into the one that it was merged into, or away."""
    put_spare(tables, arrived(1, 2), [Change(kind="grown", alert=alert(1))])
    put_spare(tables, arrived(2, 3), [Change(kind="grown", alert=alert(2))])
    move_spare(tables, [Change(kind="merged", alert=alert(1), into=2)])
    assert rows(tables) == [(2, 1), (2, 2), (2, 3), (2, 4)]
    move_spare(tables, [Change(kind="gone", alert=alert(2)), Change(kind="new", alert=alert(3))])
    assert rows(tables) == []
