"""The table ``scans``, and which alerts belong to one.

Each alert has the number of its scan, in a column and in its record; whoever reports what became of an alert need not
know it. A scan counts its alerts; it is kept for a while without any, because it may go on.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec
from msgspec.structs import replace

from wallwatch.model import Change
from wallwatch.model.scan import Scan, ScanKind
from wallwatch.store.alerts import find_alerts
from wallwatch.store.batch import ENDED

GOING_ON: Final = 8_192
"""Scans without an alert that are kept: those that grew last."""

_PUT: Final = """
INSERT INTO scans (id, kind, newest, alerts, record) VALUES (?, ?, ?, 0, ?)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, newest = excluded.newest, record = excluded.record"""
_FORGET: Final = """
DELETE FROM scans WHERE alerts <= 0 AND id < (SELECT max(id) FROM scans)
AND id NOT IN (SELECT id FROM scans ORDER BY newest DESC LIMIT ?)"""

SCANNER: Final = "scanner"
"""The verdict of an alert that is part of a scan."""

_NONE: Final[Mapping[int, str]] = MappingProxyType({})

_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(Scan).decode

Members = Mapping[int, int]
"""By how many alerts each scan has grown, or shrunk."""


def with_scans(
    connection: sqlite3.Connection,
    changes: Sequence[Change],
    joined: Mapping[int, int],
    next_alert: int,
    turned: Mapping[int, str] = _NONE,
) -> tuple[list[Change], Members]:
    """Return the changes with the scan of each alert in it, and by how many alerts the scans grow.

    An alert stays in the scan that it is in; one that another was merged into takes its place. Alerts that join a scan
    and are not among the changes are added to them, a scanner's for the reason that ``turned`` has, if it has one.
    """
    here = {change.alert.id for change in changes}
    known = _scans_of(connection, [number for number in here if number < next_alert])
    scans = {**_inherited(changes, known, joined), **known, **joined}
    members = Counter[int]()
    told = []
    for change in changes:
        number = change.alert.id
        members[known.get(number, 0)] -= 1
        scan = scans.get(number)
        if change.kind not in ENDED and scan is not None:
            members[scan] += 1
            if change.alert.scan != scan:
                change = replace(change, alert=replace(change.alert, scan=scan))  # noqa: PLW2901
        told.append(change)
    for alert in find_alerts(connection, [number for number in joined if number not in here]):
        because = turned.get(alert.id)
        verdict, reason = (alert.verdict, alert.because) if because is None else (SCANNER, because)
        alert_now = replace(alert, scan=joined[alert.id], verdict=verdict, because=reason)
        told.append(Change(kind="grown", alert=alert_now))
        members[joined[alert.id]] += 1
        members[alert.scan or 0] -= 1
    return told, members


def without(changes: Iterable[Change]) -> Members:
    """Return by how many alerts the scans shrink that lose the alerts of these changes."""
    members = Counter(change.alert.scan or 0 for change in changes)
    return {scan: -alerts for scan, alerts in members.items()}


def put_scans(connection: sqlite3.Connection, scans: Iterable[Scan], members: Members) -> None:
    """Write scans as they are now, and how many alerts belong to each."""
    rows = [(scan.id, scan.kind, scan.newest, bytearray(_encode(scan))) for scan in scans]
    connection.executemany(_PUT, rows)
    grown = [(alerts, scan) for scan, alerts in members.items() if scan and alerts]
    connection.executemany("UPDATE scans SET alerts = alerts + ? WHERE id = ?", grown)


def forget_scans(connection: sqlite3.Connection) -> None:
    """Delete scans that have no alert any more, but for those that may go on."""
    connection.execute(_FORGET, (GOING_ON,))


def list_scans(connection: sqlite3.Connection) -> list[Scan]:
    """Return all scans that have alerts, in the order of their numbers; ``alerts`` is how many there are."""
    return list(_read(connection, "alerts > 0 ORDER BY id", ()))


def find_scans(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Scan]:
    """Return the scans of these numbers that are there, in the order of their numbers."""
    return list(_read(connection, "id IN (SELECT value FROM json_each(?)) ORDER BY id", (json.dumps(list(ids)),)))


def going_on(connection: sqlite3.Connection) -> list[Scan]:
    """Return the scans that grew last, that which did at the end, as they were recognised."""
    rows = connection.execute("SELECT record FROM scans ORDER BY newest DESC LIMIT ?", (GOING_ON,)).fetchall()
    return [_decode(record) for (record,) in reversed(rows)]


def next_scan(connection: sqlite3.Connection) -> int:
    """Return the lowest number that no scan has or had: the newest one is always there."""
    row: tuple[int | None] = connection.execute("SELECT max(id) FROM scans").fetchone()
    return (row[0] or 0) + 1


def kinds(connection: sqlite3.Connection) -> dict[int, ScanKind]:
    """Return the kind of each scan."""
    return dict(connection.execute("SELECT id, kind FROM scans").fetchall())


def _read(connection: sqlite3.Connection, where: str, parameters: tuple[str, ...]) -> Iterator[Scan]:
    rows = connection.execute(f"SELECT alerts, record FROM scans WHERE {where}", parameters)  # noqa: S608
    return (replace(_decode(record), alerts=alerts) for alerts, record in rows)


def _scans_of(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, int]:
    if not ids:
        return {}
    listed = json.dumps(list(ids))
    found = "SELECT id, scan FROM alerts WHERE scan IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(found, (listed,)).fetchall())


def _inherited(changes: Sequence[Change], known: Mapping[int, int], joined: Mapping[int, int]) -> dict[int, int]:
    """Return the scans that alerts are in because one was merged into them that was."""
    merged = ((change.into, change.alert.id) for change in changes if change.kind == "merged")
    return {into: scan for into, number in merged if into and (scan := joined.get(number) or known.get(number))}
