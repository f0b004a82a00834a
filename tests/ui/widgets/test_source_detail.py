from pathlib import Path

from textual.app import ComposeResult
from textual.screen import Screen

from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from tests.ui.widgets.test_source_lines import KERNEL, SNORT
from wallwatch.engine.clues import Clues
from wallwatch.engine.positions import Position
from wallwatch.engine.remedies import Known
from wallwatch.engine.survey import Surveyed
from wallwatch.store.sources import SourceRow
from wallwatch.ui.widgets.source_detail import SourceDetail

LOG = Path("/var/log/kern.log")


class Shelf(Screen[None]):
    """A screen with nothing but one source."""

    DEFAULT_CSS = "SourceDetail { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield SourceDetail()


class Watch(Console):
    """An app that shows it."""

    def get_default_screen(self) -> Screen[None]:
        return Shelf()

    @property
    def detail(self) -> SourceDetail:
        return self.screen.query_one(SourceDetail)


async def test_a_well_source_tells_its_figures() -> None:
    """What came in by sorts, when the last event was, and how far each of its files was read."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        places = (
            Position(stream="1", read=900, size=1_000, path=LOG),
            Position(stream="2", read=7_000, size=7_000, path=LOG.with_name("kern.log.1")),
            Position(stream="3", read=9_000),
        )
        app.detail.show(Surveyed(row=KERNEL, known=Known(path=LOG), positions=places))
        await pilot.pause()
        assert [line.strip(" >") for line in screen_lines(app)[:7]] == [
            f"-- source {'-' * 49} /var/log/kern.log -",
            "Nothing asks for attention.",
            "48,120 lines, 7,639 events, 40,000 other, 481 unparsed (<1%), 0 lost, 0 gaps",
            "last event 2002-03-02T15:03:30+00:00",
            "read 900 of 1,000 bytes of /var/log/kern.log",
            "read 7,000 of 7,000 bytes of /var/log/kern.log.1",
            "",
        ]


async def test_the_reason_and_the_remedy_are_in_full() -> None:
    """What cannot be read says why, and what helps; nothing is cut."""
    app = Watch()
    async with app.run_test(size=(40, 12)) as pilot:
        app.detail.show(Surveyed(row=SNORT))
        await pilot.pause()
        shown = " ".join(screen_text(app).split())
        assert SNORT.reason in shown
        assert SNORT.remedy in shown


async def test_a_kernel_log_without_a_firewall_shows_example_rules() -> None:
    """One for each kind of firewall, a line each that can be typed."""
    app = Watch()
    async with app.run_test(size=(120, 24)) as pilot:
        row = SourceRow("kern", "ok", received=9, other=9)
        app.detail.show(Surveyed(row=row, known=Known(clues=Clues(kernel=9))))
        await pilot.pause()
        lines = [line.strip(" >") for line in screen_lines(app)]
        assert any(line.startswith("No LOG rule") for line in lines)
        for tool in ("nft", "iptables", "ufw"):
            assert any(line.startswith(f"sudo {tool} ") for line in lines), tool


async def test_a_cursor_is_the_position_of_what_is_no_file() -> None:
    """The journal is read up to a word of its own."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        row = SourceRow("journal", "ok")
        app.detail.show(Surveyed(row=row, positions=(Position(stream="journal", read=5, cursor="s=1;i=2"),)))
        await pilot.pause()
        assert " read up to s=1;i=2" in screen_text(app)


async def test_nothing_selected_is_an_empty_pane() -> None:
    """There may be no source at all."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        app.detail.show(Surveyed(row=KERNEL))
        app.detail.show(None)
        await pilot.pause()
        assert screen_lines(app)[1:3] == ["", ""]


async def test_strangers_text_is_text() -> None:
    """A path or a notice may be written by a stranger."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        for text in HOSTILE:
            app.detail.show(Surveyed(row=SourceRow(text, "failed", reason=text, remedy=text)))
            await pilot.pause()
            assert leaks(screen_text(app)) == []
