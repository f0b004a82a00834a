"""The line in which a filter is written: read while one types, with the place of a mistake and the count of rows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from wallwatch.errors import FilterError, WallwatchError
from wallwatch.filter.complete import Values, completions
from wallwatch.filter.parse import parse_query
from wallwatch.filter.query import Query
from wallwatch.ui.widgets.line_input import LineInput
from wallwatch.ui.words import many

REST: Final = 0.15
"""Seconds without a key before the rows are counted."""

_LABEL: Final = "filter "
_HINT: Final = "Enter: apply   Tab: complete   Esc: leave it as it was"

Count = Callable[[Query], Awaitable[tuple[int, int]]]
"""Tells how many alerts a filter lets through, and how many lines they stand for."""


class FilterChanged(Message):
    """The user applied a filter."""

    def __init__(self, query: Query) -> None:
        super().__init__()
        self.query = query


class FilterBar(Vertical):
    """Hidden until :meth:`edit`; Enter posts :class:`FilterChanged`, Esc changes nothing; both hide it again.

    ``count`` is asked for a filter that can be read, once nothing was typed for ``rest`` seconds; ``values`` returns
    what the store has in some fields, to which Tab completes.
    """

    DEFAULT_CSS = """
    FilterBar {
        display: none;
        height: auto;
        Horizontal { height: 1; }
        #filter-label { width: auto; color: $label; }
        LineInput { width: 1fr; }
        #filter-hint { height: auto; max-height: 3; color: $label; }
        &.-mistaken #filter-hint { color: $failed; }
    }
    """
    BINDINGS: ClassVar = [Binding("escape", "leave", "Leave the filter as it was", show=False)]

    _came_from: Widget | None = None

    def __init__(
        self,
        count: Count,
        *,
        values: Callable[[], Values] = dict,
        rest: float = REST,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(id=id)
        self._count = count
        self._completer = _Completer(values)
        self._rest = rest
        self._underline = _Underline()

    def compose(self) -> ComposeResult:
        """Lay out the line, and under it what there is to say about it."""
        with Horizontal():
            yield Static(_LABEL, id="filter-label", markup=False)
            yield LineInput(
                placeholder="such as dport:6346 -os:windows src:192.0.2.0/24",
                highlighter=self._underline,
                suggester=self._completer,
            )
        yield Static(_HINT, id="filter-hint", markup=False)

    def edit(self, text: str) -> None:
        """Show the line with ``text`` in it, ready to type."""
        line = self.query_one(LineInput)
        self._came_from = self.screen.focused
        self.display = True
        line.value = text
        line.cursor_position = len(text)
        line.focus()
        self._judge(text)

    def action_leave(self) -> None:
        """Hide the line; the filter stays what it was."""
        self.workers.cancel_node(self)
        self.display = False
        if self._came_from is not None and self._came_from.is_attached:
            self._came_from.focus()

    def on_descendant_blur(self) -> None:
        """Leave, too, where somebody clicked on something else."""
        self.call_after_refresh(self._look_away)

    def _look_away(self) -> None:
        focused = self.screen.focused
        if self.display and focused is not None and self not in focused.ancestors:
            self._came_from = None
            self.action_leave()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._judge(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        query = self._judge(text)
        if query is not None:
            self.action_leave()
            self.post_message(FilterChanged(query))

    def _judge(self, text: str) -> Query | None:
        """Return what ``text`` means, and start to count; say what is wrong where it means nothing."""
        self.workers.cancel_node(self)
        try:
            query = parse_query(text)
        except FilterError as error:
            self._underline.at = (error.start, max(error.end, error.start + 1))
            self._say(self._pointed(text, error), mistaken=True)
            return None
        self._underline.at = (0, 0)
        self._say(_HINT)
        self._show_count(query)
        return query

    @work(group="count")
    async def _show_count(self, query: Query) -> None:
        await asyncio.sleep(self._rest)
        try:
            alerts, lines = await self._count(query)
        except WallwatchError as error:
            self._say(str(error), mistaken=True)
        else:
            self._say(f"{many(alerts, 'alert')}, {many(lines, 'line')}   {_HINT}")

    def _say(self, words: str, *, mistaken: bool = False) -> None:
        self.set_class(mistaken, "-mistaken")
        self.query_one("#filter-hint", Static).update(Content(words))

    def _pointed(self, text: str, error: FilterError) -> str:
        """Return the sentence of ``error`` beside a caret under its place, or below it where there is no room."""
        line = self.query_one(LineInput)
        start = cell_len(_LABEL) + cell_len(text[: error.start]) - line.scroll_offset.x
        caret = " " * max(start, 0) + "^" * max(cell_len(text[error.start : error.end]), 1)
        beside = f"{caret} {error}"
        return beside if cell_len(beside) <= self.size.width else f"{caret}\n{error}"


class _Completer(Suggester):
    """Suggests how the last word may go on; the first of several."""

    def __init__(self, values: Callable[[], Values]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._values = values

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole line as it may become."""
        return next(completions(value, self._values()), None)


class _Underline(Highlighter):
    """Underlines the place of the mistake, which shows without colour as well."""

    at: tuple[int, int] = (0, 0)

    def highlight(self, text: Text) -> None:
        text.stylize("underline", *self.at)
