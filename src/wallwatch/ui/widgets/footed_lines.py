"""Lines with a foot: one more line at the lower edge of the window, about the line under the cursor."""

from collections.abc import Hashable
from typing import Final

from textual.strip import Strip

from wallwatch.ui import paint
from wallwatch.ui.paint import Part
from wallwatch.ui.widgets.pane import Pane

_LOWEST: Final = 5
"""Lines of a window that is too low for a foot."""


class FootedLines(Pane):
    """A pane whose subclass may say something at its foot (``foot``) while it has the focus."""

    def foot(self, width: int) -> tuple[Part, ...]:
        """Return what stands at the foot, in ``width`` cells; nothing where there is no foot."""
        raise NotImplementedError

    @property
    def page(self) -> int:
        """How many lines fit between the heading and the foot; at least one."""
        return max(super().page - bool(self._foot), 1)

    @property
    def _foot(self) -> tuple[Part, ...]:
        has_room = self.has_focus and self.window.height > _LOWEST
        return self.foot(self.window.width) if has_room else ()

    def _look(self, y: int) -> Hashable:
        if y == self.window.height - 1 and (foot := self._foot):
            return "foot", foot, self.window.width
        return super()._look(y)

    def _paint(self, y: int) -> Strip:
        if y == self.window.height - 1 and (foot := self._foot):
            return paint.strip(foot, self.window.width, self.inks)
        return super()._paint(y)
