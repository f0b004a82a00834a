"""Write the pictures of the README: the real screens over the demo's incident, at a fixed time.

Run: ``python -m tests.screenshots``. It needs nothing but the project itself.
"""

import asyncio
import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.engine.incident import READER
from wallwatch.engine import replay
from wallwatch.engine.collector import Order, collect
from wallwatch.engine.identify import Identifier
from wallwatch.engine.known import network_cache, networks, stacks
from wallwatch.model.times import SECOND, from_datetime
from wallwatch.sources import Source
from wallwatch.sources.file import FileSource
from wallwatch.ui.app import WatchApp
from wallwatch.ui.session import Session

FOLDER: Final = Path(__file__).parents[1] / "screenshots"
NOW: Final = from_datetime(datetime(2002, 3, 2, 16, 44, 20, tzinfo=UTC))
SIZE: Final = (120, 36)
SHOTS: Final = {"alerts": ("g", "enter"), "noise": ("g", "i"), "sources": ("5",)}
"""The keys that lead to each picture."""


async def _session(folder: Path) -> Session:
    """Write the incident's logs, collect them, and return a session over the store."""
    steps = replay.incident()
    await replay.replay(steps, folder, NOW - _waited(steps), sleep=_no_wait, zone=UTC)
    (folder / "networks.json").write_bytes(replay.networks())
    cache = network_cache(folder / "networks.json")
    sources: list[Source] = [FileSource(folder / log, once=True) for log in replay.logs(steps)]
    for log in replay.logs(steps):
        os.utime(folder / log, (NOW / SECOND, NOW / SECOND))
    store = folder / "store.db"
    await collect(Order(store=store, sources=sources, reader=READER, identifier=Identifier(stacks(), networks(cache))))
    return Session(
        store=store,
        marks=folder / "marks.db",
        rules=folder / "noise.toml",
        networks=cache,
        title="gate",
        clock=lambda: NOW,
    )


def _waited(steps: tuple[replay.Step, ...]) -> int:
    return round(sum(replay.pauses(steps)) * SECOND)


async def _no_wait(_seconds: float) -> None:
    return None


async def shoot(name: str, keys: tuple[str, ...], session: Session) -> str:
    """Return the SVG of the screen that the keys lead to, the same at every run."""
    app = WatchApp(session, rest=0)
    async with app.desk.at_work(), app.run_test(size=SIZE) as pilot:
        await app.desk.follower.caught_up()
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause(0.5)
        svg = app.export_screenshot(title=f"wallwatch: {name}")
    return re.sub(r"terminal-\d+", "terminal", svg)


async def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        session = await _session(Path(folder))
        for name, keys in SHOTS.items():
            (FOLDER / f"{name}.svg").write_text(await shoot(name, keys, session))


if __name__ == "__main__":
    asyncio.run(main())
