"""One of several things is chosen; each shows in full what it is."""

from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from wallwatch.ui.paint import Parts, fit
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped


class Choice(NamedTuple):
    """Something to choose: what it is called, and lines that say what it is."""

    name: str
    lines: Sequence[str]


class ChoiceLines(LaidLines):
    """The choices, each with its lines; Enter posts :class:`Picked`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,l,right,y", "pick", "Take this one", show=False)]

    class Picked(Message):
        """The choice under the cursor is the one."""

    def __init__(self, question: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._question = question
        self._choices = choices

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the names, and below each its lines."""
        for choice in self._choices:
            yield from wrapped(choice.name, choice.name, width, "strong")
            for line in choice.lines:
                yield from wrapped(choice.name, line, width, "shown", "  ")

    def heading(self, width: int) -> Parts:
        """Return the question."""
        return [(fit(f" {self._question}", width), "frame")]

    def heading_key(self) -> Hashable:
        """Return what the heading depends on."""
        return self._question

    def action_pick(self) -> None:
        """Take the choice under the cursor."""
        self.post_message(self.Picked())


class ChoiceScreen(ModalScreen[str | None]):
    """Closes with the name of what was chosen, or ``None``. ``warning`` stands below the choices."""

    CSS_PATH = "choice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,h,left,q", "close", "Close")]

    def __init__(self, question: str, choices: Sequence[Choice], hint: str, warning: str = "") -> None:
        super().__init__()
        self._lines = ChoiceLines(question, choices)
        self._hint = hint
        self._warning = warning

    def compose(self) -> ComposeResult:
        """Lay out the choices, the warning, and how to go on."""
        with Vertical():
            yield self._lines
            if self._warning:
                yield Static(self._warning, id="warning", markup=False)
            yield Static(self._hint, id="hint", markup=False)

    def on_mount(self) -> None:
        """Begin with the first one."""
        self._lines.focus()

    def on_choice_lines_picked(self) -> None:
        """Close with what is under the cursor."""
        self.dismiss(self._lines.entry)

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
