"""The table ``pruned``: how many lines were archived with each alert that was pruned lately.

An alert that the correlator holds open may grow after it was pruned. Then it is an alert again, and its lines are not
archived any more: each is counted once.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from wallwatch.model import Change

REMEMBERED: Final = 100_000
"""Alerts that are remembered; more cannot be open."""

_FORGET: Final = "DELETE FROM pruned WHERE alert < (SELECT alert FROM pruned ORDER BY alert DESC LIMIT 1 OFFSET ?)"
_FIND: Final = "SELECT alert, lines FROM pruned WHERE alert IN (SELECT value FROM json_each(?))"
_DELETE: Final = "DELETE FROM pruned WHERE alert = ?"


def put_pruned(connection: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """Remember the alerts that are gone by these changes."""
    rows = [(change.alert.id, change.alert.lines) for change in changes]
    connection.executemany("INSERT OR REPLACE INTO pruned VALUES (?, ?)", rows)
    connection.execute(_FORGET, (REMEMBERED,))


def take_back(
    connection: sqlite3.Connection, changes: Sequence[Change], next_alert: int
) -> tuple[Sequence[Change], int]:
    """Return the changes with those as ``new`` whose alert was pruned, and how many lines are no longer archived."""
    if connection.execute("SELECT 1 FROM pruned LIMIT 1").fetchone() is None:
        return changes, 0
    ids = [change.alert.id for change in changes if change.alert.id < next_alert]
    lines: dict[int, int] = dict(connection.execute(_FIND, (json.dumps(ids),)).fetchall())
    if not lines:
        return changes, 0
    connection.executemany(_DELETE, [(alert,) for alert in lines])
    return [_new(change) if change.alert.id in lines else change for change in changes], sum(lines.values())


def _new(change: Change) -> Change:
    return replace(change, kind="new") if change.kind == "grown" else change
