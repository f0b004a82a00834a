from datetime import UTC

import pytest
from textual.app import App

from tests.ui.alerts import MOMENT, SECOND
from tests.ui.hostile import screen_lines
from wallwatch.ui.bars import rate_of
from wallwatch.ui.theme import theme_variable_defaults
from wallwatch.ui.widgets.rate_plot import RatePlot

MINUTE = 60 * SECOND
FIRST = MOMENT // MINUTE
RATE = rate_of(MINUTE, 0, {FIRST: (1, 0), FIRST + 1: (4, 40), FIRST + 9: (8, 400)}, UTC)


class Plot(App[None]):
    """The plot alone."""

    def compose(self):
        yield RatePlot()

    def get_theme_variable_defaults(self):
        return theme_variable_defaults()


@pytest.fixture
async def pilot(monkeypatch):
    monkeypatch.setattr("wallwatch.ui.widgets.rate_plot.is_plain", lambda: True)
    async with Plot().run_test(size=(56, 8)) as pilot:
        yield pilot


async def drawn(pilot, rate=RATE):
    pilot.app.query_one(RatePlot).show(rate)
    await pilot.pause()
    return screen_lines(pilot.app)


async def test_new_stands_above_noise_and_each_has_its_own_scale(pilot):
    """So eight new attempts are seen beside four hundred noisy ones; the cursor is under the last bar."""
    assert await drawn(pilot) == [
        "  13 new, 440 noise       03-02 15:41: 8 new, 400 noise",
        "  new        8                                     ####",
        "                                                   ####",
        "                   ####                            ####",
        "               ::::####                            ####",
        "  noise    400                                     ####",
        "                   ....                            ####",
        "               03-02 15:32                         ^^^^",
    ]


async def test_the_cursor_moves_over_the_bars(pilot):
    """Its terms are the time of the bar; at the last bar it stays with the last as time goes on."""
    await drawn(pilot)
    plot = pilot.app.query_one(RatePlot)
    await pilot.press("g")
    assert plot.terms == ("since:2002-03-02T15:32", "until:2002-03-02T15:32")
    await pilot.press("j", "j", "k")
    assert plot.cursor == 1
    longer = rate_of(MINUTE, 0, RATE.bars | {FIRST - 1: (1, 0), FIRST + 12: (1, 0)}, UTC)
    plot.show(longer)
    assert plot.terms[0] == "since:2002-03-02T15:33"
    await pilot.press("G")
    assert plot.cursor == 13
    plot.show(RATE)
    assert plot.cursor == 9
    await pilot.press("u", "d", "b", "space", "left_square_bracket", "less_than_sign")
    assert 0 <= plot.cursor < 9


async def test_bars_last_as_long_as_there_is_room_for(pilot):
    """A thousand minutes do not fit into 40 cells: a bar is half an hour then."""
    lines = await drawn(pilot, rate_of(MINUTE, 0, {FIRST: (1, 0), FIRST + 1_000: (1, 0)}, UTC))
    assert "a bar is 30m" not in lines[0]
    pilot.app.set_focus(None)
    await pilot.pause()
    assert screen_lines(pilot.app)[0].endswith("a bar is 30m")


async def test_nothing_is_painted_of_nothing(pilot):
    """And there is nothing to ask for."""
    await drawn(pilot)
    assert await drawn(pilot, None) == [""] * 8
    assert pilot.app.query_one(RatePlot).terms == ()
    await pilot.press("j", "G", "d")
    assert pilot.app.query_one(RatePlot).cursor == 0


async def test_the_mouse_goes_to_a_bar(pilot):
    """A click beside the bars goes nowhere; the wheel goes through them."""
    await drawn(pilot)
    plot = pilot.app.query_one(RatePlot)
    await pilot.click(RatePlot, offset=(20, 3))
    assert plot.cursor == 1
    await pilot.click(RatePlot, offset=(3, 3))
    await pilot.click(RatePlot, offset=(16, 3), button=3)
    assert plot.cursor == 1
    plot.on_mouse_scroll_down()
    plot.on_mouse_scroll_down()
    plot.on_mouse_scroll_up()
    assert plot.cursor == 2
