import sqlite3

from msgspec.structs import replace

from tests.store.make import arrived, knock
from wallwatch.filter.clause import Sql
from wallwatch.model import Change
from wallwatch.store.export import Numbers, numbers_of_alerts
from wallwatch.store.meta import read_meta
from wallwatch.store.spare import put_spare
from wallwatch.store.upsert import put_alerts


def test_a_set_of_numbers_has_what_was_put_in() -> None:
    """And nothing else, however large."""
    numbers = Numbers(100)
    for number in (1, 8, 99):
        numbers.add(number)
    assert [number for number in range(2_000) if number in numbers] == [1, 8, 99]
    assert "8" not in numbers


def test_the_numbers_of_a_filter_are_those_of_its_alerts(tables: sqlite3.Connection) -> None:
    """With the spare ones, and with all sightings of a packet."""
    one, two, three, four, five = arrived(1, 5)
    packet = replace(knock(one).touched[0][1], sightings=(one, three))
    changes = [Change(kind="new", alert=knock(one).alert, touched=((0, packet),)), knock(two), knock(five)]
    put_alerts(tables, changes, 1)
    put_spare(tables, [four], changes[:1])
    meta = replace(read_meta(tables), next_sighting=6)
    found = numbers_of_alerts(tables, Sql("id IN (?, ?)", (1, 5)), meta)
    assert [number for number in range(10) if number in found] == [1, 3, 4, 5]
