"""Write the pictures of the README: the real screens over the demo's incident, at a fixed time.

Run: ``python -m tests.screenshots``. It needs nothing but the project itself.
"""

import asyncio
import os
import re
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.engine.incident import READER
from tests.ui.desk import watching
from wallwatch.engine import replay
from wallwatch.engine.collector import Order, collect
from wallwatch.engine.identify import Identifier
from wallwatch.engine.known import network_cache, networks, stacks
from wallwatch.model.line import SourceStatus
from wallwatch.model.times import SECOND, from_datetime
from wallwatch.sources import Source
from wallwatch.sources.file import FileSource
from wallwatch.store import Batch, StoreWriter
from wallwatch.ui.session import Session

FOLDER: Final = Path(__file__).parents[1] / "screenshots"
NOW: Final = from_datetime(datetime(2002, 3, 2, 16, 44, 20, tzinfo=UTC))
SIZE: Final = (120, 36)
SHOTS: Final = {
    "alerts": ("g", "enter"),
    "fields": ("g", "enter", "enter", "backslash"),
    "noise": ("g", "i"),
    "overview": ("2",),
    "sources": ("5",),
}
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
    _say_that_all_is_well(store, sources)
    return Session(
        store=store,
        marks=folder / "marks.db",
        rules=folder / "noise.toml",
        networks=cache,
        title="gate",
        clock=lambda: NOW,
    )


def _say_that_all_is_well(store: Path, sources: list[Source]) -> None:
    """Show the logs as if they were still being followed."""
    writer = StoreWriter(store, clock=lambda: NOW)
    writer.open()
    with closing(writer):
        writer.commit(Batch(statuses=[SourceStatus(source=source.name, state="ok") for source in sources]))


def _waited(steps: tuple[replay.Step, ...]) -> int:
    return round(sum(replay.pauses(steps)) * SECOND)


async def _no_wait(_seconds: float) -> None:
    return None


async def shoot(name: str, keys: tuple[str, ...], session: Session) -> str:
    """Return the SVG of the screen that the keys lead to, the same at every run."""
    async with watching(session, SIZE) as pilot:
        await pilot.press(*keys)
        await pilot.pause(0.5)
        svg = pilot.app.export_screenshot(title=f"wallwatch: {name}")
    # Without the fonts of a far server, and without the number that is another one at each run.
    return re.sub(r"terminal-\d+", "terminal", re.sub(r"@font-face {.*?}\s*", "", svg, flags=re.DOTALL))


async def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        session = await _session(Path(folder))
        for name, keys in SHOTS.items():
            (FOLDER / f"{name}.svg").write_text(await shoot(name, keys, session))


if __name__ == "__main__":
    asyncio.run(main())
