"""The base of the lines around a screen."""

from textual.strip import Strip

from wallwatch.ui.paint import Parts, strip
from wallwatch.ui.widgets.inked import Inked


class Bar(Inked):
    """One line with something at its left and something at its right."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._painted: tuple[Parts, int] | None = None

    def parts(self, width: int) -> Parts:
        """Return what stands in the line of ``width`` cells."""
        raise NotImplementedError

    def changed(self) -> None:
        """Paint the line again if it looks different."""
        if (tuple(self.parts(self.size.width)), self.size.width) != self._painted:
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one line
        """Return the line."""
        width = self.size.width
        parts = tuple(self.parts(width))
        self._painted = parts, width
        return strip(parts, width, self.inks)
