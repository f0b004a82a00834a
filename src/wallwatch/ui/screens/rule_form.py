"""The lines of a noise rule that is filled in or edited, and what it would hide as it stands."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from typing import ClassVar, Final

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click, DescendantBlur, DescendantFocus
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from wallwatch.engine.preview import Preview
from wallwatch.errors import FilterError, WallwatchError
from wallwatch.filter.parse import parse_query
from wallwatch.filter.values import folded
from wallwatch.model.times import SECOND
from wallwatch.noise.read import DEFAULT_EXPIRY, extended, new_rule
from wallwatch.noise.rule import ADDRESS_CHANGE, NoiseRule
from wallwatch.ui.key_names import key_names_of
from wallwatch.ui.widgets.line_input import LineInput
from wallwatch.ui.widgets.member_lines import MemberLines

REASONS: Final = (
    "calls for the last holder of our address",
    "scans of the whole internet",
    "our own monitoring",
    "a customer's misconfigured client, told about it",
)
"""Reasons that Up and Down offer."""

EXPIRIES: Final = (DEFAULT_EXPIRY, "1d", "7d", "90d", ADDRESS_CHANGE)

FILL: Final = "Enter: go on   Up and Down: suggestions   Tab: next line   Esc: back"
_THROUGH: Final = "{} {}: through what it would hide   Tab: next line   Esc: back"
_PAUSE: Final = 0.15
"""Seconds without a key after which a filter that is being typed is counted."""
_FRESH: Final = 10 * SECOND
"""A filter is not counted again for so long: who goes from draft to draft comes back to each."""
_LINES: Final = (("match", ()), ("why", REASONS), ("name", ()), ("until", EXPIRIES))

Previews = Callable[[str], AsyncIterator[Preview]]
"""Yields what a filter would hide: first how much, then with the members that have to be looked at."""


class RuleForm(ModalScreen[NoiseRule | None]):
    """Closes with the rule, or ``None``. The filter may be edited; what it would hide is worked out anew each time.

    ``now`` tells the time in microseconds since the epoch, ``taken`` are the names that other rules have. ``rule`` is
    one to edit: it keeps its name.
    """

    CSS_PATH = "rule_form.tcss"
    BINDINGS: ClassVar = [Binding("escape", "back", "Back")]
    VERTICAL_BREAKPOINTS = [(0, "-lowest"), (12, "-low"), (20, "-usual")]  # noqa: RUF012 - Textual's attribute

    def __init__(
        self, previews: Previews, now: Callable[[], int], taken: Collection[str] = (), rule: NoiseRule | None = None
    ) -> None:
        super().__init__()
        self._previews = previews
        self._now = now
        self._rule = rule
        self._taken = {folded(name) for name in taken}
        self._seen: dict[str, tuple[int, Preview]] = {}

    @property
    def hint(self) -> str:
        """How to begin."""
        return FILL

    def above(self) -> Iterator[Widget]:
        """Yield what stands above the members."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Lay out what would be hidden, and the lines to fill in."""
        with Vertical():
            yield from self.above()
            yield MemberLines(id="members")
            for name, suggestions in _LINES:
                with Horizontal():
                    yield Static(name, classes="label", markup=False)
                    yield LineInput(suggestions=suggestions, id=name)
            yield Static(self.hint, id="hint", markup=False)

    def on_mount(self) -> None:
        """Begin with the rule as it is."""
        rule = self._rule
        self.line("until").value = DEFAULT_EXPIRY if rule is None else rule.expires
        if rule is not None:
            for name in ("match", "why", "name"):
                self.line(name).value = getattr(rule, name)
            self.line("name").disabled = True
            self.line("match").focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what keys do in the list that one comes to between the last line and the first."""
        if isinstance(event.widget, MemberLines):
            keys = key_names_of(self.app)
            self.say(_THROUGH.format(keys["feed.down"], keys["feed.up"]))

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Say again how to fill in the lines."""
        if isinstance(event.widget, MemberLines):
            self.say(FILL)

    def on_click(self, event: Click) -> None:
        """Go to the line that is clicked on, its name included."""
        row = event.widget.parent if event.widget is not None else None
        if isinstance(row, Horizontal):
            self.say(FILL)
            row.query_one(LineInput).focus()

    @on(Input.Changed, "#match")
    def _edited(self, event: Input.Changed) -> None:
        self._preview(event.value.strip(), _PAUSE if event.input.has_focus else 0)

    @on(Input.Submitted)
    def _filled(self, event: Input.Submitted) -> None:
        following = {"match": "why", "why": "name" if self._rule is None else "until", "name": "until"}
        after = following.get(event.input.id or "")
        if event.input.id == "match" and (mistake := _mistake_in(event.value)):
            self.say(mistake)
        elif event.input.id != "match" and not self.line("why").value.strip():
            self.say("A rule says why it is there: whoever sees it in a year has to know.")
            self.line("why").focus()
        elif after:
            self.say(FILL)
            self.line(after).focus()
        else:
            self._finish()

    def action_back(self) -> None:
        """Leave without a rule."""
        self.dismiss(None)

    def _finish(self) -> None:
        """Close with the rule, or say what is wrong with it."""
        name = self.line("name").value.strip()
        if self._rule is None and folded(name) in self._taken:
            self.say("Another rule has this name.")
            self.line("name").focus()
            return
        match, why, until = (self.line(each).value.strip() for each in ("match", "why", "until"))
        try:
            made = new_rule(name, why, match, now=self._now(), expires=until)
        except WallwatchError as error:
            self.say(str(error))
        else:
            self.dismiss(made if self._rule is None else edited(self._rule, made, self._now()))

    @work(exclusive=True, group="preview")
    async def _preview(self, match: str, pause: float) -> None:
        """Show what a filter would hide. What is asked of the store is given up when another one is wanted."""
        members = self.query_one(MemberLines)
        at, known = self._seen.get(match, (0, None))
        if known is not None and self._now() - at < _FRESH:
            members.show(known)
            return
        members.show(None)
        await asyncio.sleep(pause)
        try:
            async for found in self._previews(match):
                members.show(found)
                if found.is_whole:
                    self._seen[match] = self._now(), found
        except WallwatchError as error:
            members.show(None, str(error))

    def line(self, name: str) -> LineInput:
        """Return the line of that name."""
        return self.query_one(f"#{name}", LineInput)

    def say(self, words: str) -> None:
        """Show words in the last line."""
        self.query_one("#hint", Static).update(Content(words))


def _mistake_in(match: str) -> str:
    """Return what is wrong with a filter, nothing where it is one."""
    try:
        parse_query(match)
    except FilterError as error:
        return str(error)
    return ""


def edited(rule: NoiseRule, made: NoiseRule, now: int) -> NoiseRule:
    """Return a rule as it was edited ``now``: with another filter it is a new one, which learns from now."""
    if made.match != rule.match:
        return replace(made, name=rule.name, enabled=rule.enabled)
    kept = replace(rule, why=made.why)
    return kept if made.expires == rule.expires else extended(kept, made.expires, now)
