import asyncio
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from tests.ui.console import Console, Rows
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from wallwatch.errors import StoreError
from wallwatch.filter.query import Query
from wallwatch.ui.widgets.filter_bar import FilterBar, FilterChanged
from wallwatch.ui.widgets.line_input import LineInput


class Feed(Screen[None]):
    """A list with the bar below it."""

    DEFAULT_CSS = "Rows { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Rows()
        yield FilterBar(self.count, rest=0)

    async def count(self, query: Query) -> tuple[int, int]:
        app = self.app
        assert isinstance(app, Filtered)
        return await app.count(query)


class Filtered(Console):
    """An app that keeps the filters it gets, and counts what it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.filters: list[str] = []
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.trouble: StoreError | None = None

    def get_default_screen(self) -> Screen[None]:
        return Feed()

    def on_filter_changed(self, message: FilterChanged) -> None:
        self.filters.append(message.query.text())

    async def count(self, query: Query) -> tuple[int, int]:
        await self.gate.wait()
        self.asked.append(query.text())
        if self.trouble is not None:
            raise self.trouble
        return 1234, 56789

    @property
    def bar(self) -> FilterBar:
        return self.screen.query_one(FilterBar)


async def edit(pilot: Pilot[Any], text: str) -> None:
    """Open the bar with ``text``, and let it count."""
    app = pilot.app
    assert isinstance(app, Filtered)
    app.bar.edit(text)
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_it_is_hidden_until_it_is_wanted() -> None:
    """At rest the bar takes no row of the feed."""
    app = Filtered()
    async with app.run_test() as pilot:
        assert not app.bar.display
        await edit(pilot, "")
        assert app.bar.display
        assert isinstance(app.focused, LineInput)


async def test_enter_applies_and_gives_the_focus_back() -> None:
    """The screen gets the text as it was typed, and what it means."""
    app = Filtered()
    async with app.run_test() as pilot:
        await edit(pilot, "proto:TCP ")
        await pilot.press(*"done", "enter")
        await pilot.pause()
        assert app.filters == ["proto:tcp done"]
        assert not app.bar.display
        assert isinstance(app.focused, Rows)


async def test_an_empty_line_lets_everything_through() -> None:
    """Who deletes the text and presses Enter has no filter any more."""
    app = Filtered()
    async with app.run_test() as pilot:
        await edit(pilot, "done")
        await pilot.press("ctrl+u", "enter")
        await pilot.pause()
        assert app.filters == [""]


async def test_esc_leaves_the_filter_as_it_was() -> None:
    """Whatever was typed, nothing is applied, and the next edit starts from what is told then."""
    app = Filtered()
    async with app.run_test() as pilot:
        await edit(pilot, "done")
        await pilot.press(*" starred", "escape")
        await pilot.pause()
        assert app.filters == []
        assert not app.bar.display
        assert isinstance(app.focused, Rows)
        await edit(pilot, "done")
        assert app.screen.query_one(LineInput).value == "done"


async def test_the_count_of_what_is_typed_is_shown() -> None:
    """One sees what a filter would leave before it is applied."""
    app = Filtered()
    async with app.run_test() as pilot:
        await edit(pilot, "done")
        assert "1,234 alerts, 56,789 lines" in screen_text(app)


async def test_only_the_last_text_is_counted() -> None:
    """A count that is overtaken by the next key is given up."""
    app = Filtered()
    async with app.run_test() as pilot:
        app.gate.clear()
        app.bar.edit("done")
        await pilot.press(*" odd")
        app.gate.set()
        await app.workers.wait_for_complete()
        assert app.asked == ["done odd"]


async def test_a_count_that_fails_says_so() -> None:
    """The store may be gone; the line can still be typed in."""
    app = Filtered()
    app.trouble = StoreError("Somebody took the store.", "Bring it back.")
    async with app.run_test() as pilot:
        await edit(pilot, "done")
        assert "Somebody took the store. Bring it back." in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.filters == ["done"]


MISTAKES = [
    ("dprt:80", "^^^^", "There is no field dprt. Did you mean dport"),
    ("done dport:htpp", "           ^^^^", "Did you mean http"),
    ("done msg:", "        ^", "A value is missing."),
    ('done "x', "     ^^", "The quote is not closed."),
    ("dport:80 and proto:tcp", "         ^^^", "and joins nothing here."),
]


@pytest.mark.parametrize(("text", "caret", "words"), MISTAKES)
async def test_a_mistake_is_shown_at_its_place(text: str, caret: str, words: str) -> None:
    """A caret stands under it, with the sentence beside or below; Enter applies nothing."""
    app = Filtered()
    async with app.run_test(size=(80, 24)) as pilot:
        await edit(pilot, text)
        lines = screen_lines(app)
        typed = next(index for index, line in enumerate(lines) if line.startswith("filter "))
        below = lines[typed + 1].removeprefix("       ")
        assert below.startswith(caret)
        assert words in "\n".join(lines[typed + 1 :])
        await pilot.press("enter")
        await pilot.pause()
        assert app.filters == []
        assert app.bar.display


async def test_the_caret_follows_a_line_that_has_scrolled() -> None:
    """A filter longer than the line is scrolled; the caret stands where the mistake is seen."""
    app = Filtered()
    async with app.run_test(size=(80, 24)) as pilot:
        await edit(pilot, f"text:{'x' * 100} dport:")
        await pilot.press("a")
        await pilot.pause()
        lines = screen_lines(app)
        typed = next(index for index, line in enumerate(lines) if line.startswith("filter "))
        assert lines[typed + 1].rstrip().index("^") == lines[typed].index("dport:a") + len("dport:")


async def test_what_is_pasted_is_harmless() -> None:
    """The filter is the user's own, and may still have been copied from a log."""
    app = Filtered()
    async with app.run_test(size=(80, 24)) as pilot:
        for text in HOSTILE:
            await edit(pilot, text)
            assert leaks(screen_text(app)) == []
            await edit(pilot, f"dport:{text}")
            assert leaks(screen_text(app)) == []
        assert app.is_running


async def test_a_click_on_something_else_leaves_it() -> None:
    """What was typed is dropped, as with Esc; the focus stays where the click was."""
    app = Filtered()
    async with app.run_test(size=(80, 24)) as pilot:
        await edit(pilot, "dport:22")
        rows = app.screen.query_one(Rows)
        rows.focus()
        await pilot.pause()
        await pilot.pause()
        assert not app.bar.display
        assert app.screen.focused is rows
        assert app.filters == []
