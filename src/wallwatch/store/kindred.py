"""Which alerts may be of one machine: attempts of one family of systems from one range of addresses.

A partial index holds the attempts that have more than one packet and a system. What is read here is read through it,
or from the end of the feed's order, in bounded numbers, so that it costs the same in a store of any size.
"""

import sqlite3
from typing import Final

from wallwatch.model import Alert
from wallwatch.model.times import SECOND
from wallwatch.store.record import alert_of
from wallwatch.store.rows import address_key

WITHIN: Final = 2 * 86_400 * SECOND
"""Microseconds before and after an alert in which others are looked for."""
MOST: Final = 300
"""Alerts that are taken on each side of its time, the nearest."""
RECENT: Final = 100_000
"""The newest alerts, of whatever kind, among which those are looked for that called again."""

# As in the index, word for word: else it is not used.
_RANGE: Final = "substr({key}, 1, CASE substr({key}, 1, 12) WHEN x'00000000000000000000ffff' THEN 14 ELSE 4 END)"
_CALLED_AGAIN: Final = "proto = 'tcp' AND packets > 1 AND os_family IS NOT NULL"
_OF_RANGE: Final = (
    f"SELECT record FROM alerts WHERE {_RANGE.format(key='src_key')} = {_RANGE.format(key='?1')}"  # noqa: S608 (our own names)
    f" AND os_family = ?2 AND {_CALLED_AGAIN}"
)
_BEFORE: Final = f"{_OF_RANGE} AND first BETWEEN ?3 AND ?4 ORDER BY first DESC LIMIT ?5"
_AFTER: Final = f"{_OF_RANGE} AND first > ?3 AND first <= ?4 ORDER BY first LIMIT ?5"
# The inner questions are answered from the index of the feed's order alone.
_NEWEST: Final = f"""
SELECT record FROM alerts WHERE id IN (
    SELECT id FROM (SELECT id, first, proto, packets, os_family FROM alerts ORDER BY first DESC, id DESC LIMIT ?1)
    WHERE {_CALLED_AGAIN} ORDER BY first DESC LIMIT ?2
) ORDER BY first DESC, id DESC"""  # noqa: S608


def kindred(connection: sqlite3.Connection, alert: Alert) -> list[Alert]:
    """Return the alerts of the same range and family around an alert, oldest first, itself and its source's too.

    There is none for one whose system or whose address is not known.
    """
    key = address_key(alert.src)
    if key is None or alert.os is None or alert.os.family is None:
        return []
    family, at = alert.os.family, alert.first
    before = connection.execute(_BEFORE, (key, family, at - WITHIN, at, MOST)).fetchall()
    after = connection.execute(_AFTER, (key, family, at, at + WITHIN, MOST)).fetchall()
    return [alert_of(record) for (record,) in (*reversed(before), *after)]


def called_again(connection: sqlite3.Connection, limit: int) -> list[Alert]:
    """Return the newest attempts that tried more than once and whose system is known, newest first."""
    return [alert_of(record) for (record,) in connection.execute(_NEWEST, (RECENT, limit))]
