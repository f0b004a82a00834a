import pytest

from tests.ui.desk import alerts_of, press, until, watching
from tests.ui.hostile import screen_lines
from wallwatch.ui.groupings import GROUPINGS


async def test_each_level_goes_back_to_the_row_from_which_it_was_opened(session):
    """The list, its groups, the alerts of a group; at the last level there is nothing to go back to."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "g", "j")
        levels = feed.levels
        levels.group(GROUPINGS[2], feed.row_id)
        await until(pilot, lambda: feed.group is not None)
        await press(pilot, "j", "enter")
        await until(pilot, lambda: feed.group is None)
        assert (feed.current.id, feed.count) == (2, 1)
        assert levels.back()
        await until(pilot, lambda: feed.group is not None)
        assert feed.cursor == 1
        assert levels.back()
        assert (feed.current.id, feed.count, levels.back()) == (2, 3, False)


@pytest.mark.parametrize(("width", "heading"), [(80, "TARGET PORT"), (120, "TARGET PORT")])
async def test_groups_take_the_place_of_groups(session, width, heading):
    """To group by something else is no level more."""
    async with watching(session, (width, 24)) as pilot:
        feed = alerts_of(pilot).feed
        for grouping in (GROUPINGS[0], GROUPINGS[2]):
            feed.levels.group(grouping, feed.row_id)
            await until(pilot, lambda: feed.group is not None and not feed.levels.arranger.is_busy)
        assert screen_lines(pilot.app)[1].strip().startswith(heading)
        assert (feed.levels.back(), feed.levels.back()) == (True, False)
