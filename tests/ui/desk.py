"""A session over a store that the test fills, and the app over it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tests.ui.alerts import MOMENT, SECOND
from tests.ui.hostile import screen_lines
from wallwatch.model import Change
from wallwatch.model.line import Reading, SourceStatus
from wallwatch.store import Batch, StoreWriter
from wallwatch.ui.app import WatchApp
from wallwatch.ui.desk import Desk
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.session import Session
from wallwatch.whois.cache import NetworkCache
from wallwatch.whois.record import NetworkRecord

NOW = MOMENT + 5_000 * SECOND
NETWORK = NetworkRecord(
    first="198.51.100.0",
    last="198.51.100.255",
    name="EXAMPLE-54-B",
    organisation="Example NetAhead, Inc.",
    country="US",
    abuse="abuse@example.net",
    source="whois.arin.net",
    fetched=MOMENT,
)
OK = tuple(SourceStatus(source=name, state="ok") for name in ("kern.log", "snort.dump", "p0f.log"))


def a_session(folder: Path, **fields: Any) -> Session:
    """Return a session whose files lie in ``folder``; ``fields`` replace its own."""
    networks = NetworkCache(None)
    networks.add(NETWORK)
    plain: dict[str, Any] = {
        "store": folder / "wallwatch.db",
        "marks": folder / "marks.db",
        "rules": folder / "noise.toml",
        "networks": networks,
        "title": "greatwall",
        "clock": lambda: NOW,
        "wakeups": silence,
        "frames": 50,
    }
    return Session(**plain | fields)


def commit(store: Path, changes: Sequence[Change] = (), statuses: Sequence[SourceStatus] = OK, other: int = 0) -> None:
    """Commit changes, and with them as many lines of the first source as they stand for, and ``other`` ones."""
    lines = sum(change.alert.lines for change in changes if change.kind == "new") + other
    reading = Reading(source=statuses[0].source, stream="1", start=0, end=1, received=lines, other=other)
    writer = StoreWriter(store, clock=lambda: NOW)
    writer.open()
    try:
        writer.commit(Batch(changes=changes, readings=[reading], statuses=statuses))
    finally:
        writer.close()


@asynccontextmanager
async def watching(session: Session, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """Give the block the app at work, its rows painted; the network pane does not wait."""
    app = WatchApp(session, rest=0)
    async with app.desk.at_work(), app.run_test(size=size, notifications=True) as pilot:
        follower = app.desk.follower
        await until(pilot, lambda: follower.trouble or not follower._is_stale)
        yield pilot


async def silence() -> AsyncIterator[None]:
    """Be an engine that never says a word."""
    await asyncio.Event().wait()
    yield


async def until(pilot: Pilot[Any], holds: Callable[[], object], patience: float = 20) -> None:
    """Let the app work until something holds; the follower looks as if somebody had rung."""
    async with asyncio.timeout(patience):
        while not holds():
            if isinstance(pilot.app, WatchApp):
                pilot.app.desk.follower.look_now()
            await pilot.pause()
    await pilot.pause()


def desk_of(pilot: Pilot[None]) -> Desk:
    """Return the desk of the app."""
    assert isinstance(pilot.app, WatchApp)
    return pilot.app.desk


def alerts_of(pilot: Pilot[None]) -> AlertsScreen:
    """Return the alerts screen of the app."""
    assert isinstance(pilot.app.screen, AlertsScreen)
    return pilot.app.screen


def shown(pilot: Pilot[None]) -> list[int]:
    """Return the numbers of the listed alerts."""
    return list(desk_of(pilot).follower.rows.page(0, 99))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until the rows are judged."""
    await pilot.press(*keys)
    follower = desk_of(pilot).follower
    await until(pilot, lambda: not follower._is_stale)


def said(pilot: Pilot[None]) -> str:
    """Return the sentence above the sum."""
    return screen_lines(pilot.app)[-2].strip()
