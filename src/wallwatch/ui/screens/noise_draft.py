"""A noise rule is drafted from an alert or several: what it hides, why, under which name, and until when."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from textual import on
from textual.widget import Widget

from wallwatch.filter.values import folded
from wallwatch.noise.draft import Draft
from wallwatch.noise.read import NAME_MAX
from wallwatch.ui.key_names import choosing, key_names_of
from wallwatch.ui.screens.rule_form import FILL, Previews, RuleForm
from wallwatch.ui.widgets.draft_lines import DraftLines

_LISTED: Final = 6
"""Drafts that are listed at once."""


class NoiseDraftScreen(RuleForm):
    """Closes with the rule that was drafted, or ``None``. ``found`` are the drafts, the rest is :class:`RuleForm`'s."""

    def __init__(
        self,
        found: Sequence[Draft],
        previews: Previews,
        now: Callable[[], int],
        taken: Collection[str] = (),
    ) -> None:
        super().__init__(previews, now, taken)
        self._drafts = found

    @property
    def hint(self) -> str:
        """How to go on from the drafts."""
        return choosing(key_names_of(self.app))

    def above(self) -> Iterator[Widget]:
        """Yield the drafts."""
        yield DraftLines(self._drafts)

    def on_mount(self) -> None:
        """Begin with the narrowest draft."""
        super().on_mount()
        lines = self.query_one(DraftLines)
        lines.styles.height = min(len(self._drafts), _LISTED) + 1
        lines.focus()

    @on(DraftLines.Looked)
    def _looked(self) -> None:
        draft = self.query_one(DraftLines).draft
        self.line("match").value = draft.match
        self.line("name").value = self._free_name(draft)

    @on(DraftLines.Picked)
    def _picked(self) -> None:
        self.say(FILL)
        self.line("why").focus()

    def action_back(self) -> None:
        """Go back to the drafts; from there, leave without a rule."""
        lines = self.query_one(DraftLines)
        if lines.has_focus:
            super().action_back()
        else:
            self.say(self.hint)
            lines.focus()

    def _free_name(self, draft: Draft) -> str:
        """Return the draft's name, with a number where another rule has it."""
        name, number = draft.name, 1
        while folded(name) in self._taken:
            number += 1
            name = f"{draft.name[: NAME_MAX - 4].rstrip()} {number}"
        return name
