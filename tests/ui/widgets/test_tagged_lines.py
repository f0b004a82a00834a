import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import a_session, alerts_of, commit, desk_of, press, until, watching
from tests.ui.hostile import screen_lines
from wallwatch.model import Change


@pytest.fixture
def full(tmp_path):
    """A session over 30 alerts from three sources, a second apart."""
    session = a_session(tmp_path)
    changes = [
        Change(kind="new", alert=an_alert(id=number, first=first, last=first, src=f"198.51.100.{number % 3}"))
        for number in range(1, 31)
        for first in [MOMENT + number * SECOND]
    ]
    commit(session.store, changes)
    return session


def signs(pilot, count=6):
    """Return what stands at the very left of the first rows."""
    return "".join(line[0] for line in screen_lines(pilot.app)[2 : 2 + count])


def status(pilot):
    return screen_lines(pilot.app)[-1]


async def test_x_tags_a_row_and_goes_on(full):
    """A tagged row has a + at its very left, the status line counts; x on it takes the tag away."""
    async with watching(full) as pilot:
        await press(pilot, "g", "x", "j", "x")
        assert (signs(pilot), "2 tagged" in status(pilot)) == ("+ +   ", True)
        await press(pilot, "g", "x")
        assert (signs(pilot), "1 tagged" in status(pilot)) == ("  +   ", True)


async def test_x_on_the_newest_row_at_the_top_stands_still(full):
    """What comes in does not move the cursor to a row that nobody chose."""
    async with watching(full) as pilot:
        await press(pilot, "O", "x")
        feed = alerts_of(pilot).feed
        assert (feed.row_id, feed.following) == (29, False)
        commit(full.store, [Change(kind="new", alert=an_alert(id=31, first=MOMENT + 99 * SECOND))])
        await until(pilot, lambda: feed.count == 31)
        await press(pilot, "x")
        assert list(feed.tags) == [29, 30]


async def test_v_tags_from_there_to_here(full):
    """While the range is open its rows have a | and are counted; v again tags them, upwards as well as downwards."""
    async with watching(full) as pilot:
        await press(pilot, "g", "j", "j", "j", "v", "k", "k")
        assert (signs(pilot), "RANGE 3" in status(pilot)) == (" |||  ", True)
        await press(pilot, "v")
        assert (signs(pilot), "3 tagged" in status(pilot), "RANGE" in status(pilot)) == (" +++  ", True, False)
        await press(pilot, "v", "k", "x")
        assert (signs(pilot), "4 tagged" in status(pilot)) == ("++++  ", True)


async def test_escape_closes_the_range_then_drops_the_tags_then_goes_back(full):
    """Each Esc takes one thing back, the last one a level; in a pane it goes back to the feed with the tags kept."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "g", "x", "v", "escape")
        assert (feed.ranged, feed.tagged) == (0, 1)
        await press(pilot, "enter", "escape")
        assert (alerts_of(pilot).focused, feed.tagged) == (feed, 1)
        await press(pilot, "escape")
        assert (feed.tagged, signs(pilot), "tagged" in status(pilot)) == (0, " " * 6, False)


async def test_tags_survive_a_filter(full):
    """What the filter hides stays tagged and counted, and has its sign when it is back."""
    async with watching(full) as pilot:
        await press(pilot, "g", "x", "x", "x")
        await press(pilot, "f", *"src:198.51.100.2", "enter")
        assert ("3 tagged" in status(pilot), signs(pilot, 2)) == (True, "+ ")
        await press(pilot, "X", "g")
        assert signs(pilot) == "+++   "


async def test_an_alert_that_is_gone_loses_its_tag(full):
    """What was merged into another alert or pruned is nothing that one can act upon."""
    async with watching(full) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "g", "x", "x")
        alert = desk_of(pilot).alerts([1])[0]
        commit(full.store, [Change(kind="merged", alert=alert, into=2)])
        follower = desk_of(pilot).follower
        await press(pilot)
        while follower.rows.standing(1) is not None:
            follower.look_now()
            await pilot.pause()
        await pilot.pause()
        assert (feed.tagged, list(await alerts_of(pilot).chosen_ids())) == (1, [2])
