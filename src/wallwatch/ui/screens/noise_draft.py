"""A noise rule is drafted from an alert: what it hides, why, under which name, and until when."""

from collections.abc import Awaitable, Callable, Collection
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from wallwatch.errors import WallwatchError
from wallwatch.model import Alert
from wallwatch.noise.draft import Draft, drafts
from wallwatch.noise.read import DEFAULT_EXPIRY, NAME_MAX, new_rule
from wallwatch.noise.rule import ADDRESS_CHANGE, NoiseRule
from wallwatch.ui.widgets.draft_lines import DraftLines
from wallwatch.ui.widgets.line_input import LineInput
from wallwatch.ui.words import many

REASONS: Final = (
    "calls for the last holder of our address",
    "scans of the whole internet",
    "our own monitoring",
    "a customer's misconfigured client, told about it",
)
"""Reasons that Up and Down offer."""

EXPIRIES: Final = (DEFAULT_EXPIRY, "1d", "7d", "90d", ADDRESS_CHANGE)

_PICK: Final = "j k: another one   Enter: take it   Esc: leave"
_FILL: Final = "Enter: go on   Up and Down: suggestions   Esc: back"

Preview = Callable[[str], Awaitable[tuple[int, int]]]
"""Tells how many alerts a filter would hide that are not hidden yet, and how many lines they stand for."""


class NoiseDraftScreen(ModalScreen[NoiseRule | None]):
    """Closes with the rule that was drafted, or ``None``.

    ``network`` is the registered block of the alert's source or its name, ``now`` the time in microseconds since the
    epoch, ``taken`` the names that other rules have.
    """

    CSS_PATH = "noise_draft.tcss"
    BINDINGS: ClassVar = [Binding("escape", "back", "Back")]

    def __init__(
        self,
        alert: Alert,
        network: str | None,
        preview: Preview,
        now: Callable[[], int],
        taken: Collection[str] = (),
    ) -> None:
        super().__init__()
        self._drafts = drafts(alert, network)
        self._preview = preview
        self._now = now
        self._taken = {name.casefold() for name in taken}

    def compose(self) -> ComposeResult:
        """Lay out the drafts, what the picked one does, and the lines to fill in."""
        with Vertical():
            yield DraftLines(self._drafts)
            yield Static(id="match", markup=False)
            yield Static(id="preview", markup=False)
            for name, suggestions in (("why", REASONS), ("name", ()), ("until", EXPIRIES)):
                with Horizontal():
                    yield Static(name, classes="label", markup=False)
                    yield LineInput(suggestions=suggestions, id=name)
            yield Static(_PICK, id="hint", markup=False)

    def on_mount(self) -> None:
        """Begin with the narrowest draft."""
        self._line("until").value = DEFAULT_EXPIRY
        lines = self.query_one(DraftLines)
        lines.styles.height = min(len(self._drafts), 8) + 1
        lines.focus()

    @on(DraftLines.Looked)
    def _looked(self) -> None:
        draft = self.query_one(DraftLines).draft
        self._say("match", draft.match)
        self._say("preview", "...")
        self._line("name").value = self._free_name(draft)
        self._count(draft)

    @on(DraftLines.Picked)
    def _picked(self) -> None:
        self._say("hint", _FILL)
        self._line("why").focus()

    @on(Input.Submitted)
    def _filled(self, event: Input.Submitted) -> None:
        following = {"why": "name", "name": "until"}.get(event.input.id or "")
        if not self._line("why").value.strip():
            self._say("hint", "A rule says why it is there: whoever sees it in a year has to know.")
            self._line("why").focus()
        elif following:
            self._say("hint", _FILL)
            self._line(following).focus()
        else:
            self._finish()

    def action_back(self) -> None:
        """Go back to the drafts; from there, leave without a rule."""
        lines = self.query_one(DraftLines)
        if lines.has_focus:
            self.dismiss(None)
        else:
            self._say("hint", _PICK)
            lines.focus()

    def _finish(self) -> None:
        """Close with the rule, or say what is wrong with it."""
        name = self._line("name").value.strip()
        if name.casefold() in self._taken:
            self._say("hint", "Another rule has this name.")
            self._line("name").focus()
            return
        try:
            rule = new_rule(
                name,
                self._line("why").value,
                self.query_one(DraftLines).draft.match,
                now=self._now(),
                expires=self._line("until").value.strip(),
            )
        except WallwatchError as error:
            self._say("hint", str(error))
        else:
            self.dismiss(rule)

    @work(exclusive=True)
    async def _count(self, draft: Draft) -> None:
        try:
            alerts, lines = await self._preview(draft.match)
        except WallwatchError as error:
            self._say("preview", str(error))
        else:
            self._say("preview", f"would hide {many(alerts, 'alert')}, {many(lines, 'line')}")

    def _free_name(self, draft: Draft) -> str:
        """Return the draft's name, with a number where another rule has it."""
        name, number = draft.name, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{draft.name[: NAME_MAX - 4].rstrip()} {number}"
        return name

    def _line(self, name: str) -> LineInput:
        return self.query_one(f"#{name}", LineInput)

    def _say(self, where: str, words: str) -> None:
        self.query_one(f"#{where}", Static).update(Content(words))
