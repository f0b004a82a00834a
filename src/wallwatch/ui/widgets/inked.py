"""The base of what paints its own lines: the inks, each with the colours that the theme gives it."""

from collections.abc import Mapping
from typing import Final

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from wallwatch.ui.paint import INKS, Ink

_FIXED: Final[Mapping[Ink, Style]] = {
    "strong": Style(bold=True),
    "cursor": Style(reverse=True),
    "cell": Style(bold=True, underline=True),
}
"""Inks that are the same in every theme."""
_AUTO: Final = "auto"
_NONE: Final = frozenset({"", "initial"})


class Inked(Widget):
    """A widget whose lines are made by ``paint.strip``.

    The inks are worked out from the variables of the theme: as component classes, they would be looked for in the style
    sheets for each widget alone, which takes a third of the time in which a screen comes up.
    """

    _inks: dict[Ink, Style] | None = None

    @property
    def inks(self) -> dict[Ink, Style]:
        """The style of each ink, over the background of the widget."""
        if self._inks is None:
            plain, behind = self.rich_style, self.background_colors[1]
            values = self.app.theme_variables
            self._inks = {ink: plain + (_FIXED.get(ink) or style_of(ink, values, behind)) for ink in INKS}
        return self._inks

    def notify_style_update(self) -> None:
        """Forget the colours: they changed."""
        super().notify_style_update()
        self._inks = None


def style_of(ink: Ink, variables: Mapping[str, str], behind: Color) -> Style:
    """Return the style that a theme's ``variables`` give an ink over a background.

    A colour is one of the style sheets: ``#102030``, ``red 30%``, or ``auto 87%`` for what can be read best.
    """
    style = Style.parse(variables.get(f"{ink}-style", "none"))
    name, _, share = variables.get(ink, "").partition(" ")
    if name in _NONE:
        return style
    part = int(share.rstrip("%")) / 100 if share else 1.0
    color = behind.get_contrast_text(part) if name == _AUTO else Color.parse(name).multiply_alpha(part)
    return Style(color=(behind + color if color.a < 1 else color).rich_color) + style
