"""The actors screen: which addresses may be one machine's, and what people said of them."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from wallwatch.engine.actors import Actor
from wallwatch.errors import WallwatchError
from wallwatch.ui.desk import Desk
from wallwatch.ui.investigator import Investigator
from wallwatch.ui.keymap import bindings
from wallwatch.ui.messages import MarksChanged
from wallwatch.ui.screens.actor_ledger import ActorLedgerScreen
from wallwatch.ui.screens.deeds import Deeds
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets.actor_lines import ActorLines
from wallwatch.ui.widgets.key_line import Hint, KeyLine
from wallwatch.ui.widgets.status import NoteLine
from wallwatch.ui.words import many

LOOK_AGAIN: Final = 30.0
"""Seconds after which it is looked again while the screen is in sight."""


class ActorsScreen(Deeds, Screen[None]):
    """A list of the actors. ``show_alerts`` shows the alerts of two addresses."""

    CSS_PATH = "actors.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("actors", "undone")]

    def __init__(self, desk: Desk, show_alerts: Callable[[tuple[str, str]], None]) -> None:
        super().__init__()
        self.desk = desk
        self._investigator = Investigator(desk)
        self._show_alerts = show_alerts
        self._lines = ActorLines(id="actors")
        self.note_line = NoteLine(id="note")

    def compose(self) -> ComposeResult:
        """Lay out the summary, the list, what was said, and the keys."""
        yield Static(id="summary", markup=False)
        yield self._lines
        yield self.note_line
        yield KeyLine(
            Hint("actors.open", "ledger"),
            Hint("actors.alerts", "alerts of both"),
            Hint("triage.undo", "undo"),
            Hint("actors.out", "alerts"),
            Hint("help", "all keys"),
            id="keys",
        )

    def on_mount(self) -> None:
        """Look, and hear what is decided."""
        subscribe(self, self.desk.bus, MarksChanged, self._hear)
        self.set_interval(LOOK_AGAIN, self._look)

    def on_screen_resume(self) -> None:
        """Look again: meanwhile much may have come in."""
        self._look()

    @work
    async def action_actors_open(self) -> None:
        """Open the ledger of the two addresses under the cursor."""
        actor = self._lines.actor
        if actor is None:
            return

        async def again() -> Sequence[Actor]:
            found = await self._investigator.survey()
            return [each for each in found if each.addresses == actor.addresses] or [Actor(actor.hypothesis)]

        wanted = await self.app.push_screen_wait(ActorLedgerScreen(self.desk, [actor], again))
        if wanted is not None:
            self._show_alerts(wanted)

    def action_actors_alerts(self) -> None:
        """Show the alerts of both addresses."""
        if self._lines.actor is not None:
            self._show_alerts(self._lines.actor.addresses)

    async def action_actors_out(self) -> None:
        """Go back to the alerts."""
        await self.run_action("app.screen_alerts")

    def _hear(self, _news: MarksChanged) -> None:
        self._look()

    @work(exclusive=True, group="survey")
    async def _look(self) -> None:
        """Show the actors as they are. A store that cannot be read now is told elsewhere."""
        if self.app.current_mode != "actors":
            return
        try:
            actors = await self._investigator.survey()
        except WallwatchError:
            return
        self.query_one("#summary", Static).update(Content(summary(actors)))
        self._lines.show(actors)


def summary(actors: Sequence[Actor]) -> str:
    """Return in a sentence how many there are, how many of them are supported, and how many were decided."""
    supported = sum(each.hypothesis is not None and each.hypothesis.result == "supported" for each in actors)
    decided = sum(each.decision is not None for each in actors)
    return f"Actors: {many(len(actors), 'pair')} of addresses, {supported} supported, none proven; {decided} decided"
