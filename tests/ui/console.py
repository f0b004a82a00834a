"""A small app with the real keys, that writes down what they did; screens of ours are tested on top of it."""

from collections.abc import Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.command import CommandPalette
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

from wallwatch.ui.commands import BindingCommands
from wallwatch.ui.guard import ControlGuard
from wallwatch.ui.keymap import KEYS, bindings
from wallwatch.ui.theme import load_themes, theme_variable_defaults


class Rows(Widget, can_focus=True):
    """A list of rows: it moves."""

    BINDINGS = bindings("list")


class Alerts(Screen[None]):
    """The screen around it."""

    BINDINGS = bindings("alerts", "filtered", "undone")

    def compose(self) -> ComposeResult:
        yield Rows()


class Console(App[Any]):
    """The app around both. ``done`` holds the names of the actions that ran, ``answers`` what dialogs closed with."""

    BINDINGS = bindings("app", "everywhere")
    COMMANDS = {BindingCommands}  # noqa: RUF012 - Textual's attribute

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.answers: list[Any] = []
        self._guard = ControlGuard()
        for theme in load_themes(None)[0]:
            self.register_theme(theme)
        self.theme = "dark"

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._guard]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme_variable_defaults()

    def get_default_screen(self) -> Screen[None]:
        return Alerts()

    def ask(self, dialog: Screen[Any]) -> None:
        """Show ``dialog``, and keep its answer."""
        self.push_screen(dialog, self.answers.append)

    @property
    def palette(self) -> CommandPalette | None:
        return self.screen if isinstance(self.screen, CommandPalette) else None


def _write_down(name: str) -> Any:
    def action(self: Any) -> None:
        self.app.done.append(name)

    return action


_OWNERS = {"list": Rows, "alerts": Alerts, "filtered": Alerts, "undone": Alerts, "app": Console, "everywhere": Console}
for _key in KEYS:
    if _key.where in _OWNERS and _key.action != "command_palette":
        setattr(_OWNERS[_key.where], f"action_{_key.action}", _write_down(_key.action))
