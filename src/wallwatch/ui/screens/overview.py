"""The overview: how many alerts began when, and which ports, networks, systems and verdicts there are most of.

A bar is a filter: Enter shows its alerts, ``=`` and ``!`` narrow the overview itself. Everything is counted in a
thread, when something changed, and the more that costs the longer is the rest after it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from wallwatch.engine.overview import Kind
from wallwatch.errors import WallwatchError
from wallwatch.ui.bars import Bar
from wallwatch.ui.desk import Desk
from wallwatch.ui.keymap import bindings
from wallwatch.ui.messages import AlertsChanged, Troubled
from wallwatch.ui.overviewer import Overviewer
from wallwatch.ui.screens.filtered import Filtered
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets.bar_lines import BarLines
from wallwatch.ui.widgets.filter_bar import FilterBar
from wallwatch.ui.widgets.rate_plot import RatePlot
from wallwatch.ui.widgets.status import NoteLine, StatusLine, TopLine

CALM: Final = 2.0
"""Seconds of rest after the plots were counted, before they are counted again."""
_SHARE: Final = 10
"""The rest is so many times what the counting took."""
_TITLES: Final[Mapping[Kind, str]] = {
    "ports": "TARGET PORTS",
    "networks": "SOURCE NETWORKS",
    "stacks": "WHAT SENT IT",
    "verdicts": "VERDICTS",
}
_TIME: Final = frozenset({"since", "until"})
_COUNTING: Final = "Counting ..."
_NOTHING: Final = "Nothing to count yet"
_FILTERED: Final = "Nothing passes the filter"
_NO_SINGLE_TERM: Final = "No single term can say that this bar is not wanted."


class OverviewScreen(Filtered, Screen[None]):
    """Composes the plots, and turns the bar under the cursor into a filter."""

    CSS_PATH = "overview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("overview", "filtered")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (66, "-usual"), (150, "-wide")]  # noqa: RUF012 - Textual's attribute
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - Textual's attribute

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As in Textual, but the whole screen is not painted again: the two plots that are concerned paint themselves."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._overviewer = Overviewer(desk)
        self._rate = RatePlot(id="rate")
        self._bars = {kind: BarLines(_TITLES[kind], id=kind) for kind in _TITLES}
        self.note_line = NoteLine(id="note")
        self.status = StatusLine(desk, id="status")
        self._is_stale = asyncio.Event()
        self._basis: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the plots, and the lines around them."""
        yield TopLine(self.desk)
        yield self._rate
        with Container(id="plots"):
            yield from self._bars.values()
        with Vertical(id="foot"):
            yield FilterBar(self.desk.count, values=self.desk.filter_values)
            yield self.note_line
            yield self.status

    def on_mount(self) -> None:
        """Begin with the ports; hear what changes."""
        for bars in self._bars.values():
            bars.say(_COUNTING)
        self._bars["ports"].focus()
        subscribe(self, self.desk.bus, AlertsChanged, self._hear)
        subscribe(self, self.desk.bus, Troubled, self._tell, lambda: Troubled(self.desk.follower.trouble))

    def on_screen_resume(self) -> None:
        """Count what came meanwhile, and go on as long as the screen is in sight."""
        self._say_filter()
        self._is_stale.set()
        self._keep_counting()

    def on_screen_suspend(self) -> None:
        """Count no more: nobody looks."""
        self.workers.cancel_group(self, "count")

    def action_overview_open(self) -> None:
        """Show the alerts of the bar under the cursor."""
        self._add(self._terms)
        self.app.switch_mode("alerts")

    def action_overview_only(self) -> None:
        """Let only what the bar under the cursor stands for through."""
        self._add(self._terms)

    def action_overview_not(self) -> None:
        """Let nothing through that the bar under the cursor stands for."""
        if len(self._terms) == 1:
            self._add([f"-{self._terms[0]}"])
        else:
            self.note_line.say(_NO_SINGLE_TERM, mistake=True)

    def action_overview_filter(self) -> None:
        """Edit the filter."""
        self.query_one(FilterBar).edit(self.desk.follower.query.text())

    def action_overview_noise(self) -> None:
        """Count noise in the plots below the rate, or leave it out again."""
        self._switch_hidden()

    def action_overview_next(self) -> None:
        """Go to the next plot."""
        self._go_by(1)

    def action_overview_previous(self) -> None:
        """Go to the plot before."""
        self._go_by(-1)

    def action_overview_left(self) -> None:
        """Go to the bar, or the plot, on the left."""
        self._go_aside(-1)

    def action_overview_right(self) -> None:
        """Go to the bar, or the plot, on the right."""
        self._go_aside(1)

    async def action_overview_out(self) -> None:
        """Go back to the alerts."""
        await self.run_action("app.screen_alerts")

    def _hear(self, news: AlertsChanged) -> None:
        """Count soon; at once, if the filter or the rules are others."""
        self._is_stale.set()
        if news.touched is None and self.is_current and self._overviewer.basis != self._basis:
            self._keep_counting()

    @work(exclusive=True, group="count")
    async def _keep_counting(self) -> None:
        """Count whenever something changed, at a calm pace. A store that cannot be read now is told elsewhere."""
        while True:
            await self._is_stale.wait()
            self._is_stale.clear()
            began = monotonic()
            try:
                await self._count()
            except WallwatchError:
                self._is_stale.set()
            await asyncio.sleep(max(CALM, _SHARE * (monotonic() - began)))

    async def _count(self) -> None:
        overviewer, with_noise = self._overviewer, self.desk.follower.show_hidden
        self._basis = overviewer.basis
        rate = await overviewer.rate()
        self._rate.show(rate)
        words = _FILTERED if self.desk.follower.query.terms and self.desk.follower.rows.alerts else _NOTHING
        if rate is None:
            self._show(dict.fromkeys(self._bars, ()), words, with_noise=with_noise)
            return
        async for found in overviewer.bars():
            self._show(found, words, with_noise=with_noise)

    def _show(self, found: Mapping[Kind, Sequence[Bar]], words: str, *, with_noise: bool) -> None:
        for kind, bars in found.items():
            self._bars[kind].say(words)
            self._bars[kind].show(bars, with_noise=with_noise)

    def _add(self, added: Sequence[str]) -> None:
        """Add terms to the filter; one of time takes the place of those that are there."""
        if added:
            self._narrow(" ".join(added), _TIME if self._plot is self._rate else ())

    @property
    def _plots(self) -> list[RatePlot | BarLines]:
        return [self._rate, *self._bars.values()]

    @property
    def _plot(self) -> RatePlot | BarLines:
        """The plot that has the focus."""
        return next((plot for plot in self._plots if plot is self.focused), self._bars["ports"])

    @property
    def _terms(self) -> tuple[str, ...]:
        return self._plot.terms

    def _go_by(self, steps: int) -> None:
        plots = self._plots
        self._focus(plots[(plots.index(self._plot) + steps) % len(plots)])

    def _go_aside(self, steps: int) -> None:
        plot = self._plot
        if isinstance(plot, RatePlot):
            plot.move(plot.cursor + steps)
        else:
            kinds = list(self._bars.values())
            self._focus(kinds[max(min(kinds.index(plot) + steps, len(kinds) - 1), 0)])

    def _focus(self, plot: RatePlot | BarLines) -> None:
        plot.focus(scroll_visible=False)

    def on_descendant_focus(self) -> None:
        """Where there is room for one plot below the rate, show the one that has the focus."""
        focused = self.focused
        if isinstance(focused, BarLines):
            for bars in self._bars.values():
                bars.set_class(bars is focused, "-current")
