"""Blocks of sightings after retention: deleted when no alert needs one of theirs, thinned out when few are needed."""

import sqlite3
from collections.abc import Collection
from typing import Final

from wallwatch.model.times import SECOND
from wallwatch.store.blocks import WELL, Block, block_of, delete_blocks, expanded, put_block, raw_of
from wallwatch.store.columns import Columns, unpack
from wallwatch.store.packets import numbers_of
from wallwatch.store.spare import spare_of

SIGHTINGS: Final = 65_536
_BLOCKS: Final = 1_024
"""Sightings, and blocks, that are looked at in one transaction: more than the alerts have that go in one."""

_SLACK: Final = 10 * SECOND
"""How much later than its first line an alert may begin."""

_ALERTS: Final = 10_000
"""If more alerts than these may need a block, it is left for later."""

_OLD: Final = """
SELECT first, size, newest, sightings, raw FROM blocks WHERE first IN (
    SELECT first FROM (
        SELECT first, sum(size) OVER (ORDER BY newest, first) - size AS before
        FROM (SELECT first, size, newest FROM blocks WHERE newest < ? ORDER BY newest, first LIMIT ?)
    ) WHERE before < ?
)"""
_NEEDED: Final = "SELECT id FROM alerts WHERE first <= ? LIMIT ?"


def thin(connection: sqlite3.Connection, before: int, seen: int) -> None:
    """Delete what no alert needs of blocks that came ``before`` (microseconds).

    A block that is needed is not looked at again until ``seen`` is before the time that is asked for.
    """
    blocks = [Block(*row) for row in connection.execute(_OLD, (before - _SLACK, _BLOCKS, SIGHTINGS))]
    if not blocks:
        return
    newest = max(block.newest for block in blocks)
    ids = [number for (number,) in connection.execute(_NEEDED, (newest + _SLACK, _ALERTS))]
    if len(ids) == _ALERTS:
        return
    needed = numbers_of(connection, ids) | spare_of(connection, ids)
    for block in blocks:
        _thin_one(connection, block, {number for number in needed if 0 <= number - block.first < block.size}, seen)


def _thin_one(connection: sqlite3.Connection, block: Block, needed: Collection[int], seen: int) -> None:
    if not needed:
        delete_blocks(connection, block.first, block.first)
        connection.execute(
            "DELETE FROM redated WHERE number BETWEEN ? AND ?", (block.first, block.first + block.size - 1)
        )
        return
    columns = unpack(expanded(block.sightings))
    if 2 * len(needed) < len(columns):
        delete_blocks(connection, block.first, block.first)
        block = _without_others(block, columns, needed)
        put_block(connection, block)
    connection.execute("UPDATE blocks SET newest = ? WHERE first = ?", (max(seen, block.newest), block.first))


def _without_others(block: Block, columns: Columns, needed: Collection[int]) -> Block:
    sightings = [columns.at(columns.places[number]) for number in sorted(needed) if number in columns.places]
    raw = [lines if number in needed else "" for number, lines in enumerate(raw_of(block.raw), block.first)]
    return block_of(block.first, raw, sightings, WELL)
