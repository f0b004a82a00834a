"""A tour of every screen, over the demo's incident at a fixed time: for the golden screens and for the pictures.

A new screen is one more line of :data:`STOPS`. ``python -m tests.screenshots`` takes the pictures then, and
``WALLWATCH_GOLDEN=write pytest tests/ui/test_tour.py`` writes the texts.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from textual import events
from textual.app import App
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests.engine.incident import READER
from tests.ui.desk import alerts_of, watching
from tests.ui.hostile import screen_strips, screen_text
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
from wallwatch.ui.typeahead import TypeAhead
from wallwatch.ui.widgets.detail import Detail

if TYPE_CHECKING:
    from textual.strip import Strip


class Stop(NamedTuple):
    """A screen. ``keys`` lead there from the feed, ``shows`` is there when all is; ``back`` undoes what Esc does not.

    Keys are Textual's names with blanks between them; a word in quotes is typed letter by letter.
    """

    name: str
    keys: str
    shows: str
    back: str = ""


STOPS: Final = (
    Stop("alerts", "g enter", "same SYN, +19 ids"),
    Stop("feed", "G", "198.51.100.148"),
    Stop("fields", "g enter enter", "-- fields"),
    Stop("court", "g enter enter backslash", "STACK own"),
    Stop("network", "g w", "EXAMPLE-54-B"),
    Stop("groups", "B 1", "ALERTS"),
    Stop("row", "g full_stop", "done, or not"),
    Stop("filter", "g f 'src:198.51.100.112'", "1 alert, 28 lines", back="escape"),
    Stop("filtered", "g equals_sign", "filter src:198.51.100.112", back="X"),
    Stop("searched", "g slash 'gnutella' enter", "gnutella"),
    Stop("starred", "g s", "is starred", back="z"),
    Stop("note", "g c 'asked their abuse desk'", "asked their abuse desk"),
    Stop("noise", "g i", "would hide 1 of 6"),
    Stop("incidents", "g m enter enter M", "INCIDENTS  1", back="escape z"),
    Stop("report", "g r", "gives up"),
    Stop("rules", "4", "2   <1m"),
    Stop("rule", "4 e", "would hide"),
    Stop("upstream", "4 y", "said to which program"),
    Stop("hidden", "4 o 1 H", "57 hidden", back="4 o 1 H"),
    Stop("ready-made", "4 a", "Which of the ready-made rules?"),
    Stop("overview", "2", "leftover     2"),
    Stop("ledger", "G a", "not proven"),
    Stop("actors", "3", "no other source in the store"),
    Stop("sources", "5", "last event"),
    Stop("unparsed", "5 enter", "NOT UNDERSTOOD"),
    Stop("help", "question_mark 'filter'", "drop the whole filter"),
    Stop("palette", "colon 'filter'", "drop the whole filter"),
)
SIZES: Final = ((80, 24), (100, 30), (120, 40), (200, 60))

RULES: Final = """\
[[rule]]
name = "gnutella"
why = "The last holder of the address shared files."
match = "dport:6346-6347 proto:tcp"
created = 2002-03-01
expires = "address-change"
enabled = false

[[rule]]
name = "slammer"
why = "Nothing here listens."
match = "dport:1434 proto:udp"
created = 2002-03-01
expires = 2002-06-01
"""

NOW: Final = from_datetime(datetime(2002, 3, 2, 16, 44, 20, tzinfo=UTC))
PATIENCE: Final = 5.0
"""Seconds after which a stop has failed that does not show what it has to."""


_LEVELS: Final = 3
"""How deep one can be in the panes below the feed."""
_FRAME: Final = 0.03
"""Seconds after which a screen that is the same has come to rest."""


async def the_incident(folder: Path) -> Session:
    """Write the incident's logs, collect them, and return a session over the store."""
    steps = replay.incident()
    await replay.replay(steps, folder, NOW - _waited(steps), sleep=_no_wait, zone=UTC)
    (folder / "networks.json").write_bytes(replay.networks())
    cache = network_cache(folder / "networks.json")
    sources: list[Source] = [FileSource(folder / log, once=True) for log in replay.logs(steps)]
    for log in replay.logs(steps):
        os.utime(folder / log, (NOW / SECOND, NOW / SECOND))
    (folder / "noise.toml").write_text(RULES)
    store = folder / "store.db"
    for source in sources:  # one after the other, so that they always arrive in the same order
        order = Order(store=store, sources=[source], reader=READER, identifier=Identifier(stacks(), networks(cache)))
        await collect(order)
    _say_that_all_is_well(store, sources)
    return Session(
        store=store,
        marks=folder / "marks.db",
        rules=folder / "noise.toml",
        networks=cache,
        title="gate",
        clock=lambda: NOW,
        frames=60,
    )


