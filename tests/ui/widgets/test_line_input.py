from tests.ui.console import Console
from tests.ui.hostile import screen_text
from wallwatch.ui.screens.prompt import PromptScreen
from wallwatch.ui.widgets.line_input import LineInput


async def test_what_was_typed_is_kept_among_the_suggestions() -> None:
    """Up and Down go round: what was typed, then each suggestion, then what was typed again."""
    app = Console()
    async with app.run_test() as pilot:
        app.ask(PromptScreen("Why?", suggestions=["one", "two"]))
        await pilot.press("x")
        line = app.screen.query_one(LineInput)
        seen = []
        for _ in range(4):
            await pilot.press("down")
            seen.append(line.value)
        assert seen == ["one", "two", "x", "one"]
        await pilot.press("up")
        assert line.value == "x"


async def test_what_is_typed_last_is_in_sight_after_a_resize() -> None:
    """However much room there is for the line."""
    app = Console()
    async with app.run_test(size=(40, 10)) as pilot:
        app.ask(PromptScreen("Why?", "a long sentence that goes on and on, up to its END"))
        for width in (40, 76, 30):
            await pilot.resize_terminal(width, 10)
            await pilot.pause()
            await pilot.pause()
            assert " its END" in screen_text(app)


async def test_it_takes_one_row_and_does_not_blink() -> None:
    """A blinking cursor would write to the line twice a second while nothing happens."""
    app = Console()
    async with app.run_test() as pilot:
        app.ask(PromptScreen("Why?"))
        await pilot.pause()
        line = app.screen.query_one(LineInput)
        assert line.size.height == 1
        assert line.cursor_blink is False


async def test_a_suggestion_that_was_edited_is_what_was_typed() -> None:
    """It stands among the suggestions from then on, and is not lost."""
    app = Console()
    async with app.run_test() as pilot:
        app.ask(PromptScreen("Why?", suggestions=["one", "two"]))
        await pilot.press("down", "x")
        line = app.screen.query_one(LineInput)
        seen = []
        for _ in range(3):
            await pilot.press("down")
            seen.append(line.value)
        assert seen == ["one", "two", "onex"]
