import pytest

from tests.ui.desk import alerts_of, desk_of, until, watching
from tests.ui.hostile import screen_lines, screen_text
from wallwatch.ui.messages import Troubled


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_from_the_alert_to_its_fields_and_back(session, size):
    """Enter opens the packets and then the fields, Esc goes back one level at a time, and never quits."""
    async with watching(session, size) as pilot:
        screen, places = alerts_of(pilot), []
        for key in ("enter", "l", "right", "escape", "h", "left", "escape"):
            await pilot.press(key)
            places.append(screen.focused.id)
        assert places == ["packets", "fields", "fields", "packets", "feed", "feed", "feed"]
        assert pilot.app.is_running


async def test_tab_walks_the_panes(session):
    """Tab goes round through feed, packets, fields and network; Shift-Tab goes the other way."""
    async with watching(session) as pilot:
        screen, places = alerts_of(pilot), []
        for key in ("tab", "tab", "tab", "tab", "shift+tab", "shift+tab"):
            await pilot.press(key)
            places.append(screen.focused.id)
        assert places == ["packets", "fields", "network", "feed", "network", "fields"]


async def test_zoom_gives_the_pane_all_the_room(session):
    """Backslash leaves the pane and the lines around it; Tab zooms the next one, Esc gives the room back first."""
    async with watching(session) as pilot:
        screen = alerts_of(pilot)
        await pilot.press("enter", "backslash", "tab")
        await pilot.pause()
        assert screen.maximized is screen.focused
        assert "-- fields" in screen_lines(pilot.app)[1]
        assert "32 = 32 shown" in screen_lines(pilot.app)[-1]
        await pilot.press("escape")
        await pilot.pause()
        assert (screen.maximized, screen.focused.id) == (None, "fields")
        await pilot.press("backslash", "backslash")
        assert screen.maximized is None


async def test_q_leaves_the_level_and_at_the_top_the_program(session):
    """The key q goes back as Esc does, and ends the program from the feed."""
    async with watching(session) as pilot:
        await pilot.press("enter", "q")
        assert alerts_of(pilot).focused.id == "feed"
        await pilot.press("q")
        await until(pilot, lambda: not pilot.app.is_running)


async def test_trouble_is_told_above_the_sum(session):
    """When the store cannot be read any more, the sentence stands there."""
    async with watching(session) as pilot:
        await desk_of(pilot).bus.publish(Troubled("The store is damaged."))
        await pilot.pause()
        assert "The store is damaged." in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (10, 5), (40, 10)])
async def test_a_tiny_terminal_is_no_trouble(session, size):
    """In a window that shows nothing all keys still work, and all is there again when it grows."""
    async with watching(session, size) as pilot:
        await pilot.press("j", "enter", "j", "enter", "tab", "backslash", "escape", "escape", "escape", "escape", "g")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert " > 15:32:54  x3  198.51.100.7" in screen_text(pilot.app)