@asynccontextmanager
async def touring(
    session: Session, size: tuple[int, int], theme: str = "dark", **fields: Any
) -> AsyncIterator[Pilot[None]]:
    """Give the block the app in the feed, as wide and high as ``size`` says."""
    async with watching(replace(session, theme=theme, **fields), size) as pilot:
        await _until_shown(pilot, "198.51.100.148")
        yield pilot


async def go(pilot: Pilot[None], stop: Stop) -> str:
    """Go to a stop, wait until all of it is there, and return it as text."""
    await press(pilot, stop.keys)
    await _until_shown(pilot, stop.shows)
    return screen_text(pilot.app)


async def leave(pilot: Pilot[None], stop: Stop) -> None:
    """Go back to the feed, with the packets below it."""
    await press(pilot, stop.back)
    while len(pilot.app.screen_stack) > 1:
        await press(pilot, "escape")
    await pilot.app.run_action("app.screen_alerts")
    alerts = alerts_of(pilot)
    for _ in range(_LEVELS):
        alerts.leave_level()
        await pilot._wait_for_screen()
    alerts.query_one(Detail).bring("packets")
    alerts.note_line.say("")
    alerts.feed.follow(on=True)


def keys_of(text: str) -> Iterator[str]:
    """Yield the keys of a line of the table."""
    for at, part in enumerate(text.split("'")):
        yield from map(_named, part) if at % 2 else part.split()


def _named(char: str) -> str:
    return char if char.isalnum() else _character_to_key(char)


_CHARACTERS: Final = {_named(char): char for char in " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"}


async def press(pilot: Pilot[Any], keys: str) -> None:
    """Press keys as fast as the program takes them, one after the other."""
    ahead = TypeAhead(pilot.app)
    for key in keys_of(keys):
        ahead.take(events.Key(key, key if len(key) == 1 else _CHARACTERS.get(key)))
    while ahead._waiting or ahead._turn % 2:  # noqa: ASYNC110 - it tells nobody when it is done
        await asyncio.sleep(0)


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until the screen has come to rest."""
    await _until_shown(pilot, "")


async def resize(pilot: Pilot[Any], size: tuple[int, int]) -> None:
    """Give the terminal another size, and wait until all of the screen has it."""
    if pilot.app.size != size:
        pilot.app._driver._size = Size(*size)
        pilot.app.post_message(events.Resize(Size(*size), Size(*size)))
        await _until_shown(pilot, "")


async def _until_shown(pilot: Pilot[Any], words: str) -> None:
    """Wait until the words are on the screen, and the screen has come to rest."""
    shown: list[Strip] = []
    before: list[Strip] | None = None
    try:
        async with asyncio.timeout(PATIENCE):
            while shown != before or _at_work(pilot.app) or words not in "\n".join(strip.text for strip in shown):
                await asyncio.sleep(_FRAME)
                await pilot._wait_for_screen()
                before, shown = shown, screen_strips(pilot.app)
    except TimeoutError:
        raise AssertionError(f"waited for {words!r}:\n{screen_text(pilot.app)}") from None


def _at_work(app: App[Any]) -> bool:
    """Tell whether rows are being judged, or a dialog such as the palette is filled."""
    return app.desk.follower._is_stale or any(
        worker.node is app.screen and not worker.is_finished for worker in app.workers if app.screen.is_modal
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
