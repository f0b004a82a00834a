import os
from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from tests.ui.desk import a_session, until, watching
from tests.ui.hostile import screen_strips, screen_text
from tests.ui.test_theme import SHIPPED
from wallwatch.config import Problem
from wallwatch.errors import WallwatchError
from wallwatch.ui.look import Wish
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.session import Session


@pytest.fixture
def folder(session: Session) -> Path:
    """The user's own themes."""
    folder = session.store.parent / "themes"
    folder.mkdir()
    return folder


def dressed(session: Session, folder: Path, **fields) -> Session:
    return a_session(session.store.parent, themes=folder, **fields)


def colours(app) -> set[str]:
    """Return the backgrounds of all that is on the screen."""
    return {
        segment.style.bgcolor.name
        for strip in screen_strips(app)
        for segment in strip
        if segment.style is not None and segment.style.bgcolor is not None
    }


async def typed(pilot, text: str) -> None:
    """Open the palette, and type."""
    await pilot.press("colon", *("space" if char == " " else char for char in text))
    await until(pilot, lambda: text in screen_text(pilot.app))


async def test_the_themes_are_ours_alone(session, folder):
    """Textual's own, which do not know our colours, are not among them; the user's are."""
    (folder / "mine.toml").write_text('background = "#010203"')
    async with watching(dressed(session, folder, theme="mine")) as pilot:
        assert set(pilot.app.available_themes) == {*SHIPPED, "mine"}
        assert not set(pilot.app.available_themes) & BUILTIN_THEMES.keys()
        assert "#010203" in colours(pilot.app)


async def test_a_file_that_changes_is_read_again(session, folder):
    """Within a second the screen has the new colours; other keys of the file stay as they are."""
    path = folder / "mine.toml"
    path.write_text('background = "#010203"\n')
    async with watching(dressed(session, folder, theme="mine")) as pilot:
        path.write_text('background = "#030201"\n')
        await until(pilot, lambda: pilot.app.current_theme.background == "#030201")
        await until(pilot, lambda: "#030201" in colours(pilot.app))
        assert "#010203" not in colours(pilot.app)


async def test_mistakes_are_named_when_the_file_is_saved(session, folder):
    """File, line and key are on the screen, and what is right in the file applies."""
    path = folder / "mine.toml"
    path.write_text('background = "#010203"\n')
    async with watching(dressed(session, folder, theme="mine"), (120, 40)) as pilot:
        path.write_text('background = "#030201"\n[variables]\nshown = "loud"\n')
        await until(pilot, lambda: "mine.toml, line 3: variables.shown:" in " ".join(screen_text(pilot.app).split()))
        assert pilot.app.current_theme.background == "#030201"


async def test_a_theme_whose_file_goes_gives_way_to_the_one_that_suits(session, folder):
    """It comes back with its file: it is still the chosen one."""
    path = folder / "mine.toml"
    path.write_text('background = "#010203"\n')
    async with watching(dressed(session, folder, theme="mine", suits="light")) as pilot:
        path.rename(folder / "away")
        await until(pilot, lambda: pilot.app.theme == "light")
        assert "mine" not in pilot.app.available_themes
        (folder / "away").rename(path)
        await until(pilot, lambda: pilot.app.theme == "mine")


async def test_a_file_that_is_being_written_is_left_alone(session, folder):
    """It is read when it has stood still for a look."""
    path = folder / "mine.toml"
    path.write_text('background = "#010203"\n')
    async with watching(dressed(session, folder, theme="mine")) as pilot:
        told = []
        wardrobe = pilot.app.wardrobe
        for number in range(3):
            path.write_text("[")
            os.utime(path, (number, number))
            wardrobe.look_again(told.append)
        assert told == []
        wardrobe.look_again(told.append)
        assert "no TOML" in told[0][0].sentence
        assert pilot.app.theme == "dark"


async def test_the_palette_shows_a_theme_before_it_is_chosen(session, folder):
    """The theme under the cursor is worn by the screen below; Esc takes it off."""
    async with watching(dressed(session, folder)) as pilot:
        await typed(pilot, "theme light")
        await until(pilot, lambda: pilot.app.theme == "light")
        assert {"#ffffff", "#121212"} & colours(pilot.app) == {"#ffffff"}
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen) and pilot.app.theme == "dark")


async def test_a_theme_that_is_chosen_is_kept(session, folder):
    """Enter wears it from now on, and says where that is kept."""
    kept = []

    def keep(name: str) -> str:
        kept.append(name)
        return "Kept in config.toml."

    async with watching(dressed(session, folder, decide_theme=keep), (120, 40)) as pilot:
        await typed(pilot, "theme high")
        await until(pilot, lambda: pilot.app.theme == "high-contrast")
        await pilot.press("enter")
        await until(pilot, lambda: "Theme high-contrast. Kept in config.toml." in screen_text(pilot.app))
        assert pilot.app.theme == "high-contrast"
        assert kept == ["high-contrast"]


