import sqlite3
from collections.abc import Iterator

import pytest

from tests.store.make import arrived, lines
from wallwatch.store.archive import Archive, merged
from wallwatch.store.arrival import Arrival
from wallwatch.store.blocks import FULL, QUICKLY, SMALL, block_of, expanded, raw_of
from wallwatch.store.columns import unpack
from wallwatch.store.history import History


@pytest.fixture
def archive() -> Iterator[Archive]:
    archive = Archive()
    yield archive
    archive.close()


def take(archive: Archive, tables: sqlite3.Connection, first: int, count: int) -> None:
    archive.put(tables, archive.begin(Arrival(first, first + count, lines(first, count), arrived(first, count))))


def sizes(tables: sqlite3.Connection) -> list[int]:
    return [size for (size,) in tables.execute("SELECT size FROM blocks ORDER BY first")]


def assert_whole(tables: sqlite3.Connection, count: int) -> None:
    found = History().find(tables, range(1, count + 1), raw=True)
    assert [each.raw for each in found.values()] == lines(1, count)
    assert [each.start for each in found.values()] == [number * 100 for number in range(1, count + 1)]


def test_what_arrives_is_there_at_once(archive: Archive, tables: sqlite3.Connection) -> None:
    """Be it one line, or more than fit into a block."""
    take(archive, tables, 1, 1)
    take(archive, tables, 2, FULL + 100)
    assert sizes(tables) == [1, FULL // 2 + 50, FULL // 2 + 50]
    assert_whole(tables, FULL + 101)


def test_small_blocks_are_put_together(archive: Archive, tables: sqlite3.Connection) -> None:
    """When there are enough of them; the next ones begin anew."""
    for first in range(1, 1_001, 2):
        take(archive, tables, first, 2)
    archive._pool.submit(int).result()
    take(archive, tables, 1_001, 2)
    assert len(sizes(tables)) < 260
    assert sizes(tables)[0] >= 512
    assert_whole(tables, 1_002)


def test_small_blocks_are_put_together_before_a_large_one(archive: Archive, tables: sqlite3.Connection) -> None:
    """Nothing is put together over a block that stays as it is."""
    for first in (1, 11, 21):
        take(archive, tables, first, 10)
    take(archive, tables, 31, SMALL)
    archive._pool.submit(int).result()
    take(archive, tables, 31 + SMALL, 5)
    assert sizes(tables) == [30, SMALL, 5]
    assert_whole(tables, 35 + SMALL)


def test_after_a_restart_small_blocks_are_found_again(archive: Archive, tables: sqlite3.Connection) -> None:
    """So a collector that is started often leaves no litter."""
    for first in range(1, 301):
        if first % 50 == 1:
            archive.reload()
        take(archive, tables, first, 1)
    archive._pool.submit(int).result()
    take(archive, tables, 301, 1)
    assert len(sizes(tables)) < 60
    assert_whole(tables, 301)


def test_blocks_are_merged_with_their_holes() -> None:
    """A number without a sighting keeps its place."""
    one = block_of(1, ["a", "b"], arrived(2, 1), QUICKLY)
    two = block_of(5, ["c"], arrived(5, 1), QUICKLY)
    block = merged([one, two])
    assert (block.first, block.size, raw_of(block.raw)) == (1, 5, ["a", "b", "", "", "c"])
    assert [each.number for each in unpack(expanded(block.sightings)).all()] == [2, 5]


def test_a_garbled_block_does_not_stop_what_comes(archive: Archive, tables: sqlite3.Connection) -> None:
    """It stays as it is, for whoever reads it to be told."""
    for first in range(1, 257):
        if first == 256:
            tables.execute("UPDATE blocks SET sightings = ? WHERE first = 7", (b"garbled",))
        take(archive, tables, first, 1)
    archive._pool.submit(int).result()
    for first in range(257, 260):
        take(archive, tables, first, 1)
    assert len(sizes(tables)) == 259
    assert [each.number for each in History().find(tables, [6, 8, 258], raw=True).values()] == [6, 8, 258]
