from array import array

import pytest

from tests.ui.test_rows import loaded
from wallwatch.ui.folds import Group
from wallwatch.ui.ledger import Entry
from wallwatch.ui.views import Backwards, Groups, Listing


def rows():
    return loaded(*(Entry(number * 10, number, 1) for number in range(1, 6)))


def columns(*rows):
    return [array("q", column) for column in zip(*rows, strict=True)]


def test_backwards_is_the_same_rows_from_the_other_end():
    """The newest alert is the first row, where new ones come in."""
    view = Backwards(rows())
    assert [view.id_at(index) for index in range(len(view))] == [5, 4, 3, 2, 1]
    assert (view.towards, view.newest, view.first_at(0), view.index_of(4), view.index_of(9)) == (-1, 0, 50, 1, None)
    assert view.group_at(0) is None


@pytest.mark.parametrize(
    ("start", "count", "page"), [(0, 2, [5, 4]), (3, 9, [2, 1]), (-2, 2, [5, 4]), (0, 9, [5, 4, 3, 2, 1]), (5, 2, [])]
)
def test_a_page_of_backwards_has_the_order_of_the_screen(start, count, page):
    """What is outside is left out."""
    assert list(Backwards(rows()).page(start, count)) == page


def test_backwards_grows_with_the_rows():
    """It holds nothing of its own."""
    under = rows()
    view, before = Backwards(under), under.version
    under.update([Entry(60, 6, 1)])
    assert (view.id_at(0), view.version > before) == (6, True)


def test_a_listing_has_the_order_that_it_was_given():
    """A row is found by its alert; only the order of time has an end that can be followed."""
    view = Listing(array("q", [3, 1, 2]), rows())
    assert ([view.id_at(0), view.first_at(0)], view.index_of(2), view.index_of(9)) == ([3, 30], 2, None)
    assert list(view.page(1, 5)) == [1, 2]
    assert (view.towards, view.newest, view.group_at(0)) == (0, 0, None)
    assert Listing(array("q", [9]), rows()).first_at(0) == 0
    assert Listing(array("q", [1, 2]), rows(), towards=1).newest == 1


def test_a_group_is_a_row_with_its_counts():
    """It is found again by the alert that stands for it."""
    view = Groups(columns((7, 3, 5, 10, 90, 1), (2, 1, 1, 20, 20, 0)))
    assert view.group_at(0) == Group(alert=7, alerts=3, lines=5, first=10, last=90, tagged=1)
    assert (len(view), view.id_at(1), view.first_at(1), view.index_of(2)) == (2, 2, 20, 1)
