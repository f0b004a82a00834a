"""The base of the panes below the feed: a rule with a title, and lines that are laid out for the width."""

from collections.abc import Hashable
from typing import ClassVar

from rich.cells import cell_len

from wallwatch.ui.paint import Parts
from wallwatch.ui.widgets.laid_lines import LaidLines


class Pane(LaidLines):
    """A pane with a title at the left of its rule, and what it is about (``subject``) at the right."""

    ALWAYS_MARKED: ClassVar[bool] = False
    TITLE: ClassVar[str]

    def subject(self, width: int) -> str:
        """Return what the pane is about, in at most ``width`` cells, or nothing."""
        raise NotImplementedError

    def heading(self, width: int) -> Parts:
        """Return the rule."""
        title = f" -- {self.TITLE} "
        subject = self.subject(width - cell_len(title) - len("-  -"))
        right = f" {subject} -" if subject else ""
        return [(title + "-" * (width - cell_len(title) - cell_len(right)) + right, "frame")]

    def heading_key(self) -> Hashable:
        """Return what the rule depends on."""
        return self.subject(self.window.width), self.has_focus
