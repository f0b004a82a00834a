import pytest

from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from wallwatch.text import visible
from wallwatch.ui.screens.menu import Entry, MenuScreen

ENTRIES = [Entry("one", "the first", ("1",)), Entry("two", "the second", ("2", "f5")), Entry("three", "the third")]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("enter",), "two"),
        (("j", "l"), "three"),
        (("k", "enter"), "one"),
        (("1",), "one"),
        (("f5",), "two"),
        (("escape",), None),
    ],
)
async def test_one_is_taken_by_cursor_or_by_its_key(keys, answer):
    """It begins at the entry that is asked for."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(MenuScreen("Which?", ENTRIES, "two"))
        await pilot.pause()
        assert ">2 f5        the second" in screen_text(app)
        await pilot.press(*keys)
        await pilot.pause()
        assert app.answers == [answer]


async def test_it_fits_on_a_small_screen_and_shows_text_as_it_is():
    """Entries may be names from a log."""
    app = Console()
    async with app.run_test(size=(40, 10)) as pilot:
        app.ask(MenuScreen("Which?", [Entry(text, visible(text)) for text in HOSTILE]))
        await pilot.pause()
        await pilot.press("G")
        await pilot.pause()
        assert leaks(screen_text(app)) == []
        assert any(">" in line for line in screen_lines(app))
