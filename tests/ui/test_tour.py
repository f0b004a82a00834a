"""Every screen at every size, as it is drawn."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.ui.golden import TEXTS, differs
from tests.ui.tour import SIZES, STOPS, Stop, go, keys_of, leave, resize, the_incident, touring


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
