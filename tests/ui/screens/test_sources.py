from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui.console import Console
from tests.ui.golden import assert_golden
from tests.ui.hostile import screen_lines, screen_text
from tests.ui.widgets.test_source_lines import KERNEL, NOW, P0F, SNORT
from wallwatch.bus import Bus
from wallwatch.engine.clues import Clues
from wallwatch.engine.positions import Position
from wallwatch.engine.remedies import Known
from wallwatch.engine.survey import Surveyed
from wallwatch.errors import StoreError
from wallwatch.store.sources import SourceRow
from wallwatch.store.unparsed import UnparsedRow
from wallwatch.ui.messages import SourcesChanged
from wallwatch.ui.screens.sources import SourcesScreen, summary
from wallwatch.ui.screens.unparsed import UnparsedScreen

LOG = Path("/var/log/messages")
QUIET = SourceRow("messages", "ok", received=9_120, other=9_120, minute=NOW // 60_000_000, minute_lines=30)
LOSSY = SourceRow("kern", "ok", received=48_120, other=40_000, unparsed=12, lost=31, gaps=1, last_event=NOW - 9_000_000)
SURVEYED = (
    Surveyed(
        row=QUIET,
        known=Known(path=LOG, clues=Clues(kernel=3)),
        positions=(Position(stream="1", read=912_000, size=912_000, path=LOG),),
    ),
    Surveyed(
        row=LOSSY,
        known=Known(path=Path("/var/log/kern.log"), clues=Clues(notices=("net_ratelimit: 31 callbacks suppressed",))),
        positions=(Position(stream="1", read=4_100, size=8_200, path=Path("/var/log/kern.log")),),
    ),
)


class Desk:
    """What the screen asks."""

    def __init__(self) -> None:
        self.bus = Bus()
        self.asked: list[str] = []
        self.trouble: StoreError | None = None
        self.surveys = 0

    async def unparsed(self, source: str) -> Sequence[UnparsedRow]:
        self.asked.append(source)
        if self.trouble is not None:
            raise self.trouble
        return [UnparsedRow(source, "1", 0, 9, "kernel: [UFW")]

    def screen(self, *rows: SourceRow, as_root: bool = False) -> SourcesScreen:
        return SourcesScreen(self.bus, lambda: rows, self.unparsed, lambda: NOW, as_root=as_root, survey=self.survey)

    async def survey(self) -> Sequence[Surveyed]:
        self.surveys += 1
        if self.trouble is not None:
            raise self.trouble
        return SURVEYED


async def opened(pilot: Pilot[Any], screen: SourcesScreen) -> None:
    await pilot.app.push_screen(screen)
    await pilot.pause()


async def test_it_shows_what_is_known_and_then_what_changes() -> None:
    """The rows at hand come first; the bus brings the news."""
    desk, app = Desk(), Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk.screen(KERNEL))
        assert "Sources: 1 of 1 read" in screen_text(app)
        await desk.bus.publish(SourcesChanged((KERNEL, SNORT)))
        await pilot.pause()
        assert "Sources: 1 of 2 read" in screen_text(app)
        assert "denied" in screen_text(app)


@pytest.mark.parametrize("key", ["u", "enter", "l", "right"])
async def test_the_lines_that_were_not_understood_are_one_key_away(key: str) -> None:
    """They are those of the source under the cursor; Esc comes back."""
    desk, app = Desk(), Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk.screen(KERNEL, P0F))
        await pilot.press("j", key)
        await pilot.pause()
        assert desk.asked == [P0F.name]
        assert isinstance(app.screen, UnparsedScreen)
        assert "0: kernel: [UFW" in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, SourcesScreen)


async def test_no_source_has_no_lines() -> None:
    """Enter on the hint does nothing."""
    desk, app = Desk(), Console()
    async with app.run_test() as pilot:
        await opened(pilot, desk.screen())
        await pilot.press("enter")
        await pilot.pause()
        assert desk.asked == []
        assert isinstance(app.screen, SourcesScreen)


async def test_a_store_that_is_gone_is_told() -> None:
    """The screen stays, and says what is wrong, brackets and all."""
    desk, app = Desk(), Console()
    desk.trouble = StoreError("/tmp/[/b] is damaged.")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot, desk.screen(KERNEL))
        await pilot.press("u")
        await pilot.pause()
        assert "/tmp/[/b] is damaged." in screen_text(app)
        assert isinstance(app.screen, SourcesScreen)


