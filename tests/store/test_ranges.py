import sqlite3
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.make import STREAM, reading
from wallwatch.model.line import Committed
from wallwatch.store.migrate import migrate
from wallwatch.store.ranges import Range, committed, merged, put_ranges
from wallwatch.store.schema import STORE_STEPS

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


def store() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STORE_STEPS)
    return connection


def covered(ranges: tuple[Range, ...] | list[Range]) -> set[int]:
    return {byte for start, end in ranges for byte in range(start, end)}


@pytest.mark.parametrize(("ranges", "result"), [
    ([], ()),
    ([(5, 5), (7, 3)], ()),
    ([(0, 5), (5, 9)], ((0, 9),)),
    ([(6, 9), (0, 5)], ((0, 5), (6, 9))),
    ([(0, 5), (6, 9), (5, 6)], ((0, 9),)),
    ([(0, 9), (2, 4)], ((0, 9),)),
])  # fmt: skip
def test_ranges_that_touch_are_one(ranges: list[Range], result: tuple[Range, ...]) -> None:
    """A gap that is filled makes three ranges one; an empty range is none."""
    assert merged(ranges) == result


@given(SPANS)
def test_merging_keeps_every_byte_and_adds_none(ranges: list[Range]) -> None:
    """The result is the union, sorted, and between two neighbours at least one byte is missing."""
    result = merged(ranges)
    assert covered(result) == covered(ranges)
    assert all(start < end for start, end in result)
    assert all(before[1] < after[0] for before, after in pairwise(result))


@given(st.lists(SPANS, max_size=4))
def test_what_is_committed_is_all_that_was_ever_read(commits: list[list[Range]]) -> None:
    """However the ranges are spread over commits, the table holds their union."""
    connection = store()
    for ranges in commits:
        put_ranges(connection, [reading(start, end) for start, end in ranges])
    stored = committed(connection, "kern.log").get(STREAM, Committed(stream=STREAM)).ranges
    assert stored == merged(span for ranges in commits for span in ranges)


def test_streams_and_sources_are_apart() -> None:
    """The same bytes of another file, or of another source, have not been read."""
    connection = store()
    put_ranges(
        connection,
        [reading(0, 9), reading(4, 12, stream="8:1:99"), reading(0, 3, source="snort"), reading(20, 30)],
    )
    assert committed(connection, "kern.log") == {
        STREAM: Committed(stream=STREAM, ranges=((0, 9), (20, 30))),
        "8:1:99": Committed(stream="8:1:99", ranges=((4, 12),)),
    }
    assert committed(connection, "p0f") == {}


def test_the_words_of_a_source_come_back() -> None:
    """The last ones for each stream; one that says nothing new changes nothing, and needs no bytes."""
    connection = store()
    put_ranges(connection, [reading(0, 5, mark="5:aa", cursor="c1"), reading(5, 5, mark="7:bb")])
    put_ranges(connection, [reading(5, 9), reading(0, 0, stream="9:9", cursor="c9")])
    assert committed(connection, "kern.log") == {
        STREAM: Committed(stream=STREAM, ranges=((0, 9),), mark="7:bb", cursor="c1"),
        "9:9": Committed(stream="9:9", cursor="c9"),
    }
