from array import array

import pytest

from tests.ui.desk import NOW
from tests.ui.test_rows import loaded
from wallwatch.filter.facts import Facts
from wallwatch.store import StoreReader
from wallwatch.ui.ledger import FILTERED, Entry
from wallwatch.ui.search import next_place, next_row, search_sql
from wallwatch.ui.views import Listing


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


@pytest.mark.parametrize(
    ("key", "forward", "row"),
    [((10, 1), True, 2), ((10, 1), False, None), ((40, 4), False, 2), ((40, 4), True, None), ((25, 9), False, 0)],
)
def test_the_next_match_is_a_listed_row(key, forward, row):
    """From the cursor, either way, the next match is the next one that is listed."""
    rows = loaded(Entry(10, 1, 1), Entry(20, 2, 1, FILTERED), Entry(25, 5, 1), Entry(30, 3, 1), Entry(40, 4, 1))
    found = type("Found", (), {"ids": [1, 2, 3], "firsts": [10, 20, 30], "lines": [1, 1, 1]})
    assert next_row(found, rows, key, forward=forward) == row


@pytest.mark.parametrize(("row", "forward", "place"), [(0, True, 2), (2, True, None), (2, False, 0), (0, False, None)])
def test_in_another_order_the_next_match_is_the_next_row(row, forward, place):
    """Rows are looked at one by one, from the cursor on."""
    found = type("Found", (), {"ids": [7, 9], "firsts": [10, 20], "lines": [1, 1]})
    view = Listing(array("q", [9, 5, 7]), loaded(Entry(10, 7, 1), Entry(15, 5, 1), Entry(20, 9, 1)))
    assert next_place(found, view, row, forward=forward) == place
