"""The rules that an alert suggests, one of which is picked."""

from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from wallwatch.noise.draft import Draft
from wallwatch.ui.paint import Parts, fit
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped


class DraftLines(LaidLines):
    """One draft a line; moving posts :class:`Looked`, Enter posts :class:`Picked`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,l,right", "pick", "Take this one", show=False)]

    class Looked(Message):
        """The cursor is on another draft."""

    class Picked(Message):
        """The draft under the cursor is the one."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        super().__init__()
        self._drafts = {draft.match: draft for draft in drafts}
        self._looked_at: str | None = None

    @property
    def draft(self) -> Draft:
        """The draft under the cursor."""
        return self._drafts[self.entry or next(iter(self._drafts))]

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the labels of the drafts, as they are in words."""
        for draft in self._drafts.values():
            yield from wrapped(draft.match, draft.label, width, "shown")

    def heading(self, width: int) -> Parts:
        """Return the question."""
        return [(fit(" Known noise: what should be hidden?", width), "frame")]

    def heading_key(self) -> Hashable:
        """Return nothing: the heading is always the same."""
        return None

    def move(self, to: int) -> None:
        """Go to line ``to``."""
        super().move(to)
        # A new width moves the cursor as well, and not to another draft.
        if self.entry != self._looked_at:
            self._looked_at = self.entry
            self.post_message(self.Looked())

    def action_pick(self) -> None:
        """Take the draft under the cursor."""
        self.post_message(self.Picked())
