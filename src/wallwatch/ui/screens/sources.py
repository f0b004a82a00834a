"""The sources screen: what is read and what is not, and what to do about it. The first one when nothing can be."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from wallwatch.bus import Bus
from wallwatch.errors import WallwatchError
from wallwatch.store.sources import SourceRow
from wallwatch.store.unparsed import UnparsedRow
from wallwatch.ui.keymap import bindings
from wallwatch.ui.messages import SourcesChanged
from wallwatch.ui.screens.unparsed import UnparsedScreen
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets.source_lines import SourceLines

AS_ROOT: Final = (
    "You are root. It works without: put your user into the group adm, "
    "or give it an ACL (setfacl -m u:USER:r FILE), or pipe the log in: sudo tail -F FILE | wallwatch watch -"
)
"""What root is told, once."""

LOOK_AGAIN: Final = 10.0
"""Seconds after which rates and ages are looked at again; what has not changed is not painted again."""

_HINT: Final = "Enter: lines that were not understood   Esc: alerts   ?: all keys"

Unparsed = Callable[[str], Awaitable[Sequence[UnparsedRow]]]
"""Returns the newest lines of a source that were not understood, newest first."""


class SourcesScreen(Screen[None]):
    """A table of the sources, kept up by the :class:`SourcesChanged` on ``bus``.

    ``known`` tells how the sources are at the start, ``now`` the time in microseconds since the epoch.
    """

    CSS_PATH = "sources.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sources")]

    def __init__(
        self,
        bus: Bus,
        known: Callable[[], Sequence[SourceRow]],
        unparsed: Unparsed,
        now: Callable[[], int],
        *,
        as_root: bool = False,
    ) -> None:
        super().__init__()
        self._bus = bus
        self._known = known
        self._unparsed = unparsed
        self._now = now
        self._rows: Sequence[SourceRow] = ()
        self._as_root = as_root

    def compose(self) -> ComposeResult:
        """Lay out the summary, the table and the keys."""
        yield Static(id="summary", markup=False)
        if self._as_root:
            yield Static(AS_ROOT, id="as-root", markup=False)
        yield SourceLines(id="sources")
        yield Static(_HINT, id="keys", markup=False)

    def on_mount(self) -> None:
        """Show what is known, and hear what changes."""
        self.show(self._known())
        subscribe(self, self._bus, SourcesChanged, self._hear, lambda: SourcesChanged(tuple(self._known())))
        self.set_interval(LOOK_AGAIN, self._look)

    def show(self, rows: Sequence[SourceRow]) -> None:
        """Show ``rows`` instead of those before."""
        self._rows = rows
        self._look()

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

    def _hear(self, message: SourcesChanged) -> None:
        self.show(message.sources)

    def _look(self) -> None:
        self.query_one("#summary", Static).update(Content(summary(self._rows)))
        self.query_one(SourceLines).show(self._rows, self._now())


def summary(rows: Sequence[SourceRow]) -> str:
    """Return in a sentence how many sources are read."""
    read = sum(row.state in {"ok", "ended"} for row in rows)
    if rows and not read:
        return "Sources: none of them can be read now. What to do stands below each."
    return f"Sources: {read} of {len(rows)} read"
