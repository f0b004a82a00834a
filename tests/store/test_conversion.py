import sqlite3

import pytest

from tests.store.make import NOON, packet, sighting
from tests.store.older import WHOLE_PACKETS, put_whole_packet
from wallwatch.model import Packet
from wallwatch.store.conversion import number_sightings
from wallwatch.store.history import History
from wallwatch.store.meta import read_meta
from wallwatch.store.packets import find_packets

ONE = sighting(NOON, raw="first\nof two lines", start=0)
TWO = sighting(NOON, raw="second", start=40)
LATE = sighting(NOON + 9, raw="third", start=50, seq=2**32 - 1)
OTHER = sighting(NOON + 5, raw="from snort", source="snort")


def of(*sightings: object, **fields: object) -> Packet:
    return Packet(time=NOON, proto="tcp", src="198.51.100.7", dst="192.0.2.1", sightings=sightings, **fields)  # type: ignore[arg-type]


@pytest.fixture
def tables(tables: sqlite3.Connection) -> sqlite3.Connection:
    tables.execute(WHOLE_PACKETS.replace("packets", "whole_packets"))
    return tables


def raw(packets: tuple[Packet, ...]) -> list[list[str]]:
    return [[each.raw for each in packet.sightings] for packet in packets]


def test_packets_come_back_with_the_lines_that_they_held(tables: sqlite3.Connection) -> None:
    """Numbered by time, and as they stand in their source."""
    put_whole_packet(tables, 1, 0, of(LATE))
    put_whole_packet(tables, 2, 0, of(TWO, OTHER))
    put_whole_packet(tables, 2, 1, packet(NOON, start=0, raw="first\nof two lines"))
    number_sightings(tables)
    history = History()
    assert raw(find_packets(tables, 1, history, raw=True)) == [["third"]]
    assert raw(find_packets(tables, 2, history, raw=True)) == [["second", "from snort"], [ONE.raw]]
    assert [each.raw for each in history.after(tables, 0, None)] == [ONE.raw, "second", "from snort", "third"]
    assert read_meta(tables).next_sighting == 5
    assert tables.execute("SELECT name FROM temp.sqlite_master").fetchall() == []


def test_a_line_that_stands_for_several_packets_is_one_sighting(tables: sqlite3.Connection) -> None:
    """It has one number, in all of them."""
    repeat = sighting(NOON, raw="last message repeated 3 times", repeat=3)
    for place in range(3):
        put_whole_packet(tables, 1, place, of(repeat, estimated=True))
    number_sightings(tables)
    assert {each.sightings[0].number for each in find_packets(tables, 1, History(), raw=True)} == {1}
    assert read_meta(tables).next_sighting == 2


def test_an_empty_store_has_nothing_to_convert(tables: sqlite3.Connection) -> None:
    """The first sighting to come is number 1."""
    number_sightings(tables)
    assert read_meta(tables).next_sighting == 1
