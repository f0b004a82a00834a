"""The sources screen: what is read and what is not, and what to do about it. The first one when nothing can be."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Final

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from wallwatch.bus import Bus
from wallwatch.engine.remedies import WELL
from wallwatch.engine.survey import Surveyed
from wallwatch.errors import WallwatchError
from wallwatch.paths import AS_ROOT
from wallwatch.store.sources import SourceRow
from wallwatch.store.unparsed import UnparsedRow
from wallwatch.ui.keymap import bindings
from wallwatch.ui.messages import SourcesChanged
from wallwatch.ui.screens.unparsed import UnparsedScreen
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets.key_line import Hint, KeyLine
from wallwatch.ui.widgets.source_detail import SourceDetail
from wallwatch.ui.widgets.source_lines import SourceLines

LOOK_AGAIN: Final = 10.0
"""Seconds after which rates and ages are looked at again; what has not changed is not painted again."""

Unparsed = Callable[[str], Awaitable[Sequence[UnparsedRow]]]
"""Returns the newest lines of a source that were not understood, newest first."""

Survey = Callable[[], Awaitable[Sequence[Surveyed]]]
"""Returns how the sources are, by what their logs look like."""


async def no_survey() -> Sequence[Surveyed]:
    """Know nothing beside what the engine says of the sources."""
    return ()


async def nothing_dropped() -> str:
    """Know of nothing that was dropped from memory."""
    return ""


class SourcesScreen(Screen[None]):
    """A table of the sources, kept up by the :class:`SourcesChanged` on ``bus``, and the current one in full below.

    ``known`` tells how the sources are at the start, ``now`` the time in microseconds since the epoch. ``survey`` is
    asked when the screen is entered and now and then while it is in sight; so is ``room``, which tells in a sentence
    what was dropped from memory.
    """

    CSS_PATH = "sources.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-usual")]  # noqa: RUF012 - Textual's attribute
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sources")]

    def __init__(
        self,
        bus: Bus,
        known: Callable[[], Sequence[SourceRow]],
        unparsed: Unparsed,
        now: Callable[[], int],
        *,
        as_root: bool = False,
        survey: Survey = no_survey,
        room: Callable[[], Awaitable[str]] = nothing_dropped,
    ) -> None:
        super().__init__()
        self._bus = bus
        self._known = known
        self._unparsed = unparsed
        self._now = now
        self._rows: Sequence[SourceRow] = ()
        self._as_root = as_root
        self._survey = survey
        self._room = room
        self._dropped = ""
        self._surveyed: dict[str, Surveyed] = {}

    def compose(self) -> ComposeResult:
        """Lay out the summary, the table, the current source and the keys."""
        yield Static(id="summary", markup=False)
        if self._as_root:
            yield Static(AS_ROOT, id="as-root", markup=False)
        yield Static(id="room", markup=False)
        yield SourceLines(id="sources")
        yield SourceDetail(id="detail")
        yield KeyLine(
            Hint("sources.unparsed", "lines not understood"),
            Hint("", "Tab the pane below"),
            Hint("sources.out", "alerts"),
            Hint("help", "all keys"),
            id="keys",
        )

    def on_mount(self) -> None:
        """Show what is known, and hear what changes."""
        self.show(self._known())
        subscribe(self, self._bus, SourcesChanged, self._hear, lambda: SourcesChanged(tuple(self._known())))
        self.set_interval(LOOK_AGAIN, self._look_around)

    def on_screen_resume(self) -> None:
        """Look at the logs: meanwhile somebody may have mended what was wrong."""
        self._ask()

    def show(self, rows: Sequence[SourceRow]) -> None:
        """Show ``rows`` instead of those before."""
        changed = [row.state for row in rows] != [row.state for row in self._rows]
        self._rows = rows
        self._look()
        if changed and self.is_current:
            self._ask()

    @work
    async def action_sources_unparsed(self) -> None:
        """Show the lines of the source under the cursor that were not understood."""
        source = self.query_one(SourceLines).entry
        if not source:
            return
        try:
            lines = await self._unparsed(source)
        except WallwatchError as error:
            self.notify(str(error), severity="error", markup=False)
        else:
            self.app.push_screen(UnparsedScreen(source, lines))

    async def action_sources_out(self) -> None:
        """Go back to the alerts."""
        await self.run_action("app.screen_alerts")

    @on(SourceLines.Looked)
    def _show_current(self) -> None:
        self.query_one(SourceDetail).show(self.query_one(SourceLines).source)

    def _hear(self, message: SourcesChanged) -> None:
        self.show(message.sources)

    def _look_around(self) -> None:
        self._look()
        if self.is_current:
            self._ask()

    @work(exclusive=True, group="survey")
    async def _ask(self) -> None:
        """Ask what the logs look like. A store that cannot be read now is told elsewhere."""
        try:
            surveyed, self._dropped = await self._survey(), await self._room()
        except WallwatchError:
            return
        self._surveyed = {each.row.name: each for each in surveyed}
        self._look()

    def _look(self) -> None:
        self.query_one("#summary", Static).update(Content(summary(self._rows)))
        room = self.query_one("#room", Static)
        room.display = bool(self._dropped)
        room.update(Content(self._dropped))
        self.query_one(SourceLines).show([self._sight(row) for row in self._rows], self._now())

    def _sight(self, row: SourceRow) -> Surveyed:
        """Return a source as the engine says it is, with what was seen of its log."""
        seen = self._surveyed.get(row.name)
        return Surveyed(row=row) if seen is None else replace(seen, row=row)


def summary(rows: Sequence[SourceRow]) -> str:
    """Return in a sentence how many sources are read."""
    read = sum(row.state in WELL for row in rows)
    if rows and not read:
        return "Sources: none of them can be read now. What to do stands below each."
    return f"Sources: {read} of {len(rows)} read"
