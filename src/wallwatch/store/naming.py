"""An answer about a network is a change of the alerts that came from it: their ``network`` and ``asn``."""

import sqlite3
from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec

from wallwatch.model import Change
from wallwatch.model.address import packed
from wallwatch.store.record import alert_of

AT_ONCE: Final = 2_000
"""Alerts that are looked at in one transaction."""

Networks = Callable[[str], tuple[str, int | None] | None]
"""Returns the name of an address's network and its AS number, ``None`` if they are not known."""

_FROM_BLOCK: Final = """
SELECT id, src, network, asn, record FROM alerts WHERE src_key BETWEEN ? AND ? AND id > ? ORDER BY id LIMIT ?"""


class Renamed(NamedTuple):
    """The alerts that have to be changed, and the last one that was looked at; ``None`` if there are no more."""

    changes: list[Change]
    last: int | None


def renamed(
    connection: sqlite3.Connection, block: tuple[str, str], networks: Networks, after: int = 0, limit: int = AT_ONCE
) -> Renamed:
    """Return what changes among the alerts from a ``block`` (first and last address) with numbers over ``after``.

    ``networks`` is asked for each, because a smaller block within may have a name of its own.
    """
    bounds = packed(block[0]), packed(block[1])
    rows = connection.execute(_FROM_BLOCK, (*bounds, after, limit)).fetchall()
    changes = [
        Change(kind="grown", alert=msgspec.structs.replace(alert_of(record), network=named[0], asn=named[1]))
        for _, src, network, asn, record in rows
        if (named := networks(src)) is not None and named != (network, asn)
    ]
    return Renamed(changes, rows[-1][0] if len(rows) == limit else None)
