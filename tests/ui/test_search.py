from array import array

import pytest

from tests.ui.desk import NOW
from tests.ui.test_rows import loaded
from wallwatch.filter.facts import Facts
from wallwatch.store import StoreReader
from wallwatch.ui.ledger import FILTERED, SHOWN, Entry
from wallwatch.ui.search import next_place, search_sql, wanted_of
from wallwatch.ui.views import Backwards, Listing


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("gnutella", [1, 3]),
        ("TO 6346", [1, 3]),
        ("27374", [2]),
        ("subseven", [2]),
        ("203.0.113", [2]),
        ("greatwall", [1, 2, 3]),
        ("99999", []),
        ('a "quoted" \\ thing', []),
    ],
)
def test_a_text_is_found_in_the_cells(session, text, ids):
    """A search looks at the words of a row, its target port and the name of the port's service."""
    reader = StoreReader(session.store)
    reader.open()
    assert list(reader.index(search_sql(text, Facts(now=NOW))).ids) == ids
    reader.close()


def found(*entries):
    """Return the columns of what a search found."""
    columns = zip(*((entry.id, entry.first, entry.lines, entry.scan) for entry in entries), strict=True)
    return type("Found", (), dict(zip(("ids", "firsts", "lines", "scans"), map(list, columns), strict=True)))


def rows_with(found, rows):
    """Return what is looked for in rows that fold scans."""
    wanted, scans = wanted_of(found, rows)
    wanted.put(rows.heads(scans), on=True)
    return wanted


@pytest.mark.parametrize(("row", "forward", "place"), [(0, True, 2), (0, False, None), (3, False, 2), (3, True, None)])
def test_the_next_match_is_a_listed_row(row, forward, place):
    """From the cursor, either way, the next match is the next one that is listed."""
    entries = Entry(10, 1, 1), Entry(20, 2, 1, FILTERED), Entry(25, 5, 1), Entry(30, 3, 1), Entry(40, 4, 1)
    rows = loaded(*entries)
    wanted = rows_with(found(entries[0], entries[1], entries[3]), rows)
    assert next_place(wanted, rows, row, forward=forward) == place


@pytest.mark.parametrize(("row", "forward", "place"), [(0, True, 2), (2, True, None), (2, False, 0), (0, False, None)])
def test_in_another_order_the_next_match_is_the_next_row(row, forward, place):
    """Rows are looked at from the cursor on."""
    entries = Entry(10, 7, 1), Entry(15, 5, 1), Entry(20, 9, 1)
    rows = loaded(*entries)
    view = Listing(array("q", [9, 5, 7]), rows)
    assert next_place(rows_with(found(entries[0], entries[2]), rows), view, row, forward=forward) == place


@pytest.mark.parametrize("backwards", [False, True])
def test_a_scan_is_one_row_for_a_search_too(backwards):
    """It is found by any of its alerts that is listed, and left for the row after it."""
    scan = [Entry(20 + number, 2 + number, 1, FILTERED if number == 1 else SHOWN, 7) for number in range(5)]
    rows = loaded(Entry(10, 1, 1), *scan, Entry(22, 8, 1), Entry(90, 9, 1))
    view = Backwards(rows) if backwards else rows
    assert len(view) == 4
    wanted = rows_with(found(scan[3], scan[4], Entry(90, 9, 1)), rows)
    down = [2, None] if backwards else [1, 3, None]
    at, seen = 0, []
    while at is not None:
        seen.append(at := next_place(wanted, view, at, forward=True))
    assert seen == down
    assert next_place(wanted, view, 3, forward=False) == (2 if backwards else 1)
    assert next_place(rows_with(found(scan[1]), rows), view, 0, forward=True) is None, "that one is not listed"


@pytest.mark.parametrize("at", [0, 999, 1_000, 1_001, 2_499])
def test_a_match_far_away_is_found(at):
    """Whatever page it is on, and nothing beyond the ends is."""
    entries = [Entry(number, number + 1, 1) for number in range(2_500)]
    rows = loaded(*entries)
    wanted = rows_with(found(entries[at]), rows)
    for row in (0, 1, 999, 1_000, 1_001, 2_499):
        assert next_place(wanted, rows, row, forward=True) == (at if at > row else None)
        assert next_place(wanted, rows, row, forward=False) == (at if at < row else None)
