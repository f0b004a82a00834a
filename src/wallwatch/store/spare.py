"""The table ``spare``: sightings of an alert that none of its packets has, because only so many packets are kept."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from wallwatch.model import Alert, Change, Sighting
from wallwatch.store.batch import ENDED
from wallwatch.store.packets import numbers_in

_UNKNOWN: Final = 0
_PUT: Final = "INSERT OR IGNORE INTO spare (alert, number) VALUES (?, ?)"
_AMONG: Final = "SELECT number, record FROM packets WHERE alert = ? AND place IN (SELECT value FROM json_each(?))"

_Key = tuple[str | int | None, ...]


def put_spare(connection: sqlite3.Connection, sightings: Iterable[Sighting], changes: Sequence[Change]) -> None:
    """Write sightings that came and that no packet has, each with the alert of this batch that counts it."""
    if sightings:
        alerts = _by_key(changes)
        connection.executemany(_PUT, [(_alert_of(sighting, alerts), sighting.number) for sighting in sightings])


def keep_pushed_out(connection: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """Keep the sightings that touched packets are about to be written over, if the alert does not have them elsewhere.

    That happens where an alert has more packets than are kept, and an older one came late.
    """
    for change in changes:
        if change.kind in ENDED or not _is_crowded(change):
            continue
        places = json.dumps([place for place, _ in change.touched])
        rows = connection.execute(_AMONG, (change.alert.id, places)).fetchall()
        before = {number for first, record in rows for number in numbers_in(first, record)}
        after = {sighting.number for _, packet in change.touched for sighting in packet.sightings}
        connection.executemany(_PUT, [(change.alert.id, number) for number in sorted(before - after)])
        connection.executemany(
            "DELETE FROM spare WHERE alert = ? AND number = ?", [(change.alert.id, number) for number in after]
        )


def move_spare(connection: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """Let the spare sightings of alerts that are gone go, and those of merged ones be of the alert they went into."""
    ended = [change for change in changes if change.kind in ENDED]
    if not ended or connection.execute("SELECT 1 FROM spare LIMIT 1").fetchone() is None:
        return
    for change in ended:
        if change.into is not None:
            connection.execute("UPDATE OR REPLACE spare SET alert = ? WHERE alert = ?", (change.into, change.alert.id))
        else:
            connection.execute("DELETE FROM spare WHERE alert = ?", (change.alert.id,))


def spare_of(connection: sqlite3.Connection, alerts: Sequence[int]) -> set[int]:
    """Return the numbers of the spare sightings of these alerts."""
    rows = connection.execute(
        "SELECT number FROM spare WHERE alert IN (SELECT value FROM json_each(?))", (json.dumps(list(alerts)),)
    )
    return {number for (number,) in rows}


def _is_crowded(change: Change) -> bool:
    """Tell whether the alert has packets that are counted and not kept, and places that may be given to others."""
    return change.kind != "new" and change.alert.packets > len(change.alert.seen) and bool(change.touched)


def _keys(record: Alert | Sighting) -> tuple[_Key, _Key]:
    """Return the tuple, and what is left of it where ports do not count: a fragment may have none."""
    pair = (record.proto, record.src, record.dst)
    return (*pair, record.sport, record.dport), pair


def _by_key(changes: Iterable[Change]) -> dict[_Key, list[Alert]]:
    alerts: defaultdict[_Key, list[Alert]] = defaultdict(list)
    for change in changes:
        if change.kind not in ENDED:
            for key in _keys(change.alert):
                alerts[key].append(change.alert)
    return alerts


def _alert_of(sighting: Sighting, alerts: dict[_Key, list[Alert]]) -> int:
    """Return the alert of the sighting's tuple that is nearest in time."""
    whole, pair = _keys(sighting)
    of_tuple = alerts.get(whole) or alerts.get(pair, [])
    nearest = min(
        of_tuple, key=lambda alert: max(alert.first - sighting.time, sighting.time - alert.last, 0), default=None
    )
    return _UNKNOWN if nearest is None else nearest.id
