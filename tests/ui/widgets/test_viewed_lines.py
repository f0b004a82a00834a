from array import array

import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import a_session, alerts_of, commit, until, watching
from tests.ui.hostile import screen_lines
from wallwatch.model import Change
from wallwatch.ui.arrangement import TOP
from wallwatch.ui.views import Backwards, Groups, Listing


@pytest.fixture
def full(tmp_path):
    """A session over 40 alerts, a second apart."""
    session = a_session(tmp_path)
    commit(
        session.store,
        [
            Change(kind="new", alert=an_alert(id=number, first=first, last=first))
            for number in range(1, 41)
            for first in [MOMENT + number * SECOND]
        ],
    )
    return session


def a_listing(feed, *ids, towards=0):
    return Listing(array("q", ids), feed._rows, towards=towards)


async def test_the_cursor_stays_on_its_alert_from_view_to_view(full):
    """Where the alert is in neither, it stays in its row; a goal comes first."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.press("g", "j", "j")
        feed.show_view(a_listing(feed, 9, 3, 1))
        assert (feed.current.id, feed.cursor) == (3, 1)
        feed.show_view(a_listing(feed, 7, 8, 9))
        assert (feed.current.id, feed.cursor) == (8, 1)
        feed.show_view(a_listing(feed, 5, 8, 9), TOP)
        assert feed.current.id == 5
        feed.show_view(a_listing(feed, 5, 8, 9), 9)
        assert feed.current.id == 9
        feed.show_view(a_listing(feed))
        assert (feed.current, feed.count, feed.group, feed.row_id) == (None, 0, None, None)
        await pilot.press("j", "x", "v", "k", "G", "g", "y", "equals_sign")
        assert "There is nothing here" in "\n".join(screen_lines(pilot.app))


async def test_only_a_view_in_order_of_time_is_followed(full):
    """Its end is the newest row, at whichever side that is; elsewhere moves change nothing of it."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        assert feed.following
        feed.show_view(a_listing(feed, 3, 1, 2))
        assert (feed.can_follow, feed.following) == (False, False)
        await pilot.press("k", "j", "G", "g")
        assert feed.waiting is None
        feed.show_view(a_listing(feed, 1, 2, 3, towards=1))
        assert (feed.following, feed.current.id) == (True, 3)
        await pilot.press("k")
        assert (feed.following, feed.waiting) == (False, 0)
        feed.show_view(Backwards(feed._rows))
        await pilot.press("g")
        assert (feed.following, feed.current.id) == (True, 40)


async def test_a_group_with_tags_bears_a_sign(full):
    """All of its alerts, some or none of them."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        counts = [(1, 5, 5, MOMENT, MOMENT, 5), (2, 5, 5, MOMENT, MOMENT, 2), (3, 5, 5, MOMENT, MOMENT, 0)]
        feed.show_view(Groups([array("q", column) for column in zip(*counts, strict=True)]))
        await until(pilot, lambda: feed.group is not None)
        assert "".join(line[0] for line in screen_lines(pilot.app)[2:5]) == "+- "
