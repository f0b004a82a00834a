"""The ledger of an alert's other addresses, and the analyst's word on them: same, not same, unsure."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from wallwatch.engine.actors import Actor
from wallwatch.errors import WallwatchError
from wallwatch.store.decisions import Word
from wallwatch.ui.desk import Desk
from wallwatch.ui.keymap import bindings
from wallwatch.ui.messages import MarksChanged
from wallwatch.ui.screens.deeds import Deeds
from wallwatch.ui.screens.prompt import PromptScreen
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets.evidence_lines import EvidenceLines
from wallwatch.ui.widgets.key_line import Hint, KeyLine
from wallwatch.ui.widgets.status import NoteLine

Ask = Callable[[], Awaitable[Sequence[Actor]]]
"""Returns the actors as they are now."""


class ActorLedgerScreen(Deeds, ModalScreen[tuple[str, str] | None]):
    """Shows ``actors``; ``ask`` tells how they are after a decision. Closes with addresses whose alerts are wanted."""

    CSS_PATH = "actors.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ledger", "undone", "everywhere")]

    def __init__(self, desk: Desk, actors: Sequence[Actor], ask: Ask) -> None:
        super().__init__()
        self.desk = desk
        self._ask_again = ask
        self._lines = EvidenceLines(actors)
        self.note_line = NoteLine(id="note")

    def compose(self) -> ComposeResult:
        """Lay out the ledgers, what was said, and the keys."""
        yield self._lines
        yield self.note_line
        yield KeyLine(
            Hint("ledger.same", "same"),
            Hint("ledger.not_same", "not same"),
            Hint("ledger.unsure", "unsure"),
            Hint("triage.undo", "undo"),
            Hint("ledger.alerts", "their alerts"),
            Hint("ledger.out", "back"),
            Hint("help", "all keys"),
            id="keys",
        )

    def on_mount(self) -> None:
        """Hear what is decided here and elsewhere."""
        self._lines.focus()
        subscribe(self._lines, self.desk.bus, MarksChanged, self._hear)

    def action_ledger_same(self) -> None:
        """Say that it is one machine."""
        self._decide("same")

    def action_ledger_not_same(self) -> None:
        """Say that there are two."""
        self._decide("not same")

    def action_ledger_unsure(self) -> None:
        """Say that it was looked into, and left open."""
        self._decide("unsure")

    def action_ledger_alerts(self) -> None:
        """Show the alerts of the two addresses."""
        if self._lines.actor is not None:
            self.dismiss(self._lines.actor.addresses)

    def action_ledger_out(self) -> None:
        """Go back."""
        self.dismiss(None)

    @work
    async def _decide(self, word: Word) -> None:
        """Ask for a note, and keep what was decided of the hypothesis under the cursor."""
        actor = self._lines.actor
        if actor is None or actor.hypothesis is None:
            return
        if self._is_refused():
            return
        earlier, later = actor.hypothesis.earlier, actor.hypothesis.later
        before = actor.decision.note if actor.decision is not None else ""
        question = f"{earlier.src} and {later.src}: {word}. Why?"
        note = await self.app.push_screen_wait(PromptScreen(question, before))
        if note is not None:
            await self._do(lambda: self.desk.triage.decide(earlier, later, word, note))

    def _hear(self, _news: MarksChanged) -> None:
        self._look()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        """Show what is decided now. A store that cannot be read is told elsewhere."""
        try:
            actors = await self._ask_again()
        except WallwatchError:
            return
        self._lines.show(actors)
