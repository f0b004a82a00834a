import pytest
from textual.widgets import Input, OptionList

from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from wallwatch.ui.keymap import KEYS
from wallwatch.ui.screens.help import PROMISE, HelpScreen

HERE = {"Move", "Look", "Find", "Sort out", "Take along", "Go"}


def open_help(app: Console) -> None:
    app.push_screen(HelpScreen(app.screen.active_bindings, {}))


async def test_the_first_line_says_what_the_program_never_does() -> None:
    """Who starts a new tool on a firewall reads this first."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        open_help(app)
        await pilot.pause()
        text = " ".join(line.strip("│ ") for line in screen_lines(app))
        assert PROMISE in text
        assert text.index(PROMISE) < text.index("type to find a key")


async def test_every_key_is_listed_under_its_group() -> None:
    """The help is the table of keys, in its order; only what does not work here comes after the rest."""
    app = Console()
    async with app.run_test(size=(100, 160)) as pilot:
        open_help(app)
        await pilot.pause()
        text = screen_text(app)
        assert [key.words for key in KEYS if key.words not in text] == []
        assert "g Home           to the first" in text
        groups = list(dict.fromkeys(key.group for key in KEYS))
        assert sorted(groups, key=text.index) == sorted(
            groups, key=lambda group: (group not in HERE, groups.index(group))
        )


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("undo", "triage_undo"),
        ("page up half", "feed_half_up"),
        ("NEXT m", "search_next"),
        ("fi", "filter_open"),
        ("sort star", "mark_star"),
    ],
)
async def test_an_entry_is_found_by_words_in_any_order_and_runs(typed: str, action: str) -> None:
    """All typed words have to be there: in the words, the keys or the group."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        open_help(app)
        await pilot.press(*("space" if char == " " else char for char in typed), "enter")
        await pilot.pause()
        assert app.done == [action]
        assert not isinstance(app.screen, HelpScreen)


async def test_the_arrows_walk_the_entries_while_one_types() -> None:
    """The line keeps the focus; Up and Down belong to the list, and skip the names of groups."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        open_help(app)
        await pilot.press(*"row", "down", "up", "down", "enter")
        await pilot.pause()
        assert app.done == [[key.action for key in KEYS if "row" in f"{key.words} {key.id}"][1]]


async def test_what_does_not_work_here_is_listed_and_does_not_run() -> None:
    """The help is of the whole program, and says what belongs elsewhere."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(HelpScreen({}, {}))
        await pilot.press(*"undo", "enter")
        assert "not here" in screen_text(app)
        assert isinstance(app.screen, HelpScreen)
        assert app.done == []


async def test_changed_keys_are_shown_as_they_are() -> None:
    """The user's keys, also of what does not work here."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(HelpScreen({}, {"triage.undo": "f5,left_square_bracket"}))
        await pilot.press(*"undo")
        assert "f5 [" in screen_text(app)


async def test_esc_closes_and_runs_nothing() -> None:
    """Esc goes back one level, and never further."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        open_help(app)
        await pilot.press(*"quit", "escape")
        assert app.done == []
        assert not isinstance(app.screen, HelpScreen)


async def test_nothing_found_is_no_crash() -> None:
    """Enter on an empty list does nothing."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        open_help(app)
        await pilot.press(*"xyzzy", "enter")
        assert app.screen.query_one(OptionList).option_count == 0
        assert isinstance(app.screen, HelpScreen)


async def test_what_is_pasted_is_harmless() -> None:
    """The line takes any text, and neither markup nor a control character comes out of it."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        open_help(app)
        await pilot.pause()
        for text in HOSTILE:
            app.screen.query_one(Input).value = text
            await pilot.pause()
            assert leaks(screen_text(app)) == []


async def test_pages_are_turned_while_one_types() -> None:
    """Page Down goes a page on, and Page Up back."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        open_help(app)
        await pilot.pause()
        entries = app.screen.query_one(OptionList)
        first = entries.highlighted
        await pilot.press("pagedown")
        assert entries.highlighted is not None
        assert first is not None
        assert entries.highlighted > first + 9
        await pilot.press("pageup")
        assert entries.highlighted == first
