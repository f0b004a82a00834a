"""The table ``packets``: which sightings each packet of an alert has.

A packet that one sighting tells of says what that says, and needs no more than its number.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import astuple, replace

from wallwatch.model import Packet, Sighting
from wallwatch.model.packet import HEADER_NAMES
from wallwatch.store.history import History
from wallwatch.store.rows import Row, bounded

PUT_PACKET: Final = "INSERT OR REPLACE INTO packets (alert, place, number, record) VALUES (?, ?, ?, ?)"
PUT_LONE: Final = "INSERT OR REPLACE INTO packets (alert, place, number) VALUES (?, ?, ?)"
_OF: Final = "SELECT number, record FROM packets WHERE alert = ? ORDER BY place"

_SAID: Final = (*HEADER_NAMES, "time", "tick")
"""What a packet and its only sighting have in common: the fields that both records begin with."""


class _Record(msgspec.Struct, array_like=True):
    """A packet without its sightings, and their numbers."""

    numbers: tuple[int, ...]
    packet: Packet


_Held = tuple[tuple[int, ...], Packet | None]
"""The numbers of a packet's sightings, and what its record says, if it has one."""

_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Record).decode


def packet_rows(alert: int, touched: Iterable[tuple[int, Packet]]) -> tuple[list[Row], list[Row]]:
    """Return the rows of the packets that need a record of their own, and of those that do not."""
    full: list[Row] = []
    lone: list[Row] = []
    for place, packet in touched:
        sightings = packet.sightings
        if len(sightings) == 1 and not packet.estimated and _said(packet) == _said(sightings[0]):
            lone.append((alert, place, sightings[0].number))
        else:
            full.append((alert, place, _number(packet), bytearray(_encoded(packet))))
    return full, lone


def find_packets(connection: sqlite3.Connection, alert: int, history: History, *, raw: bool) -> tuple[Packet, ...]:
    """Return the packets of an alert that are kept, first to last, their sightings with ``raw`` lines or without."""
    (found,) = find_packets_of(connection, (alert,), history, raw=raw)
    return found


def find_packets_of(
    connection: sqlite3.Connection, alerts: Sequence[int], history: History, *, raw: bool
) -> list[tuple[Packet, ...]]:
    """Return the same of some alerts, in their order; each block is unpacked once, and all are held at a time."""
    records = [[_record(*row) for row in connection.execute(_OF, (alert,))] for alert in alerts]
    numbers = {number for each in records for held, _ in each for number in held}
    found = history.find(connection, numbers, raw=raw)
    return [tuple(_made(each, found)) for each in records]


def numbers_of(connection: sqlite3.Connection, alerts: Sequence[int]) -> set[int]:
    """Return the numbers of the sightings that packets of these alerts have."""
    rows = connection.execute(
        "SELECT number, record FROM packets WHERE alert IN (SELECT value FROM json_each(?))",
        (json.dumps(list(alerts)),),
    )
    return {number for first, record in rows for number in numbers_in(first, record)}


def numbers_in(number: int, record: bytes | None) -> tuple[int, ...]:
    """Return the numbers of the sightings of a row."""
    return (number,) if record is None else _decode(record).numbers


def _said(record: Packet | Sighting) -> tuple[Any, ...]:
    return astuple(record)[: len(_SAID)]


def _record(number: int, record: bytes | None) -> _Held:
    if record is None:
        return (number,), None
    held = _decode(record)
    return held.numbers, held.packet


def _made(records: Iterable[_Held], found: Mapping[int, Sighting]) -> Iterator[Packet]:
    """Yield the packets of an alert of which anything is left."""
    for held, packet in records:
        made = _packet(packet, [found[number] for number in held if number in found])
        if made is not None:
            yield made


def _packet(packet: Packet | None, sightings: Sequence[Sighting]) -> Packet | None:
    """Return the packet of a record, or the one that its only sighting tells of; none if nothing is left of it."""
    if packet is not None:
        return replace(packet, sightings=tuple(sightings))
    if not sightings:
        return None
    (sighting,) = sightings
    *header, time, tick = _said(sighting)
    return Packet(*header, time=time, tick=tick, sightings=(sighting,))


def _number(packet: Packet) -> int:
    return min((sighting.number for sighting in packet.sightings), default=0)


def _encoded(packet: Packet) -> bytes:
    numbers = tuple(sighting.number for sighting in packet.sightings)
    bare = replace(packet, sightings=())
    try:
        return _encode(_Record(numbers, bare))
    except OverflowError:
        return _encode(_Record(numbers, bounded(bare)))
