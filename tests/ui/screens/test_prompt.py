import pytest

from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_text
from wallwatch.ui.screens.prompt import PromptScreen


async def answer(dialog: PromptScreen, *keys: str) -> object:
    """Return what ``dialog`` closes with after ``keys``, or "open" if it does not."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(dialog)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        return app.answers[0] if app.answers else "open"


ANSWERS = [
    (PromptScreen("Note?"), ("a", "b", "enter"), "ab"),
    (PromptScreen("Note?"), ("space", "a", "space", "enter"), "a"),
    (PromptScreen("Note?", "old"), ("enter",), "old"),
    (PromptScreen("Note?", "old"), ("s", "enter"), "olds"),
    (PromptScreen("Note?", "old"), ("ctrl+u", "enter"), ""),
    (PromptScreen("Note?", "old"), ("escape",), None),
    (PromptScreen("Why?", required=True), ("enter",), "open"),
    (PromptScreen("Why?", required=True), ("space", "enter"), "open"),
    (PromptScreen("Why?", required=True), ("enter", "a", "enter"), "a"),
    (PromptScreen("Why?", suggestions=["one", "two"]), ("down", "enter"), "one"),
    (PromptScreen("Why?", suggestions=["one", "two"]), ("up", "enter"), "two"),
    (PromptScreen("Why?", suggestions=["one", "two"]), ("a", "down", "down", "down", "enter"), "a"),
    (PromptScreen("Why?", suggestions=["one", "two"]), ("down", "s", "enter"), "ones"),
]


@pytest.mark.parametrize(("dialog", "keys", "expected"), ANSWERS)
async def test_a_question_closes_with_its_answer(dialog: PromptScreen, keys: tuple[str, ...], expected: str) -> None:
    """Enter gives the line without the blanks around it, Esc gives None, arrows bring suggestions."""
    assert await answer(dialog, *keys) == expected


async def test_it_says_that_an_answer_is_needed() -> None:
    """A dialog that stays open says why."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(PromptScreen("Why?", required=True))
        await pilot.press("enter")
        await pilot.pause()
        assert "An answer is needed here." in screen_text(app)


async def test_strangers_text_is_shown_as_it_is() -> None:
    """A question may name a host or a rule that a stranger named; an answer may be pasted from a log."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        for text in HOSTILE:
            app.ask(PromptScreen(f"Note on {text}?", text, suggestions=[text]))
            await pilot.pause()
            shown = screen_text(app)
            assert leaks(shown) == []
            if text.isprintable() and text.isascii():
                assert f"Note on {text}?" in shown
            await pilot.press("enter")
    assert len(app.answers) == len(HOSTILE)
    assert [leaks(answer) for answer in app.answers if leaks(answer)] == []
