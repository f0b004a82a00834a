from textual.app import ComposeResult
from textual.screen import Screen

from tests.ui.console import Console
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
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
    """State in a word, rate, age of the last event, lines, and how many were not understood; the remedy in full."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        app.lines.show([KERNEL, SNORT, P0F], NOW)
        await pilot.pause()
        assert screen_lines(app)[:7] == [
            "  SOURCE                     STATE      LINES/S   LAST        LINES     UNPARSED",
            " >/var/log/kern.log          ok             1.5    <1m       48,120       481 1%",
            "  /var/log/snort/alert       denied         0.0      -            0            0",
            "      /var/log/snort/alert is root:adm 0640, and me may not read it.",
            "      sudo usermod -aG adm $USER, then log in again; or, until it is rotated:",
            "      sudo setfacl -m u:$USER:r /var/log/snort/alert",
            "  /var/log/p0f.log           waiting        0.0     3d           12            0",
        ]


async def test_forgeries_of_a_source_are_one_warning() -> None:
    """However many there were; and a log that leaves out lines says how many came at least."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        app.lines.show([SourceRow("auth.log", "ok", received=70, unparsed=60, forged=60, lost=3)], NOW)
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[1].split() == [">auth.log", "ok", "0.0", "-", ">=70", "60", "86%"]
        assert lines[2].strip() == "possible forgery: 60 lines of another program with a record inside; no"
        assert sum("forgery" in line for line in lines) == 1


async def test_the_cursor_names_its_source() -> None:
    """Every line of an entry stands for its source."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        app.lines.show([KERNEL, SNORT, P0F], NOW)
        seen = [app.lines.entry]
        for _ in range(5):
            await pilot.press("j")
            seen.append(app.lines.entry)
        assert seen == [KERNEL.name, *[SNORT.name] * 4, P0F.name]


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
        app.lines.show([KERNEL], NOW + 300 * SECOND)
        await pilot.pause()
        assert screen_lines(app)[1].split()[2:5] == ["0.0", "5m", "48,120"]


async def test_a_narrow_window_breaks_nothing() -> None:
    """Names are cut there; numbers and states are not."""
    app = Watch()
    async with app.run_test(size=(40, 10)) as pilot:
        app.lines.show([KERNEL, SNORT], NOW)
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(70, 10)
        await pilot.pause()
        assert screen_lines(app)[1] == " >/var/log/kern.l~ ok             1.5    <1m       48,120       481 1%"


async def test_names_and_reasons_are_text() -> None:
    """A path may be named by a stranger, and is shown with its brackets."""
    app = Watch()
    async with app.run_test(size=(80, 24)) as pilot:
        for text in HOSTILE:
            name = visible(text)
            app.lines.show([SourceRow(name, "failed", reason=f"{name} is bad.", remedy=f"rm {name}")], NOW)
            await pilot.pause()
            assert leaks(screen_text(app)) == []
            assert name.split()[0][:20] in screen_lines(app)[1]
            app.lines.show([SourceRow(text, "failed", reason=text, remedy=text)], NOW)
            await pilot.pause()
            assert leaks(screen_text(app)) == []
