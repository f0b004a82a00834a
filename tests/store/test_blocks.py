import sqlite3
import zlib

import pytest

from tests.store.make import NOON, SECOND, arrived, lines
from wallwatch.store.blocks import (
    WELL,
    block_of,
    delete_blocks,
    expanded,
    joined,
    put_block,
    raw_of,
    squeezed,
    take_blocks,
)
from wallwatch.store.columns import unpack


def test_a_block_has_its_sightings_and_their_lines() -> None:
    """It says which numbers are in it, and when the newest was seen."""
    block = block_of(5, lines(5, 3), arrived(5, 3), WELL)
    assert (block.first, block.size, block.newest) == (5, 3, NOON + 7 * SECOND)
    assert raw_of(block.raw) == ["line 5", "line 6", "line 7"]
    assert list(unpack(expanded(block.sightings)).all()) == arrived(5, 3)


@pytest.mark.parametrize(("raw", "kept"), [
    ([""], [""]),
    (["", "", ""], ["", "", ""]),
    (["one\ntwo", "three"], ["one\ntwo", "three"]),
    (["a\0b", "c"], ["a\N{SYMBOL FOR NULL}b", "c"]),
    (["\udcff half a character"], ["\udcff half a character"]),
])  # fmt: skip
def test_lines_come_back_each_in_its_place(raw: list[str], kept: list[str]) -> None:
    """Not even a line with the separator in it moves the others."""
    assert raw_of(squeezed(joined(raw), WELL)) == kept


def test_blocks_are_written_taken_and_deleted_by_their_first_numbers(tables: sqlite3.Connection) -> None:
    """Others stay."""
    blocks = [block_of(first, lines(first, 4), arrived(first, 4), WELL) for first in (1, 5, 9)]
    for block in blocks:
        put_block(tables, block)
    assert take_blocks(tables, 2, 9) == blocks[1:]
    delete_blocks(tables, 5, 5)
    assert take_blocks(tables, 0, 99) == [blocks[0], blocks[2]]


def test_a_garbled_block_is_told() -> None:
    """Whoever reads it says that the store is damaged."""
    with pytest.raises(zlib.error):
        raw_of(b"\x55" * 20)
