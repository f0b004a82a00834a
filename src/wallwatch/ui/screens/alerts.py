"""The alerts screen: the feed, what is known of the current alert below it, and the lines around both."""

import asyncio
from contextlib import suppress
from typing import ClassVar, Final, Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.reactive import Reactive
from textual.widget import Widget

from wallwatch.engine.since import Left, Since
from wallwatch.errors import WallwatchError
from wallwatch.filter.quote import term_for_any
from wallwatch.ui.desk import Desk
from wallwatch.ui.greeting import greeting, is_news, listed
from wallwatch.ui.key_names import choosing
from wallwatch.ui.keymap import bindings
from wallwatch.ui.messages import Troubled
from wallwatch.ui.screens.kept_filters import KeptFilters
from wallwatch.ui.screens.report_actions import ReportActions
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets.detail import PANES, Detail, PaneName
from wallwatch.ui.widgets.filter_bar import FilterBar
from wallwatch.ui.widgets.lines import Lines
from wallwatch.ui.widgets.network import REST
from wallwatch.ui.widgets.status import TopLine

Place = Literal["feed"] | PaneName

_FIRST: Final = "Nobody knows when you were here last."
_CATCHING_UP: Final = 3.0
_LOOKS: Final = 5
"""How often, and after how many seconds each time, it is counted again what came while somebody was away."""

_PLACES: Final[tuple[Place, ...]] = ("feed", *PANES)
"""Where the focus can be, in the order of Tab."""
_IN: Final[dict[Place, Place]] = {"feed": "packets", "packets": "fields"}
_OUT: Final[dict[Place, Place]] = {"packets": "feed", "fields": "packets", "network": "feed"}


