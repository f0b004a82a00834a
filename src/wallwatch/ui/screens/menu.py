"""A small menu: one thing of a few, by cursor or by its key."""

from collections.abc import Hashable, Sequence
from typing import ClassVar, Final, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.screen import ModalScreen

from wallwatch.ui.keymap import key_words
from wallwatch.ui.paint import Parts, fit
from wallwatch.ui.widgets.lines import HEADING, MARGIN, Lines

_KEYS: Final = 12
"""Cells of the keys."""
_OWN: Final = frozenset({"enter", "l", "right", "escape", "h", "left", "q"})
"""What the menu itself is used with."""
_FRAME: Final = 6
"""Cells and lines of the frame around the lines, and what is blank beside them."""
_NARROWEST: Final = 30


class Entry(NamedTuple):
    """Something to choose: a name for the program, words for people, and the keys (Textual's names) that choose it."""

    id: str
    words: str
    keys: Sequence[str] = ()


class MenuLines(Lines):
    """The entries; Enter posts :class:`Picked`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,l,right", "pick", "Take this one", show=False)]

    class Picked(Message):
        """The entry under the cursor is the one."""

    def __init__(self, question: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._question = question
        self._entries = entries

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries[self.cursor] if self._entries else None

    @property
    def count(self) -> int:
        """How many entries there are."""
        return len(self._entries)

    def heading(self, width: int) -> Parts:
        """Return the question."""
        return [(fit(f" {self._question}", width), "frame")]

    def heading_key(self) -> Hashable:
        """Return what the heading depends on."""
        return self._question

    def parts(self, index: int, width: int) -> Parts:
        """Return the keys and the words of an entry."""
        entry = self._entries[index]
        return [(fit(key_words(entry.keys), _KEYS), "label"), (fit(entry.words, width - _KEYS), "shown")]

    def key(self, index: int) -> Hashable:
        """Return what an entry depends on."""
        return self._entries[index]

    def action_pick(self) -> None:
        """Take the entry under the cursor."""
        self.post_message(self.Picked())


class MenuScreen(ModalScreen[str | None]):
    """Closes with the id of what was chosen, or ``None``. ``at`` is the id of the entry to begin with."""

    CSS_PATH = "menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,h,left,q", "close", "Close")]

    def __init__(self, question: str, entries: Sequence[Entry], at: str = "") -> None:
        super().__init__()
        self._entries = entries
        self._lines = MenuLines(question, entries)
        self._at = next((index for index, entry in enumerate(entries) if entry.id == at), 0)
        self._widest = max((len(entry.words) for entry in entries), default=0)

    def compose(self) -> ComposeResult:
        """Lay out the entries."""
        with Vertical():
            yield self._lines

    def on_mount(self) -> None:
        """Take as much room as the entries need."""
        box = self.query_one(Vertical)
        box.styles.height = len(self._entries) + HEADING + 2
        box.styles.width = max(self._widest + MARGIN + _KEYS + _FRAME, _NARROWEST)
        self._lines.focus()
        self._lines.cursor = self._at

    def on_key(self, event: Key) -> None:
        """Take the entry whose key it is."""
        wanted = () if event.key in _OWN else self._entries
        chosen = next((entry for entry in wanted if event.key in entry.keys), None)
        if chosen is not None:
            event.stop()
            self.dismiss(chosen.id)

    def on_menu_lines_picked(self) -> None:
        """Close with what is under the cursor."""
        entry = self._lines.entry
        self.dismiss(None if entry is None else entry.id)

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
