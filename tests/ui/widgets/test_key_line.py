import pytest
from textual.app import App, ComposeResult

from tests.ui.desk import a_session, commit, watching
from tests.ui.hostile import screen_lines
from wallwatch.ui.key_names import KeyNames
from wallwatch.ui.theme import theme_variable_defaults
from wallwatch.ui.widgets.key_line import Hint, KeyLine

HINTS = (
    Hint("rules.edit", "edit"),
    Hint("rules.switch", "on/off"),
    Hint("", "Tab the pane below"),
    Hint("rules.delete", "delete"),
    Hint("help", "all keys"),
)
SHOWN = [
    (80, " e edit  o on/off  Tab the pane below  D delete  ? all keys"),
    (60, " e edit  o on/off  Tab the pane below  D delete  ? all keys"),
    (58, " e edit  o on/off  D delete  ? all keys"),
    (30, " e edit  D delete  ? all keys"),
    (20, " e edit  ? all keys"),
    (12, " ? all keys"),
    (8, " e edit"),
]


class Keys(App[None]):
    """An app with the line, whose user has changed a key."""

    key_names = KeyNames({"rules.edit": "ctrl+e,F2"})

    def compose(self) -> ComposeResult:
        yield KeyLine(*HINTS)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme_variable_defaults()


@pytest.mark.parametrize(("width", "shown"), SHOWN)
async def test_no_word_is_cut(width, shown):
    """Where there is no room for all keys, those in the middle go, and the last one stays longest."""
    app = Keys()
    app.key_names = KeyNames()
    async with app.run_test(size=(width, 3)):
        assert app.query_one(KeyLine).render_line(0).text.rstrip() == shown.rstrip()


async def test_the_keys_are_those_that_the_user_has():
    """The first of them, as people call it."""
    app = Keys()
    async with app.run_test(size=(80, 3)):
        assert app.query_one(KeyLine).render_line(0).text.startswith(" ctrl+e edit  o on/off")


async def test_every_line_with_keys_follows_keys_toml(tmp_path):
    """Below the feed, and on a screen of its own."""
    session = a_session(tmp_path, keys={"noise.draft": "ctrl+n", "rules.edit": "ctrl+e"})
    commit(session.store)
    async with watching(session, (120, 24)) as pilot:
        assert "? help  / find  ctrl+n noise  f filter" in screen_lines(pilot.app)[-1]
        await pilot.press("4")
        await pilot.pause()
        assert screen_lines(pilot.app)[-1].startswith(" ctrl+e edit  o on/off")
