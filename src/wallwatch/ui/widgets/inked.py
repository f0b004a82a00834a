"""The base of what paints its own lines: the inks, each with the colours that the theme gives it."""

from typing import ClassVar

from rich.style import Style
from textual.widget import Widget

from wallwatch.ui.paint import INKS, Ink


class Inked(Widget):
    """A widget whose lines are made by ``paint.strip``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"lines--{ink}" for ink in INKS}

    _inks: dict[Ink, Style] | None = None

    @property
    def inks(self) -> dict[Ink, Style]:
        """The style of each ink, over the background of the widget."""
        if self._inks is None:
            plain = self.rich_style
            self._inks = {ink: plain + self.get_component_rich_style(f"lines--{ink}", partial=True) for ink in INKS}
        return self._inks

    def notify_style_update(self) -> None:
        """Forget the colours: they changed."""
        super().notify_style_update()
        self._inks = None
