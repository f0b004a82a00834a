from collections.abc import Hashable, Iterator

import pytest
from textual.app import ComposeResult
from textual.screen import Screen

from tests.ui.console import Console
from tests.ui.hostile import screen_lines
from wallwatch.ui.paint import Parts
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped


class Verses(LaidLines):
    """Entries of words, each under its first word."""

    entries: tuple[str, ...] = ("alpha", "beta " * 20, "gamma")

    def lay(self, width: int) -> Iterator[LaidLine]:
        for text in self.entries:
            yield from wrapped(text.split()[0], text, width, "shown")

    def heading(self, width: int) -> Parts:
        return [("VERSES".ljust(width), "frame")]

    def heading_key(self) -> Hashable:
        return None


class Page(Screen[None]):
    """A screen with verses."""

    DEFAULT_CSS = "Verses { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Verses()


class Book(Console):
    """An app that shows the page."""

    def get_default_screen(self) -> Screen[None]:
        return Page()

    @property
    def verses(self) -> Verses:
        return self.screen.query_one(Verses)


async def test_what_is_too_long_goes_on_below() -> None:
    """Nothing is cut: an entry takes the lines it needs."""
    app = Book()
    async with app.run_test(size=(54, 10)) as pilot:
        await pilot.pause()
        assert [line.split()[0] for line in screen_lines(app)[:5]] == ["VERSES", ">alpha", "beta", "beta", "gamma"]
        assert app.verses.count == 4


async def test_a_new_width_lays_out_anew_and_keeps_the_entry() -> None:
    """The cursor stays on what it was on, though that is another line now."""
    app = Book()
    async with app.run_test(size=(54, 10)) as pilot:
        await pilot.press("G")
        assert app.verses.entry == "gamma"
        await pilot.resize_terminal(24, 12)
        await pilot.pause()
        assert app.verses.count == 7
        assert app.verses.entry == "gamma"


async def test_other_entries_keep_the_cursor_where_it_is() -> None:
    """An entry that is gone leaves the cursor near where it was, also where nothing is left."""
    app = Book()
    async with app.run_test(size=(54, 10)) as pilot:
        await pilot.press("G")
        app.verses.entries = ("delta", "alpha")
        app.verses.lay_again()
        assert app.verses.entry == "alpha"
        app.verses.entries = ()
        app.verses.lay_again()
        assert app.verses.entry is None
        await pilot.press("j", "k", "G")
        assert app.verses.cursor == 0


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("sudo usermod -aG adm --quiet-please", 20, ["sudo usermod -aG adm", "--quiet-please"]),
        ("x" * 10, 4, ["xxxx", "xxxx", "xx"]),
        ("", 4, []),
    ],
)
def test_a_text_is_wrapped_between_words(text: str, width: int, lines: list[str]) -> None:
    """Options of a command keep their hyphens; only a word longer than the line is broken."""
    assert [line.parts for line in wrapped("", text, width, "shown")] == [((line, "shown"),) for line in lines]


def test_an_indented_text_survives_a_line_without_room() -> None:
    """A window one cell wide is no reason to fail."""
    assert [line.parts[0][0] for line in wrapped("", "abcde", 0, "shown", "  ")] == ["  ab", "  cd", "  e"]
