"""A line to type in, as all of ours are: no border, no blinking cursor, suggestions on Up and Down."""

from collections.abc import Sequence
from typing import ClassVar

from rich.highlighter import Highlighter
from textual.binding import Binding
from textual.suggester import Suggester
from textual.widgets import Input


class LineInput(Input):
    """Textual's input on one row. A cursor that blinks would cost bytes while nothing happens."""

    BINDINGS: ClassVar = [
        Binding("down", "suggest(1)", "Next suggestion", show=False),
        Binding("up", "suggest(-1)", "Previous suggestion", show=False),
        Binding("tab", "complete", "Complete", show=False),
    ]

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        suggestions: Sequence[str] = (),
        highlighter: Highlighter | None = None,
        suggester: Suggester | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(
            value,
            placeholder,
            highlighter,
            suggester=suggester,
            id=id,
            compact=True,
            max_length=1000,
            select_on_focus=False,
        )
        self.cursor_blink = False
        self._suggestions = suggestions
        self._own = value
        self._at = 0

    def on_resize(self) -> None:
        """Bring what is typed last into sight."""
        self.call_after_refresh(self._look_at_cursor)

    def _look_at_cursor(self) -> None:
        place = self.cursor_position
        self.cursor_position = 0
        self.cursor_position = place

    def action_complete(self) -> None:
        """Take what is suggested behind the cursor, or go on to the next line to type in where nothing is."""
        if self.suggester is None:
            self.screen.focus_next()
        elif self.cursor_position == len(self.value):
            self.action_cursor_right()

    def action_suggest(self, by: int) -> None:
        """Put the next suggestion into the line, or the one before; what was typed stands between last and first."""
        if self.value != (self._own, *self._suggestions)[self._at]:
            # It was typed, or edited.
            self._own, self._at = self.value, 0
        choices = (self._own, *self._suggestions)
        self._at = (self._at + by) % len(choices)
        self.value = choices[self._at]
        self.cursor_position = len(self.value)
