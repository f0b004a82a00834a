import pytest

from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_text
from wallwatch.text import visible
from wallwatch.ui.screens.choice import Choice, ChoiceScreen

CHOICES = [Choice("one", ["the first"]), Choice("two", ["the second", "in two lines"])]


@pytest.mark.parametrize(
    ("keys", "answer"), [(("enter",), "one"), (("j", "j", "y"), "two"), (("G", "l"), "two"), (("escape",), None)]
)
async def test_one_is_chosen_or_none(keys, answer):
    """Every line of a choice is that choice."""
    app = Console()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(ChoiceScreen("Which?", CHOICES, "Enter: it", "Mind the gap."))
        await pilot.pause()
        assert "Mind the gap." in screen_text(app)
        await pilot.press(*keys)
        await pilot.pause()
        assert app.answers == [answer]


async def test_strangers_text_is_shown_as_it_is():
    """A rule's name may be anything."""
    app = Console()
    async with app.run_test(size=(80, 40)) as pilot:
        texts = [visible(text) for text in HOSTILE]
        app.ask(ChoiceScreen(texts[0], [Choice(text, [text]) for text in texts], texts[1], texts[2]))
        await pilot.pause()
        assert leaks(screen_text(app)) == []
        assert "[@click=app.quit]x[/]" in screen_text(app)
