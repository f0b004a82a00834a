import sqlite3

import pytest
from msgspec.structs import replace

from tests.store.make import arrived, knock, lines
from wallwatch.model import Packet, Sighting
from wallwatch.store.blocks import WELL, block_of, put_block
from wallwatch.store.history import History
from wallwatch.store.packets import _SAID, PUT_LONE, PUT_PACKET, find_packets, find_packets_of, numbers_of, packet_rows

ONE, TWO, THREE = arrived(1, 3)
LONE = knock(ONE).touched[0][1]


@pytest.fixture
def tables(tables: sqlite3.Connection) -> sqlite3.Connection:
    put_block(tables, block_of(1, lines(1, 3), (ONE, TWO, THREE), WELL))
    return tables


def put(tables: sqlite3.Connection, *packets: Packet) -> None:
    full, lone = packet_rows(7, enumerate(packets))
    tables.executemany(PUT_PACKET, full)
    tables.executemany(PUT_LONE, lone)


@pytest.mark.parametrize(("packet", "alone"), [
    (LONE, True),
    (replace(LONE, estimated=True), False),
    (replace(LONE, time=5), False),
    (replace(LONE, tick=5), False),
    (replace(LONE, ttl=5), False),
    (replace(LONE, sightings=(ONE, THREE)), False),
    (replace(LONE, sightings=()), False),
])  # fmt: skip
def test_a_packet_comes_back_as_it_was(tables: sqlite3.Connection, packet: Packet, *, alone: bool) -> None:
    """One that says what its only sighting says needs no record of its own."""
    put(tables, packet)
    assert find_packets(tables, 7, History(), raw=False) == (packet,)
    assert tables.execute("SELECT record IS NULL FROM packets").fetchone() == (alone,)


def test_packets_come_in_their_places_with_raw_lines(tables: sqlite3.Connection) -> None:
    """Each sighting has its own."""
    put(tables, knock(THREE).touched[0][1], replace(LONE, sightings=(ONE, TWO)))
    found = find_packets(tables, 7, History(), raw=True)
    assert [[each.raw for each in packet.sightings] for packet in found] == [["line 3"], ["line 1", "line 2"]]
    assert find_packets(tables, 8, History(), raw=True) == ()


def test_the_packets_of_several_alerts_come_from_blocks_that_are_read_once(tables: sqlite3.Connection) -> None:
    """In the order of the alerts, whichever blocks theirs are in."""
    put_block(tables, block_of(4, lines(4, 3), arrived(4, 3), WELL))
    for alert, (early, late) in zip((7, 8, 9), zip(arrived(1, 3), arrived(4, 3), strict=True), strict=True):
        _, lone = packet_rows(alert, [(0, knock(early).touched[0][1]), (1, knock(late).touched[0][1])])
        tables.executemany(PUT_LONE, lone)
    asked: list[str] = []
    tables.set_trace_callback(asked.append)
    found = find_packets_of(tables, [9, 7, 8, 10], History(kept=1), raw=False)
    assert sum("SELECT sightings" in each for each in asked) == 2
    assert [[packet.sightings[0].number for packet in each] for each in found] == [[3, 6], [1, 4], [2, 5], []]
    assert found[:3] == [find_packets(tables, alert, History(), raw=False) for alert in (9, 7, 8)]


def test_the_numbers_of_alerts_are_those_of_their_packets(tables: sqlite3.Connection) -> None:
    """However many a packet has."""
    put(tables, knock(THREE).touched[0][1], replace(LONE, sightings=(ONE, TWO)))
    assert numbers_of(tables, [7, 9]) == {1, 2, 3}
    assert numbers_of(tables, [9]) == set()


def test_a_packet_whose_sightings_were_pruned_is_left_out_or_bare(tables: sqlite3.Connection) -> None:
    """Nothing is made up for it, and the others are there."""
    put(tables, LONE, replace(LONE, sightings=(ONE, TWO)))
    tables.execute("DELETE FROM blocks")
    assert find_packets(tables, 7, History(), raw=True) == (replace(LONE, sightings=()),)


def test_a_number_of_thirty_digits_becomes_unknown(tables: sqlite3.Connection) -> None:
    """It does not keep the packet from the store."""
    put(tables, replace(LONE, seq=10**30, time=5))
    assert find_packets(tables, 7, History(), raw=False) == (replace(LONE, time=5),)


def test_both_records_begin_with_what_they_have_in_common() -> None:
    """So that they are compared without looking at each field by its name."""
    fields = [record.__struct_fields__[: len(_SAID)] for record in (Packet, Sighting)]
    assert fields == [_SAID, _SAID]
