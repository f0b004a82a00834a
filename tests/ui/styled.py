"""A screen with its colours, as text: what stands there, which style each cell has, and what the styles are."""

from string import ascii_letters, digits
from typing import Any, Final

from rich.style import Style
from textual.app import App

from tests.ui.hostile import screen_strips

_NAMES: Final = ascii_letters + digits
"""What styles are called, in the order in which they come."""


def styled_text(app: App[Any]) -> str:
    """Return the lines of the screen, below them a letter for the style of each cell, and what each letter means."""
    names: dict[str, str] = {}
    lines: list[str] = []
    below: list[str] = []
    for strip in screen_strips(app):
        lines.append(strip.text.rstrip())
        cells = ((_said(segment.style), segment.cell_length) for segment in strip)
        below.append("".join(names.setdefault(said, _NAMES[len(names)]) * width for said, width in cells))
    legend = [f"{name}  {said}" for said, name in names.items()]
    return "\n".join([*lines, "", *below, "", *legend, ""])


def _said(style: Style | None) -> str:
    """Return a style in words, without what is no matter of the eye."""
    return str(style.without_color + Style(color=style.color, bgcolor=style.bgcolor)) if style else "none"
