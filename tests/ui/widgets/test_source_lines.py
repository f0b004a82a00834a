from pathlib import Path

from textual.app import ComposeResult
from textual.screen import Screen

from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from wallwatch.engine.positions import Position
from wallwatch.engine.remedies import Known
from wallwatch.engine.survey import Surveyed
from wallwatch.model.times import SECOND
from wallwatch.store.sources import SourceRow
from wallwatch.text import visible
from wallwatch.ui.widgets.source_lines import SourceLines

NOW = 1_015_081_440 * SECOND
MINUTE = NOW // (60 * SECOND)

KERNEL = SourceRow(
    "/var/log/kern.log",
    "ok",
    received=48_120,
    other=40_000,
    unparsed=481,
    last_event=NOW - 30 * SECOND,
    minute=MINUTE,
    minute_lines=90,
)
SNORT = SourceRow(
    "/var/log/snort/alert",
    "denied",
    reason="/var/log/snort/alert is root:adm 0640, and me may not read it.",
    remedy="sudo usermod -aG adm $USER, then log in again; or, until it is rotated: sudo setfacl -m u:$USER:r "
    "/var/log/snort/alert",
)
P0F = SourceRow("/var/log/p0f.log", "waiting", received=12, last_event=NOW - 3 * 86_400 * SECOND)


LOG = Path("/var/log/kern.log")


def seen(*rows: SourceRow) -> list[Surveyed]:
    """Return sources of which nothing is known beside their rows."""
    return [Surveyed(row=row) for row in rows]


class Shelf(Screen[None]):
    """A screen with nothing but the sources."""

    DEFAULT_CSS = "SourceLines { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield SourceLines()


class Watch(Console):
    """An app that shows them."""

    def get_default_screen(self) -> Screen[None]:
        return Shelf()

    @property
    def lines(self) -> SourceLines:
        return self.screen.query_one(SourceLines)


async def test_the_table_says_how_each_source_is() -> None:
    """State in a word, rate, age of the last event, lines, share not understood, lost, gaps, read; the remedy below."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        position = Position(stream="1", read=900, size=1_000, path=LOG)
        kernel = Surveyed(row=KERNEL, known=Known(path=LOG), positions=(position,))
        app.lines.show([kernel, *seen(SNORT, P0F)], NOW)
        await pilot.pause()
        assert screen_lines(app)[:6] == [
            "  SOURCE            STATE    LINES/S  LAST      LINES UNPARSED   LOST GAPS  READ",
            " >/var/log/kern.log ok           1.5   <1m     48,120      <1%      0    0   90%",
            "  /var/log/snort/a~ denied       0.0     -          0       0%      0    0     -",
            "      sudo usermod -aG adm $USER, then log in again; or, until it is rotated:",
            "      sudo setfacl -m u:$USER:r /var/log/snort/alert",
            "  /var/log/p0f.log  waiting      0.0    3d         12       0%      0    0     -",
        ]


async def test_a_log_that_leaves_lines_out_says_how_many_came_at_least() -> None:
    """So does one with a gap; forgeries are one warning, however many there were."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        lossy = SourceRow("auth.log", "ok", received=70, unparsed=60, forged=60, lost=3)
        app.lines.show(seen(lossy, SourceRow("kern", "ok", received=5, gaps=1)), NOW)
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[1].split() == [">auth.log", "ok", "0.0", "-", ">=70", "85%", "3", "0", "-"]
        assert lines[2].strip() == "Rate limit, at least 3 lines lost."
        assert lines[3].strip() == "possible forgery: 60 lines of another program with a record inside; no"
        assert sum("forgery" in line for line in lines) == 1
        assert lines[5].split() == ["kern", "ok", "0.0", "-", ">=5", "0%", "0", "1", "-"]


async def test_the_cursor_names_its_source() -> None:
    """Every line of an entry stands for its source, and who shows more of it is told."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        app.lines.show(seen(KERNEL, SNORT, P0F), NOW)
        names = [app.lines.entry]
        for _ in range(4):
            await pilot.press("j")
            names.append(app.lines.entry)
        assert names == [KERNEL.name, *[SNORT.name] * 3, P0F.name]
        assert app.lines.source == Surveyed(row=P0F)


async def test_nothing_to_watch_says_what_to_do() -> None:
    """An empty table is no dead end."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        app.lines.show([], NOW)
        await pilot.pause()
        assert "Nothing is watched." in screen_text(app)
        assert "wallwatch watch PATH..." in screen_text(app)


async def test_rates_and_ages_move_on_without_news() -> None:
    """A source that has fallen silent shows it, though nothing was written since."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        app.lines.show(seen(KERNEL), NOW + 300 * SECOND)
        await pilot.pause()
        assert screen_lines(app)[1].split()[2:5] == ["0.0", "5m", "48,120"]


async def test_a_narrow_window_shows_fewer_columns() -> None:
    """State, age and how much is read stand in forty cells, too; what to do stands elsewhere."""
    app = Watch()
    async with app.run_test(size=(40, 10)) as pilot:
        app.lines.show(seen(KERNEL, SNORT), NOW)
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert screen_lines(app)[:2] == [
            "  SOURCE            STATE     LAST  READ",
            " >/var/log/kern.log ok         <1m     -",
        ]
        assert screen_lines(app)[2].split() == ["/var/log/snort/a~", "denied", "-", "-"]


async def test_names_and_reasons_are_text() -> None:
    """A path may be named by a stranger, and is shown with its brackets."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        for text in HOSTILE:
            name = visible(text)
            app.lines.show(seen(SourceRow(name, "failed", reason=f"{name} is bad.", remedy=f"rm {name}")), NOW)
            await pilot.pause()
            assert leaks(screen_text(app)) == []
            assert name.split()[0][:6] in screen_lines(app)[1]
            app.lines.show(seen(SourceRow(text, "failed", reason=text, remedy=text)), NOW)
            await pilot.pause()
            assert leaks(screen_text(app)) == []