class AlertsScreen(KeptFilters, ReportActions):
    """Composes the widgets and routes between them; ``rest`` is how long (seconds) the network pane waits."""

    CSS_PATH = "alerts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("alerts", "filtered", "undone")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual's attribute
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-short"), (36, "-tall")]  # noqa: RUF012 - Textual's attribute
    ALLOW_IN_MAXIMIZED_VIEW = "TopLine, #foot"
    ESCAPE_TO_MINIMIZE = False

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As in Textual, but the whole screen is not painted again: the two panes that are concerned paint themselves."""

    def __init__(self, desk: Desk, *, rest: float = REST) -> None:
        super().__init__(desk)
        self._detail = Detail(desk, rest=rest)

    @property
    def is_arranging(self) -> bool:
        """Whether the rows are still those of another filter or arrangement."""
        return self.desk.follower.is_behind or self.feed.levels.arranger.is_busy

    def compose(self) -> ComposeResult:
        """Lay out the feed, the detail below it, and the lines around both."""
        yield TopLine(self.desk)
        yield self.feed
        yield self._detail
        with Vertical(id="foot"):
            yield FilterBar(self.desk.count, values=self.desk.filter_values)
            yield self.note_line
            yield self.status

    def on_mount(self) -> None:
        """Begin in the feed; below it stands what is known of the current alert."""
        self.feed.focus()
        self._welcome()
        # Watched, and not messages: what a key moves in several panes is painted in one frame.
        self.watch(self.feed, "selected", self._detail.show)
        self.watch(self.feed, "waiting", self._show_waiting)
        self.watch(self.feed, "arranged", self._show_arrangement)
        self.watch(self.feed, "tagged", self._show_tags)
        self.watch(self.feed, "ranged", self._show_tags)
        subscribe(self, self.desk.bus, Troubled, self._tell, lambda: Troubled(self.desk.follower.trouble))

    def on_screen_resume(self) -> None:
        """Say which filter is in force, and whether noise is shown: another screen may have chosen it."""
        self._say_filter()

    @work(exclusive=True, group="greet")
    async def _greet(self) -> None:
        """Say what came in since this person left, where that is news."""
        found, now = await self._since_left(), self.desk.session.clock()
        if found is not None and is_news(*found, now):
            self.note_line.greet(greeting(*found, now))

    async def _since_left(self) -> tuple[Left, Since] | None:
        # The follower says what is wrong with the store.
        with suppress(WallwatchError, OSError):
            return await self.desk.since_you_left()
        return None

    @work(exclusive=True, group="return")
    async def _welcome(self) -> None:
        """Greet, and again while an engine that has only just started reads what was logged meanwhile."""
        shown = self.note_line.greeting
        for _ in range(_LOOKS):
            if self.note_line.greeting != shown:
                return
            await self._greet().wait()
            shown = self.note_line.greeting
            await asyncio.sleep(_CATCHING_UP)

    @work(exclusive=True, group="action.since")
    async def action_since_left(self) -> None:
        """List what came in since this person left; what is chosen of it is what the feed shows."""
        found = await self._since_left()
        if found is None:
            self.note_line.say(_FIRST)
            return
        sentence, things = greeting(*found, self.desk.session.clock()), list(listed(found[1]))
        if not things:
            self.note_line.say(sentence)
            return
        from wallwatch.ui.screens.choice import Choice, ChoiceScreen  # noqa: PLC0415 - the first screen does without

        choices = [Choice(name, (words,)) for name, words, _ in things]
        chosen = await self.app.push_screen_wait(
            ChoiceScreen(sentence, choices, choosing(self.desk.keys, "show its alerts"))
        )
        match = next((match for name, _, match in things if name == chosen), "")
        if match:
            self.note_line.greet("")
            self._show_matching(match)

    def _show_matching(self, match: str) -> None:
        """Show the alerts of a filter, hidden ones too where it is about a noise rule."""
        query, follower = self._query_of(match), self.desk.follower
        if query is not None:
            follower.judge_anew(query=query, show_hidden=follower.show_hidden or query.terms[0].field == "noise")
            self._say_filter()

    def leave_level(self) -> bool:
        """Go back one level; tell whether there was one to go back to."""
        was_zoomed, was_in = self.maximized is not None, self._place
        self.note_line.greet("")
        if was_zoomed:
            self.minimize()
        elif was_in in _OUT:
            self._go(_OUT[was_in])
        elif self.back_from_group():
            return True
        return was_zoomed or was_in in _OUT

    def _show_waiting(self) -> None:
        self.status.show_waiting(self.feed.waiting if self.feed.can_follow else None)

    def _show_arrangement(self, words: str) -> None:
        self.note_line.show_arrangement(words)
        self._show_waiting()

    def _show_tags(self) -> None:
        self.status.show_tags(self.feed.tagged, self.feed.ranged)

    def action_level_in(self) -> None:
        """Open: from a group to its alerts, from the alert to its packets, from a packet to its fields."""
        if self._place == "feed" and self.open_group():
            return
        self._go(_IN.get(self._place, self._place))

    def action_level_out(self) -> None:
        """Drop the range or the tags, or go back one level."""
        if self._place != "feed" or not self.feed.drop_tags():
            self.leave_level()

    def action_pane_next(self) -> None:
        """Go to the next pane."""
        self._go_by(1)

    def action_pane_previous(self) -> None:
        """Go to the pane before."""
        self._go_by(-1)

    def action_pane_zoom(self) -> None:
        """Give the current pane the whole screen, or the screen back to all."""
        if self.maximized is None and self.focused is not None:
            self.maximize(self.focused, container=False)
        else:
            self.minimize()

    def action_network_show(self) -> None:
        """Show the network of the address under the cursor."""
        address = self.feed.address
        if address is not None:
            self._focus(self._detail.show_network(address))

    @work
    async def action_network_ask_again(self) -> None:
        """Ask the registry for the address under the cursor alone; the first time, ask the user before."""
        address, lookups = self.feed.address, self.desk.lookups
        if address is None:
            return
        if lookups.policy is None:
            from wallwatch.ui.screens.whois_question import WhoisQuestionScreen  # noqa: PLC0415 - as above

            allowed = await self.app.push_screen_wait(WhoisQuestionScreen())
            if allowed is None:
                return
            lookups.policy = allowed
            await self._do(lambda: self.desk.session.decide_whois(allowed))
        self._focus(self._detail.show_network(address))
        self._detail.network.ask_again()

    @work
    async def action_actor_ledger(self) -> None:
        """Tell which other address may be the same machine's, or whether two tagged alerts are of one."""
        alerts = await self.chosen()
        if not alerts:
            return
        # Imported here: the first screen does without the court of evidence.
        from wallwatch.ui.investigator import Investigator  # noqa: PLC0415
        from wallwatch.ui.screens.actor_ledger import ActorLedgerScreen  # noqa: PLC0415

        investigator = Investigator(self.desk)
        try:
            actors = await investigator.look_into(alerts)
        except WallwatchError as error:
            self._say(str(error), mistake=True)
            return
        ledger = ActorLedgerScreen(self.desk, actors, lambda: investigator.look_into(alerts))
        wanted = await self.app.push_screen_wait(ledger)
        if wanted is not None:
            self._filter_to(term_for_any("src", wanted))

    def action_time_mode(self) -> None:
        """Show times in the next way."""
        self.feed.next_mode()

    def action_filter_open(self) -> None:
        """Edit the filter."""
        self.query_one(FilterBar).edit(self.desk.follower.query.text())

    @property
    def _place(self) -> Place:
        """Where the focus is."""
        return "feed" if self.focused is self.feed else self._detail.current

    def _go(self, place: Place) -> None:
        """Bring a pane into sight and focus it; what was zoomed, it is now."""
        pane = self.feed if place == "feed" else self._detail.bring(place)
        self._focus(pane)

    def _go_by(self, steps: int) -> None:
        self._go(_PLACES[(_PLACES.index(self._place) + steps) % len(_PLACES)])

    def _focus(self, pane: Lines) -> None:
        if self.maximized is not None:
            self.maximize(pane, container=False)
        pane.focus(scroll_visible=False)
