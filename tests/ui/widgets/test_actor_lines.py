import msgspec
import pytest
from textual.app import App, ComposeResult

from tests.ui.hostile import HOSTILE, leaks, screen_text
from tests.ui.widgets.test_actor_words import ACTOR, LEFT, SAID
from wallwatch.engine.actors import Actor
from wallwatch.text import visible
from wallwatch.ui.theme import load_themes, theme_variable_defaults
from wallwatch.ui.widgets.actor_lines import LOOKING, NOTHING, ActorLines


class Shown(App[None]):
    """The list alone."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = ActorLines()
        for theme in load_themes(None)[0]:
            self.register_theme(theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme_variable_defaults()

    def compose(self) -> ComposeResult:
        yield self.lines


async def shown(actors: list[Actor] | None, width: int = 80) -> str:
    app = Shown()
    async with app.run_test(size=(width, 24)) as pilot:
        if actors is not None:
            app.lines.show(actors)
        await pilot.pause()
        return screen_text(app)


@pytest.mark.parametrize(("actors", "words"), [(None, LOOKING), ([], NOTHING)])
async def test_nothing_is_told_in_words(actors: list[Actor] | None, words: str) -> None:
    """Before it was looked, and when nothing was found."""
    assert words in await shown(actors)


async def test_each_actor_stands_with_what_was_said_and_why() -> None:
    """Result and odds first; what is left of a decision at the end."""
    lines = (await shown([ACTOR, LEFT])).splitlines()
    assert lines[1].strip(" >").split() == [
        "supported",
        "6.2",
        "to",
        "1",
        "same",
        "198.51.100.112",
        ">",
        "198.51.100.148",
    ]
    assert lines[3].strip() == "no other source in the store matches all but the IP IDs"
    assert lines[4].split()[:2] == ["gone", "same"]


@pytest.mark.parametrize("width", [30, 40, 80])
async def test_an_address_is_never_cut(width: int) -> None:
    """It goes on below."""
    text = await shown([ACTOR], width)
    assert "198.51.100.112" in text
    assert "198.51.100.148" in text


async def test_strangers_words_do_nothing() -> None:
    """A word may be what a database of somebody else holds."""
    said = [msgspec.structs.replace(SAID, word=visible(hostile)) for hostile in HOSTILE]
    assert leaks(await shown([Actor(ACTOR.hypothesis, each) for each in said], 200)) == []
