import pytest

from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_text
from wallwatch.text import visible
from wallwatch.ui.screens.question import QuestionScreen


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("n", False), ("escape", False), ("q", False)])
async def test_only_y_is_yes(key, answer):
    """Nothing is done by mistake: Enter is no answer, and every way out is no."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(QuestionScreen("Mark 1,234 alerts as done?", "src:198.51.100.7"))
        await pilot.pause()
        assert "Mark 1,234 alerts as done?" in screen_text(app)
        await pilot.press("enter")
        assert app.answers == []
        await pilot.press(key)
        await pilot.pause()
        assert app.answers == [answer]


async def test_strangers_text_is_shown_as_it_is():
    """A term holds what an attacker wrote into a signature or a name."""
    app = Console()
    async with app.run_test(size=(80, 40)) as pilot:
        app.ask(QuestionScreen("Mark?", "\n".join(visible(text) for text in HOSTILE)))
        await pilot.pause()
        assert leaks(screen_text(app)) == []
        assert "[@click=app.quit]x[/]" in screen_text(app)
