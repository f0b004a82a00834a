"""Keys that come faster than the screen."""

from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from wallwatch.ui.typeahead import TypeAhead


class _Prompt(ModalScreen[str]):
    """A dialog of two lines, deep in containers."""

    def compose(self) -> ComposeResult:
        with Vertical(), Vertical():
            yield Input(id="why")
            yield Input(id="name")

    @on(Input.Submitted, "#why")
    def _go_on(self) -> None:
        self.query_one("#name").focus()

    @on(Input.Submitted, "#name")
    def _take(self) -> None:
        self.dismiss("/".join(line.value for line in self.query(Input)))


class _Console(App[None]):
    """An app in which a key opens the dialog, and another one is a command."""

    BINDINGS = [Binding("i", "ask"), Binding("e", "command")]  # noqa: RUF012 - Textual's attribute

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []
        self.commands = 0

    def action_ask(self) -> None:
        self.push_screen(_Prompt(), self.answers.append)

    def action_command(self) -> None:
        self.commands += 1


async def _type(app: _Console, keys: str) -> None:
    ahead = TypeAhead(app)
    for char in keys:
        ahead.take(Key("enter" if char == "\r" else char, None if char == "\r" else char))


async def test_text_typed_ahead_goes_into_the_prompt_that_it_was_meant_for() -> None:
    """Keys that arrive in one piece act as if each had been typed when the screen was ready for it."""
    app = _Console()
    async with app.run_test() as pilot:
        await _type(app, "ieel\ree\re")
        while not app.answers or not app.commands:
            await pilot.pause()
    assert app.answers == ["eel/ee"]
    assert app.commands == 1


async def test_a_key_whose_target_is_gone_holds_up_nothing() -> None:
    """Keys go on when the widget that had the focus is removed by one of them."""
    app = _Console()
    async with app.run_test() as pilot:
        await _type(app, "i\r\ri\r\ree")
        while app.commands < 2:
            await pilot.pause()
    assert app.answers == ["/", "/"]
