"""Writing the tables ``alerts`` and ``packets``."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress
from typing import Final

import msgspec

from wallwatch.model import Change
from wallwatch.store.batch import ENDED
from wallwatch.store.packets import PUT_LONE, PUT_PACKET, packet_rows
from wallwatch.store.rows import ALERT_COLUMNS, Row, alert_row, bounded

_LISTED: Final = "IN (SELECT value FROM json_each(?))"
"""A list of any length as one parameter; SQLite allows 32,766 of them."""

Shape = tuple[bool, ...]
"""Which of the columns of a row are known."""


class Tally(msgspec.Struct, frozen=True):
    """By how much a batch changed the sums over all alerts."""

    alerts: int
    lines: int
    archived: int
    """Lines of the alerts that are gone."""


def put_alerts(connection: sqlite3.Connection, changes: Sequence[Change], next_alert: int) -> Tally:
    """Write alerts and touched packets, delete what was merged or is gone. One change per alert, please.

    ``next_alert`` is the lowest number that no alert in the store has: what has that number or a higher one is new,
    and is not looked for.
    """
    kept = [change for change in changes if change.kind not in ENDED]
    ended = [change.alert.id for change in changes if change.kind in ENDED]
    before = _lines_of(connection, [change.alert.id for change in changes if change.alert.id < next_alert])
    _delete(connection, ended)
    try:
        _put(connection, kept)
    except OverflowError:
        _put(connection, [bounded(change) for change in kept])
    gone = {change.alert.id for change in changes if change.kind == "gone"}
    return Tally(
        alerts=sum(change.alert.id not in before for change in kept) - sum(alert in before for alert in ended),
        lines=sum(change.alert.lines for change in kept) - sum(before.values()),
        archived=sum(lines for alert, lines in before.items() if alert in gone),
    )


def _lines_of(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, int]:
    if not ids:
        return {}
    return dict(connection.execute(f"SELECT id, lines FROM alerts WHERE id {_LISTED}", _json(ids)))  # noqa: S608


def _delete(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    if ids:
        connection.execute(f"DELETE FROM alerts WHERE id {_LISTED}", _json(ids))  # noqa: S608
        connection.execute(f"DELETE FROM packets WHERE alert {_LISTED}", _json(ids))  # noqa: S608


def _put(connection: sqlite3.Connection, changes: Iterable[Change]) -> None:
    alerts: list[Row] = []
    packets: list[Row] = []
    lone_packets: list[Row] = []
    for change in changes:
        alerts.append(alert_row(change.alert))
        full, lone = packet_rows(change.alert.id, change.touched)
        packets += full
        lone_packets += lone
    for known, rows in _by_shape(alerts).items():
        connection.executemany(_put_alert(known), rows)
    connection.executemany(PUT_PACKET, packets)
    connection.executemany(PUT_LONE, lone_packets)


def _by_shape(rows: Iterable[Row]) -> dict[Shape, list[Row]]:
    """Sort rows by which of their columns are known, and leave the others out.

    A third of the columns is ``NULL`` in most alerts, and the sqlite3 module takes longer to bind a ``None`` (it looks
    for an adapter first) than to bind and write a number.
    """
    groups: defaultdict[Shape, list[Row]] = defaultdict(list)
    for row in rows:
        known = tuple([value is not None for value in row])
        groups[known].append(tuple(compress(row, known)))
    return groups


@lru_cache(maxsize=128)
def _put_alert(known: Shape) -> str:
    columns = tuple(compress(ALERT_COLUMNS, known))
    return f"INSERT OR REPLACE INTO alerts ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


def _json(ids: Sequence[int]) -> tuple[str]:
    return (json.dumps(list(ids)),)
