"""From packets that hold their sightings with the raw lines (before schema 3) to numbered sightings in blocks.

The order of arrival was not kept then: the sightings are numbered by their times, those of one moment as they stand
in their source. SQLite sorts them, on the disk where they are many.
"""

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Final

import msgspec
from msgspec.structs import replace

from wallwatch.model import Packet, Sighting
from wallwatch.store.blocks import FULL, WELL, block_of, put_block
from wallwatch.store.packets import PUT_LONE, PUT_PACKET, packet_rows

_ARRIVED: Final = "CREATE TEMP TABLE arrived (time INTEGER, source TEXT, start INTEGER, record BLOB)"
# The rows of a table that is made from a query are numbered from 1 on, in the order of the query.
_NUMBERED: Final = """
CREATE TEMP TABLE numbered AS
SELECT DISTINCT time, source, start, record FROM arrived ORDER BY time, source, start, record"""
_BY_KEY: Final = "CREATE INDEX temp.numbered_by_key ON numbered (time, source, start)"
_FIND: Final = "SELECT rowid FROM numbered WHERE time = ? AND source = ? AND start = ? AND record = ?"

_Key = tuple[int, str, int, bytearray]

_encode: Final = msgspec.msgpack.Encoder().encode
_packet: Final = msgspec.msgpack.Decoder(Packet).decode
_sighting: Final = msgspec.msgpack.Decoder(Sighting).decode


def number_sightings(connection: sqlite3.Connection) -> None:
    """Fill ``blocks`` and ``packets`` with what ``whole_packets`` has."""
    connection.execute(_ARRIVED)
    for _, _, packet in _whole_packets(connection):
        keys = [_key(sighting) for sighting in packet.sightings]
        connection.executemany("INSERT INTO arrived VALUES (?, ?, ?, ?)", keys)
    connection.execute(_NUMBERED)
    connection.execute(_BY_KEY)
    end = _put_blocks(connection)
    for alert, place, packet in _whole_packets(connection):
        _put_packet(connection, alert, place, packet)
    connection.execute("UPDATE meta SET next_sighting = ?", (end,))
    connection.execute("DROP TABLE arrived")
    connection.execute("DROP TABLE numbered")


def _whole_packets(connection: sqlite3.Connection) -> Iterator[tuple[int, int, Packet]]:
    rows = connection.execute("SELECT alert, place, record FROM whole_packets ORDER BY alert, place")
    for alert, place, record in rows:
        yield alert, place, _packet(record)


def _put_blocks(connection: sqlite3.Connection) -> int:
    """Write the blocks; return the number after the last sighting."""
    number = 1
    rows = connection.execute("SELECT record FROM numbered ORDER BY rowid")
    while sightings := [_sighting(record) for (record,) in islice(rows, FULL)]:
        bare = [replace(sighting, number=each, raw="") for each, sighting in enumerate(sightings, number)]
        put_block(connection, block_of(number, [sighting.raw for sighting in sightings], bare, WELL))
        number += len(sightings)
    return number


def _put_packet(connection: sqlite3.Connection, alert: int, place: int, packet: Packet) -> None:
    numbers = [connection.execute(_FIND, _key(sighting)).fetchone()[0] for sighting in packet.sightings]
    pairs = zip(packet.sightings, numbers, strict=True)
    sightings = tuple(replace(sighting, number=number) for sighting, number in pairs)
    numbered = replace(packet, sightings=sightings)
    full, lone = packet_rows(alert, ((place, numbered),))
    connection.executemany(PUT_PACKET, full)
    connection.executemany(PUT_LONE, lone)


def _key(sighting: Sighting) -> _Key:
    return sighting.time, sighting.source, sighting.start, bytearray(_encode(sighting))
