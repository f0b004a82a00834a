import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown, MouseScrollUp

from tests.ui.hostile import screen_lines
from wallwatch.ui.paint import Parts
from wallwatch.ui.theme import theme_variable_defaults
from wallwatch.ui.widgets.lines import Lines


class Numbers(Lines):
    """Lines that are their own numbers; ``painted`` lists those that were made."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.numbers = [str(number) for number in range(count)]
        self.painted: list[str] = []

    @property
    def count(self) -> int:
        return len(self.numbers)

    def key(self, index: int) -> str:
        return self.numbers[index]

    def parts(self, index: int, _width: int) -> Parts:
        self.painted.append(self.numbers[index])
        return [(self.numbers[index], "shown")]

    def heading(self, _width: int) -> Parts:
        return [("numbers", "frame")]

    def heading_key(self) -> None:
        return None

    def empty(self, _width: int) -> list[Parts]:
        return [[("nothing here", "label")]]


class Window(App[None]):
    """One list in a window."""

    CSS = "Numbers { height: 1fr; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.numbers = Numbers(count)

    def compose(self) -> ComposeResult:
        yield self.numbers

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme_variable_defaults()


@pytest.mark.parametrize(
    ("keys", "cursor", "top"),
    [
        ("j", 1, 0),
        ("j k k", 0, 0),
        ("down up down", 1, 0),
        ("space", 9, 1),
        ("d", 4, 0),
        ("d u", 0, 0),
        ("pagedown pagedown pageup", 9, 9),
        ("G", 99, 91),
        ("end g", 0, 0),
        ("G j j", 99, 91),
        ("G k k k k k k k k k", 90, 90),
    ],
)
async def test_keys_move_the_cursor_and_the_window_follows(keys, cursor, top):
    """The window scrolls as little as it needs to, and stops at both ends."""
    async with Window(100).run_test(size=(20, 10)) as pilot:
        await pilot.press(*keys.split())
        assert (pilot.app.numbers.cursor, pilot.app.numbers.top) == (cursor, top)
        assert f" >{cursor}" in screen_lines(pilot.app)


async def test_only_what_looks_different_is_painted():
    """A key that moves by one line makes two lines new; a change elsewhere makes one; no change makes none."""
    async with Window(100).run_test(size=(20, 10)) as pilot:
        numbers = pilot.app.numbers
        await pilot.pause()
        numbers.painted.clear()
        await pilot.press("j")
        assert sorted(numbers.painted) == ["0", "1"]
        numbers.painted.clear()
        numbers.numbers[4] = "four"
        numbers.changed()
        await pilot.pause()
        assert numbers.painted == ["four"]
        numbers.painted.clear()
        numbers.changed()
        await pilot.pause()
        assert numbers.painted == []


async def test_a_smaller_window_keeps_the_cursor_in_sight():
    """After a resize the cursor is still there, also in a window of one line."""
    async with Window(100).run_test(size=(20, 10)) as pilot:
        await pilot.press("space")
        for height in (4, 1, 30):
            await pilot.resize_terminal(20, height)
            await pilot.pause()
            numbers = pilot.app.numbers
            assert numbers.top <= numbers.cursor == 9 < numbers.top + max(height - 1, 1)


async def test_an_empty_list_says_so():
    """Where there is no line, the list says why, and moving does nothing."""
    async with Window(0).run_test(size=(20, 4)) as pilot:
        await pilot.press("j", "k", "G", "g")
        assert screen_lines(pilot.app)[:2] == ["numbers", "  nothing here"]
        assert pilot.app.numbers.current_text() == ""


async def test_the_wheel_moves():
    """The wheel goes a line down or up."""
    async with Window(9).run_test(size=(20, 4)) as pilot:
        numbers = pilot.app.numbers
        numbers.on_mouse_scroll_down()
        numbers.on_mouse_scroll_down()
        numbers.on_mouse_scroll_up()
        assert numbers.cursor == 1
        assert numbers.cell_text() == numbers.current_text() == "1"


async def test_a_click_goes_to_a_line_and_the_wheel_walks() -> None:
    """The heading and what is below the last line are no lines, and only the first button points."""
    app = Window(3)
    async with app.run_test(size=(20, 10)) as pilot:
        places = []
        for y, button in ((2, 1), (0, 1), (9, 1), (3, 3), (3, 1)):
            await pilot.click(offset=(4, y), button=button)
            places.append(app.numbers.cursor)
        assert places == [1, 1, 1, 1, 2]
        await pilot._post_mouse_events([MouseScrollUp], offset=(4, 2), button=0)
        assert app.numbers.cursor == 1
        await pilot._post_mouse_events([MouseScrollDown], offset=(4, 2), button=0)
        assert app.numbers.cursor == 2