async def test_a_choice_that_cannot_be_kept_holds_all_the_same(session, folder):
    """Why it is not kept is said; the screen wears it until one leaves."""

    def keep(_: str) -> str:
        raise WallwatchError("config.toml cannot be written.")

    async with watching(dressed(session, folder, decide_theme=keep)) as pilot:
        pilot.app.wardrobe.choose("light")
        await pilot.pause()
        (notice,) = pilot.app._notifications
        assert notice.message == "config.toml cannot be written."
        assert pilot.app.theme == "light"


async def test_another_command_takes_off_what_was_tried_on(session, folder):
    """Who walks over a theme and runs something else has not chosen it."""
    async with watching(dressed(session, folder)) as pilot:
        await typed(pilot, "theme light")
        await until(pilot, lambda: pilot.app.theme == "light")
        await pilot.press("ctrl+u", *"zoom")
        await until(pilot, lambda: pilot.app.theme == "dark")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen) and pilot.app.screen.maximized)
        assert pilot.app.theme == "dark"


async def test_a_theme_that_is_not_there_is_named_with_its_place(session, folder):
    """The file and the line in which it was chosen, and one that may be meant."""
    place = ("/home/user/config.toml", 7)
    async with watching(dressed(session, folder, theme="lihgt", suits="light", theme_place=place), (120, 40)) as pilot:
        await pilot.pause()
        (notice,) = pilot.app._notifications
        assert notice.message == "config.toml, line 7: theme: There is no theme lihgt. Did you mean light?"
        assert pilot.app.theme == "light"


async def test_without_colours_no_theme_brings_any(session, folder, monkeypatch):
    """What is painted has the terminal's own colours only, also while another theme is tried on."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with watching(dressed(session, folder, colors="mono", suits="mono")) as pilot:
        assert colours(pilot.app) == {"default"}
        await typed(pilot, "theme light")
        await until(pilot, lambda: pilot.app.theme == "light")
        assert colours(pilot.app) == {"default"}


@pytest.fixture
def settings(session: Session) -> Path:
    """The configuration."""
    path = session.store.parent / "config.toml"
    path.write_text('theme = "light"\n')
    return path


def reading(settings: Path):
    """Return what says what the configuration says: a theme between quotes, or a mistake."""

    def wish() -> Wish:
        text = settings.read_text()
        wrong = (Problem(str(settings), 1, "", "This is no TOML."),) if text.count('"') % 2 else ()
        return Wish(text.split('"')[1] if text and not wrong else None, (str(settings), 1), wrong)

    return {"settings": settings, "wish": wish}


async def test_another_theme_in_the_configuration_is_worn_at_once(session, folder, settings):
    """One that is taken out gives way to the one that suits."""
    async with watching(dressed(session, folder, theme="light", **reading(settings))) as pilot:
        for text, theme in (('theme = "mono"\n', "mono"), ("", "dark"), ('theme = "light"\n', "light")):
            settings.write_text(text)
            await until(pilot, lambda theme=theme: pilot.app.theme == theme)
        assert not pilot.app._notifications


async def test_a_mistake_in_the_configuration_leaves_all_as_it_is(session, folder, settings):
    """It is named once, with its line; mended, it holds. So does a theme whose file comes later."""
    async with watching(dressed(session, folder, theme="light", **reading(settings)), (120, 40)) as pilot:
        for text, said in (('theme = "mono\n', "This is no TOML."), ('theme = "mine"\n', "There is no theme mine.")):
            settings.write_text(text)
            await until(pilot, lambda said=said: said in " ".join(screen_text(pilot.app).split()))
            assert pilot.app.theme == "light"
        (folder / "mine.toml").write_text('background = "#010203"')
        await until(pilot, lambda: pilot.app.theme == "mine")
        assert len(pilot.app._notifications) == 2


async def test_what_one_chose_for_now_outlives_a_change_of_something_else(session, folder, settings):
    """Only another theme in the file takes its place."""
    async with watching(dressed(session, folder, theme="light", **reading(settings))) as pilot:
        pilot.app.wardrobe.choose("high-contrast")
        settings.write_text('theme = "light"\n# a remark\n')
        told = []
        for _ in range(3):
            pilot.app.wardrobe.look_again(told.append)
        assert told == [()]
        assert pilot.app.theme == "high-contrast"
        settings.write_text('theme = "mono"\n')
        await until(pilot, lambda: pilot.app.theme == "mono")
