"""Every screen at every size, as it is drawn."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.screenshots import FOLDER, THEMES, picture, place
from tests.ui.golden import TEXTS, differs, differs_from
from tests.ui.styled import styled_text
from tests.ui.tour import SIZES, STOPS, Stop, go, keys_of, leave, resize, settle, the_incident, touring

pytestmark = pytest.mark.soak


def test_a_stop_is_a_line_of_the_table() -> None:
    """Keys stand in it by their names, typed words in quotes."""
    assert list(keys_of("g slash 'a b' enter")) == ["g", "slash", "a", "space", "b", "enter"]
    assert len({stop.name for stop in STOPS}) == len(STOPS)


@pytest.mark.parametrize("stops", [STOPS[::2], STOPS[1::2]], ids=["even", "odd"])
async def test_the_screens(tmp_path: Path, stops: Sequence[Stop]) -> None:
    """Each screen is as it was drawn: at 80x24 one pane below the feed, and more where there is room for more."""
    changed = []
    async with touring(await the_incident(tmp_path), SIZES[0]) as pilot:
        for stop in stops:
            await resize(pilot, SIZES[0])
            await go(pilot, stop)
            for size in SIZES:
                await resize(pilot, size)
                changed += differs(pilot.app, f"tour/{stop.name}-{size[0]}x{size[1]}")
            await leave(pilot, stop)
    assert not changed, "WALLWATCH_GOLDEN=write pytest tests/ui writes them anew"


def test_no_text_is_left_over() -> None:
    """A screen that is gone takes its texts with it."""
    shown = {f"{stop.name}-{columns}x{rows}" for stop in STOPS for columns, rows in SIZES}
    assert {path.stem for path in (TEXTS / "tour").iterdir()} == shown


async def test_the_themes(tmp_path: Path) -> None:
    """Each theme is as it was painted: what stands out has a colour or a style, and a letter or a word as well."""
    changed = []
    stop = next(stop for stop in STOPS if stop.name == "starred")
    async with touring(await the_incident(tmp_path), SIZES[0]) as pilot:
        await go(pilot, stop)
        for theme in pilot.app.available_themes:
            pilot.app.theme = theme
            await settle(pilot)
            changed += differs_from(styled_text(pilot.app), f"themes/{theme}")
    assert not changed, "WALLWATCH_GOLDEN=write pytest tests/ui writes them anew"


async def test_a_picture_is_the_same_wherever_it_is_taken(tmp_path: Path) -> None:
    """Two runs give the same bytes, and nothing in them leads to another server."""
    pictures = set()
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        async with touring(await the_incident(tmp_path / folder), (80, 24), "terminal-light") as pilot:
            await go(pilot, STOPS[0])
            pictures.add(picture(pilot.app, "alerts"))
    (svg,) = pictures
    assert "url(http" not in svg
    assert str(tmp_path) not in svg


def test_every_screen_has_its_picture_in_every_theme() -> None:
    """``python -m tests.screenshots`` takes them, and leaves none of a screen or a theme that is gone."""
    wanted = {place(stop.name, theme) for stop in STOPS for theme in THEMES}
    assert {*FOLDER.rglob("*.svg")} ^ wanted == set(), "python -m tests.screenshots takes them"
