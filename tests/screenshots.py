"""Write the pictures: every screen in every theme, over the demo's incident at a fixed time.

Run: ``python -m tests.screenshots [NAME...]``; without names, all screens. It needs nothing but the project itself, and
writes the same bytes wherever it runs. The README shows those in the dark theme.
"""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from textual.app import App

from tests.ui.tour import STOPS, go, leave, the_incident, touring
from wallwatch.ui.theme import bundled

FOLDER: Final = Path(__file__).parents[1] / "screenshots"
SIZE: Final = (120, 36)
THEMES: Final = tuple(sorted(path.stem for path in bundled().glob("*.toml")))
PLAIN: Final = "dark"
"""The theme whose pictures lie in the folder itself; those of the others have a folder each."""
_BEHIND: Final = "#292929"
_LETTERS: Final = "#c5c8c6"
"""The background and the letters of Rich's own terminal."""


def place(name: str, theme: str) -> Path:
    """Return where the picture of a screen lies."""
    return FOLDER / f"{name}.svg" if theme == PLAIN else FOLDER / theme / f"{name}.svg"


def picture(app: App[None], name: str) -> str:
    """Return what the app shows as an SVG, without the fonts of a far server and the number of this run."""
    svg = app.export_screenshot(title=f"wallwatch: {name}")
    # Not every program that shows pictures keeps the blanks at the beginning of a text.
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    svg = re.sub(r"terminal-\d+", "terminal", re.sub(r"@font-face {.*?}\s*", "", svg, flags=re.DOTALL))
    if app.current_theme.ansi and not app.current_theme.dark:
        # The terminal's own colours, which are Rich's dark ones in a picture.
        svg = svg.replace(_BEHIND, "#ffffff").replace(_LETTERS, "#1c1c1c")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


async def shoot(theme: str, names: Collection[str]) -> None:
    """Write the pictures of these screens in one theme."""
    with tempfile.TemporaryDirectory() as folder:
        async with touring(await the_incident(Path(folder)), SIZE, theme) as pilot:
            for stop in STOPS:
                if stop.name in names:
                    await go(pilot, stop)
                    path = place(stop.name, theme)
                    path.parent.mkdir(exist_ok=True)
                    path.write_text(picture(pilot.app, stop.name), encoding="utf-8")
                    await leave(pilot, stop)


async def main(names: Collection[str]) -> None:
    """Write the pictures in every theme; without names, those that are no more are gone then."""
    for path in () if names else FOLDER.rglob("*.svg"):
        path.unlink()
    os.environ |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    for theme in THEMES:
        await shoot(theme, names or [stop.name for stop in STOPS])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
