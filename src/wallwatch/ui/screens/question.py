"""A question with yes or no, before something that is done to many alerts at once."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

_HINT: Final = "y: yes   n, Esc: no"


class QuestionScreen(ModalScreen[bool]):
    """Closes with whether the answer was yes. ``question`` and ``words`` below it are shown as they are."""

    CSS_PATH = "prompt.tcss"
    BINDINGS: ClassVar = [Binding("y", "answer(True)", "Yes"), Binding("n,escape,q", "answer(False)", "No")]

    def __init__(self, question: str, words: str = "") -> None:
        super().__init__()
        self._question = Content(question)
        self._words = Content(words)

    def compose(self) -> ComposeResult:
        """Lay out the question, and how to answer."""
        with Vertical():
            yield Static(self._question, id="question")
            yield Static(self._words, id="words")
            yield Static(_HINT, id="hint", markup=False)

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - Textual calls it by position
        """Close with the answer."""
        self.dismiss(answer)