@pytest.mark.parametrize("key", ["escape", "h", "left", "1"])
async def test_back_leads_to_the_alerts(key: str) -> None:
    """The alerts screen is where Esc ends, and it never quits."""
    desk, app = Desk(), Console()
    async with app.run_test() as pilot:
        await opened(pilot, desk.screen(KERNEL))
        await pilot.press(key)
        await pilot.pause()
        assert app.done == ["screen_alerts"]


async def test_root_is_told_how_to_do_without() -> None:
    """Root is neither needed nor refused; one line says so."""
    desk, app = Desk(), Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk.screen(KERNEL))
        assert "You are root." not in screen_text(app)
        app.pop_screen()
        await opened(pilot, desk.screen(KERNEL, as_root=True))
        assert "You are root. It works without" in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_the_source_under_the_cursor_stands_in_full_below(size: tuple[int, int]) -> None:
    """Its reason, the exact remedy, what came in and how far it was read; the table says the same of all in short."""
    desk, app = Desk(), Console()
    async with app.run_test(size=size) as pilot:
        await opened(pilot, desk.screen(QUIET, LOSSY, SNORT, P0F, as_root=True))
        await pilot.pause()
        assert_golden(app, f"sources-{size[0]}x{size[1]}")
        await pilot.press("j", "j")
        await pilot.pause()
        assert_golden(app, f"sources-limit-{size[0]}x{size[1]}")


async def test_the_logs_are_looked_at_when_the_screen_is_entered_and_when_a_state_changes() -> None:
    """A rate that moves is no reason to look at files again."""
    desk, app = Desk(), Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk.screen(QUIET))
        await pilot.pause()
        looked = desk.surveys
        assert looked
        await desk.bus.publish(SourcesChanged((LOSSY,)))
        await pilot.pause()
        assert desk.surveys == looked
        await desk.bus.publish(SourcesChanged((SNORT,)))
        await pilot.pause()
        assert desk.surveys > looked


async def test_a_survey_that_fails_leaves_what_is_known() -> None:
    """The store may not be there yet; the rows at hand are shown all the same."""
    desk, app = Desk(), Console()
    desk.trouble = StoreError("gone")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk.screen(KERNEL))
        await pilot.pause()
        assert "kern.log" in screen_text(app)


async def test_the_keys_stand_below() -> None:
    """The last line says what can be done here."""
    desk, app = Desk(), Console()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk.screen(KERNEL, SNORT, P0F))
        assert screen_lines(app)[23] == " Enter lines not understood  Tab the pane below  Esc alerts  ? all keys"


async def test_it_leaves_the_bus_when_it_is_closed() -> None:
    """A screen that is gone holds nobody back."""
    desk, app = Desk(), Console()
    async with app.run_test() as pilot:
        await opened(pilot, desk.screen(KERNEL))
        assert len(desk.bus.statistics()) == 1
        await app.pop_screen()
        await pilot.pause()
        assert desk.bus.statistics() == ()


async def test_what_was_dropped_from_memory_is_told() -> None:
    """In a line of its own; nothing of it where nothing was."""
    told = ""

    async def room() -> str:
        return told

    for told in ("", "To keep memory small: 2 scans cannot go on."):
        desk, app = Desk(), Console()
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot, SourcesScreen(desk.bus, lambda: (QUIET,), desk.unparsed, lambda: NOW, room=room))
            await pilot.pause()
            assert [line.strip() for line in screen_lines(app)].count(
                "To keep memory small: 2 scans cannot go on."
            ) == bool(told)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "Sources: 0 of 0 read"),
        ((KERNEL, SNORT), "Sources: 1 of 2 read"),
        ((SNORT, P0F), "Sources: none of them can be read now. What to do stands below each."),
        ((SourceRow("-", "ended"),), "Sources: 1 of 1 read"),
    ],
)
def test_the_summary_counts_what_is_read(rows: Sequence[SourceRow], sentence: str) -> None:
    """A source that was read to its end counts as read."""
    assert summary(rows) == sentence
