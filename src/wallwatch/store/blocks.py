"""The table ``blocks``: every sighting in the order of arrival with its raw lines, many in a row, compressed.

A block holds the numbers ``first`` to ``first + size - 1``; a number that has no sighting in it was pruned. A row is
only written once, or put into a larger one: small batches are small blocks until there are enough of them.
"""

import sqlite3
import zlib
from collections.abc import Sequence
from typing import Final, NamedTuple

from wallwatch.model import Sighting
from wallwatch.store.columns import pack

FULL: Final = 1_024
"""Sightings in a block. More of them need no less room, and one costs the unpacking of all."""

SMALL: Final = 256
"""A block with fewer will be put together with its neighbours: a read of a long log has more (``sources.stretch``)."""

QUICKLY: Final = 1
WELL: Final = 6
"""How hard blocks are compressed that will soon be a part of others, and those that stay."""

_PLAIN: Final = b"\0"
"""What stands before data that is not compressed. No compressed data begins so."""

_SHORT: Final = 16_384
"""Bytes that are not worth compressing for the short time that they stay."""

_SEPARATOR: Final = "\0"
_STAND_IN: Final = "\N{SYMBOL FOR NULL}"


class Block(NamedTuple):
    """A row. ``newest`` is the latest time of a sighting in it (microseconds since the epoch)."""

    first: int
    size: int
    newest: int
    sightings: bytes
    raw: bytes


def block_of(first: int, raw: Sequence[str], sightings: Sequence[Sighting], level: int) -> Block:
    """Return the block of these ``raw`` lines, the first of which has the number ``first``, and of their sightings."""
    newest = max((sighting.time for sighting in sightings), default=0)
    return Block(first, len(raw), newest, squeezed(pack(sightings), level), squeezed(joined(raw), level))


def joined(raw: Sequence[str]) -> bytes:
    """Return the lines of all sightings as one text. They were made safe for the eye, so none has the separator."""
    text = _SEPARATOR.join(raw)
    if text.count(_SEPARATOR) != len(raw) - 1:
        text = _SEPARATOR.join([lines.replace(_SEPARATOR, _STAND_IN) for lines in raw])
    return text.encode("utf-8", "surrogatepass")


def squeezed(data: bytes, level: int) -> bytes:
    """Return the data compressed; other threads run meanwhile."""
    if level == QUICKLY and len(data) < _SHORT:
        return _PLAIN + data
    return zlib.compress(data, level)


def expanded(data: bytes) -> bytes:
    """Return what was :func:`squeezed`.

    Raises:
        zlib.error: the data is garbled.
    """
    return data[1:] if data[:1] == _PLAIN else zlib.decompress(data)


def raw_of(data: bytes) -> list[str]:
    """Return the lines of each sighting, from the first number of the block on.

    Raises:
        zlib.error: the data is garbled.
    """
    return expanded(data).decode("utf-8", "surrogatepass").split(_SEPARATOR)


def put_block(connection: sqlite3.Connection, block: Block) -> None:
    """Write a block."""
    first, size, newest, sightings, raw = block
    row = (first, size, newest, bytearray(sightings), bytearray(raw))
    connection.execute("INSERT INTO blocks (first, size, newest, sightings, raw) VALUES (?, ?, ?, ?, ?)", row)


def take_blocks(connection: sqlite3.Connection, first: int, last: int) -> list[Block]:
    """Return the blocks that begin at the numbers ``first`` to ``last``."""
    rows = connection.execute(
        "SELECT first, size, newest, sightings, raw FROM blocks WHERE first BETWEEN ? AND ? ORDER BY first",
        (first, last),
    )
    return [Block(*row) for row in rows]


def delete_blocks(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Delete the blocks that begin at the numbers ``first`` to ``last``."""
    connection.execute("DELETE FROM blocks WHERE first BETWEEN ? AND ?", (first, last))
