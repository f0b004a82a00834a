import pytest
from textual.command import CommandInput, CommandPalette

from tests.ui.console import Console
from tests.ui.hostile import screen_text
from wallwatch.ui.commands import commands
from wallwatch.ui.keymap import KEYS, REACHES


async def test_every_key_is_a_command_once() -> None:
    """However many keys an entry has, it is one command, and shows all of them."""
    app = Console()
    async with app.run_test():
        found = {command.id: command for command in commands(app.screen.active_bindings)}
        assert len(found) == len(list(commands(app.screen.active_bindings)))
        assert set(found) == {key.id for key in KEYS if key.where in REACHES[0]}
        assert found["feed.down"].keys == "j Down"
        assert found["feed.down"].words == "down"


async def test_a_remapped_key_is_the_one_that_is_shown() -> None:
    """The palette teaches the keys as they are, not as they were shipped."""
    app = Console()
    async with app.run_test():
        app.set_keymap({"feed.down": "f5"})
        found = {command.id: command for command in commands(app.screen.active_bindings)}
        assert found["feed.down"].keys == "f5"


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_both_keys_open_the_palette(key: str) -> None:
    """Colon is for fingers that know vi, ctrl+p is Textual's own."""
    app = Console()
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert app.palette is not None


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("known noise", "noise_draft"),
        ("star", "mark_star"),
        ("half a page up", "feed_half_up"),
        ("mark.no", "mark_note"),
    ],
)
async def test_a_command_is_found_by_its_words_and_runs_where_its_key_would(typed: str, action: str) -> None:
    """A list's command runs on the list, a screen's on the screen, though the palette is on top of both."""
    app = Console()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("ctrl+p")
        app.screen.query_one(CommandInput).value = typed
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.done == [action]


async def test_the_palette_shows_all_before_anything_is_typed() -> None:
    """Who does not know what there is can read it."""
    app = Console()
    async with app.run_test(size=(100, 80)) as pilot:
        await pilot.press("ctrl+p")
        await app.workers.wait_for_complete()
        await pilot.pause()
        shown = screen_text(app)
        assert "to the cell on the left" in shown
        assert "all commands" not in shown
        assert isinstance(app.screen, CommandPalette)
