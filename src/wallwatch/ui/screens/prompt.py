"""A question with a one-line answer: a note, a reason."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from wallwatch.text import visible
from wallwatch.ui.widgets.line_input import LineInput


class PromptScreen(ModalScreen[str | None]):
    """Asks ``question`` and closes with the answer without blanks around it, or ``None`` for Esc.

    ``value`` is what stands there at first. Up and Down put the ``suggestions`` there. With ``required``, an empty
    answer is none.
    """

    CSS_PATH = "prompt.tcss"
    BINDINGS: ClassVar = [Binding("escape", "close", "Close")]

    def __init__(
        self, question: str, value: str = "", *, suggestions: Sequence[str] = (), required: bool = False
    ) -> None:
        super().__init__()
        self._question = Content(question)
        self._value = value
        self._suggestions = suggestions
        self._required = required

    def compose(self) -> ComposeResult:
        """Lay out the question, the line, and how to go on."""
        with Vertical():
            yield Static(self._question, id="question")
            yield LineInput(self._value, suggestions=self._suggestions)
            yield Static(self._hint(), id="hint", markup=False)

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        answer = visible(event.value.strip())
        if answer or not self._required:
            self.dismiss(answer)
        else:
            self.query_one("#hint", Static).update(Content("An answer is needed here. Esc leaves without one."))

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def _hint(self) -> str:
        more = "Up and Down: suggestions   " if self._suggestions else ""
        return f"{more}Enter: done   Esc: leave it"
