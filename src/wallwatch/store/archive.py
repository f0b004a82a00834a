"""The writing side of the blocks: what arrives is cut and compressed while the alerts are written, and put together."""

import sqlite3
import zlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import Final, NamedTuple

from wallwatch.store.arrival import Arrival
from wallwatch.store.blocks import (
    FULL,
    QUICKLY,
    SMALL,
    WELL,
    Block,
    block_of,
    delete_blocks,
    expanded,
    joined,
    put_block,
    raw_of,
    squeezed,
    take_blocks,
)
from wallwatch.store.columns import pack, unpack

_ROWS: Final = 256
"""Small blocks that may lie beside each other: a reader unpacks one for each sighting."""


class _Run(NamedTuple):
    """Small blocks in a row, by their first numbers, and how many sightings there are in them."""

    firsts: tuple[int, ...]
    size: int


_NOTHING: Final = _Run((), 0)

Pending = Sequence["Future[Block]"]


class Archive:
    """Puts what arrives into blocks, with one thread beside the writer's. Used inside the writer's transactions.

    After a transaction that failed :meth:`reload` makes it look at the table again.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "wallwatch-blocks")
        self._run: _Run | None = None
        self._merging: tuple[_Run, Future[Block]] | None = None

    def close(self) -> None:
        """End the thread."""
        self._pool.shutdown()

    def reload(self) -> None:
        """Forget what was known of the table."""
        self._run = self._merging = None

    def begin(self, arrival: Arrival) -> Pending:
        """Begin to compress what arrived; what comes of it is given to :meth:`put`."""
        level = WELL if arrival.end - arrival.first >= SMALL else QUICKLY
        return [self._block(arrival, *span, level) for span in _spans(arrival.first, arrival.end)]

    def put(self, connection: sqlite3.Connection, pending: Pending) -> None:
        """Write the new blocks, and put the small ones before them together when they are enough."""
        run = self._known_run(connection)
        run = self._put_together(connection, run)
        for future in pending:
            block = future.result()
            put_block(connection, block)
            if block.size >= SMALL:
                self._begin_merge(connection, run)
                run = _NOTHING
            else:
                run = _Run((*run.firsts, block.first), run.size + block.size)
        if run.size >= FULL or len(run.firsts) >= _ROWS:
            self._begin_merge(connection, run)
        self._run = run

    def _block(self, arrival: Arrival, first: int, end: int, level: int) -> "Future[Block]":
        """Compress one block's worth: the raw lines in the other thread, while the sightings are packed in this one."""
        lines = arrival.raw[first - arrival.first : end - arrival.first]
        sightings = arrival.sightings
        if (first, end) != (arrival.first, arrival.end):
            sightings = [sighting for sighting in sightings if first <= sighting.number < end]
        if level == QUICKLY:
            done: Future[Block] = Future()
            done.set_result(block_of(first, lines, sightings, level))
            return done
        raw = self._pool.submit(squeezed, joined(lines), level)
        packed = pack(sightings)
        newest = max((sighting.time for sighting in sightings), default=0)
        return self._pool.submit(lambda: Block(first, end - first, newest, squeezed(packed, level), raw.result()))

    def _known_run(self, connection: sqlite3.Connection) -> _Run:
        if self._run is None:
            self._run = _last_run(connection)
        return self._run

    def _begin_merge(self, connection: sqlite3.Connection, run: _Run) -> None:
        if self._merging is None and len(run.firsts) > 1:
            blocks = take_blocks(connection, run.firsts[0], run.firsts[-1])
            self._merging = run, self._pool.submit(merged, blocks)

    def _put_together(self, connection: sqlite3.Connection, run: _Run) -> _Run:
        """Replace small blocks by the one that was made of them, if it is made; return the run that is left."""
        if self._merging is None or not self._merging[1].done():
            return run
        old, future = self._merging
        self._merging = None
        rest = _without(run, old)
        try:
            block = future.result()
        except (zlib.error, ValueError):
            # Garbled on the disk: whoever reads it is told so, and what comes is collected all the same.
            return rest
        delete_blocks(connection, old.firsts[0], old.firsts[-1])
        put_block(connection, block)
        if rest is run or block.size >= SMALL:
            return rest
        return _Run((block.first, *rest.firsts), run.size)


def merged(blocks: Sequence[Block]) -> Block:
    """Return one block with all that is in some that follow each other."""
    sightings = [sighting for block in blocks for sighting in unpack(expanded(block.sightings)).all()]
    first, end = blocks[0].first, blocks[-1].first + blocks[-1].size
    raw = [""] * (end - first)
    for block in blocks:
        raw[block.first - first : block.first - first + block.size] = raw_of(block.raw)
    return block_of(first, raw, sightings, WELL)


def _without(run: _Run, old: _Run) -> _Run:
    """Return the run without the blocks of ``old``, if it begins with them."""
    if run.firsts[:1] != old.firsts[:1]:
        return run
    return _Run(run.firsts[len(old.firsts) :], run.size - old.size)


def _spans(first: int, end: int) -> list[tuple[int, int]]:
    """Cut numbers into as few blocks as possible, of the same size."""
    blocks = -(-(end - first) // FULL)
    cuts = [first + (end - first) * cut // blocks for cut in range(blocks)] if blocks else []
    return list(pairwise([*cuts, end]))


def _last_run(connection: sqlite3.Connection) -> _Run:
    """Return the small blocks at the end of the table."""
    firsts, total = [], 0
    rows = connection.execute("SELECT first, size FROM blocks ORDER BY first DESC LIMIT ?", (_ROWS,))
    for first, size in rows:
        if size >= SMALL or total + size > 2 * FULL:
            break
        firsts.append(first)
        total += size
    return _Run(tuple(reversed(firsts)), total)
