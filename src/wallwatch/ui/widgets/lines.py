"""A window over lines that nobody holds: the base of the feed and of the panes below it.

It paints what is in sight through the Line API and keeps the strips. It is no ``ScrollView``: there, every appended
line sets ``virtual_size``, which lays out the screen again and paints it twice.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.cache import LRUCache
from textual.events import Click
from textual.geometry import Region, Size
from textual.strip import Strip

from wallwatch.ui import paint
from wallwatch.ui.keymap import bindings
from wallwatch.ui.paint import Parts
from wallwatch.ui.widgets.inked import Inked

HEADING: Final = 1
"""Lines above the first row: the heading."""
MARGIN: Final = 2
"""Cells at the left, where the cursor's ``>`` stands."""

LEFT: Final = 1
"""The number of the mouse button that points."""

_STRIPS: Final = 500
_COPIED_WIDTH: Final = 500
"""Cells of a line that is copied."""


class Lines(Inked, can_focus=True):
    """A heading and a list of lines, of which one is the current one.

    A subclass says how many lines there are (``count``), what a line is (``parts``) and what it depends on (``key``),
    and calls :meth:`changed` when that may have changed. Only lines that look different are painted again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]
    ALWAYS_MARKED: ClassVar[bool] = False
    """The cursor row keeps its ``>`` while another pane has the focus."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.cursor = 0
        self.top = 0
        self.window = Size(0, 0)
        """The size, as it was when something last changed: Textual works it out anew each time it is asked."""
        self._strips: LRUCache[Hashable, Strip] = LRUCache(_STRIPS)
        self._painted: dict[int, Hashable] = {}

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def heading(self, width: int) -> Parts:
        """Return the heading, for ``width`` cells."""
        raise NotImplementedError

    def heading_key(self) -> Hashable:
        """Return all that the heading depends on, but for the width and the colours."""
        raise NotImplementedError

    def parts(self, index: int, width: int) -> Parts:
        """Return what stands in line ``index``, for ``width`` cells after the margin."""
        raise NotImplementedError

    def key(self, index: int) -> Hashable:
        """Return all that line ``index`` depends on, but for the width, the colours and the cursor."""
        raise NotImplementedError

    def sign(self, index: int) -> str:  # noqa: ARG002 - for those who have something to say
        """Return the letter at the very left of line ``index``: one cell, before the cursor's ``>``."""
        return " "

    def empty(self, width: int) -> Sequence[Parts]:  # noqa: ARG002 - for those who have something to say
        """Return the lines that stand where there is no line, for ``width`` cells."""
        return ()

    def sync(self) -> None:
        """Take in what changed behind the window: the cursor stays on what it was on."""

    @property
    def page(self) -> int:
        """How many lines fit below the heading; at least one."""
        return max(self.window.height - HEADING, 1)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the strips of a part of the window."""
        self.window = self.size
        self.sync()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return the strip of line ``y`` of the window."""
        look = self._look(y)
        self._painted[y] = look
        if (strip := self._strips.get(look)) is None:
            strip = self._strips[look] = self._paint(y)
        return strip

    def step(self, by: int) -> None:
        """Go ``by`` lines down, or up where it is negative."""
        self.sync()
        self.move(self.cursor + by)

    def move(self, to: int) -> None:
        """Make line ``to`` (as near as there is one) the current one, and bring it into sight."""
        self.cursor = max(min(to, self.count - 1), 0)
        self.reveal()
        self.changed()

    def reveal(self) -> None:
        """Scroll as little as is needed to have the cursor in sight, and no further than the last line."""
        lowest = max(self.count - self.page, 0)
        self.top = max(min(max(self.top, self.cursor - self.page + 1), self.cursor, lowest), 0)

    def changed(self) -> None:
        """Paint the lines again that look different from what is on the screen."""
        self.window = self.size
        self.sync()
        stale = [y for y in range(self.window.height) if self._painted.get(y, self) != self._look(y)]
        self._refresh_lines(stale)

    def cell_text(self) -> str:
        """Return what is copied of the current line where only a part of it is meant."""
        return self.current_text()

    def current_text(self) -> str:
        """Return the current line as it is copied: its words, without the blanks at its ends."""
        if not self.count:
            return ""
        return "".join(text for text, _ in self.parts(self.cursor, _COPIED_WIDTH)).strip()

    def notify_style_update(self) -> None:
        """Forget every strip: colours changed."""
        super().notify_style_update()
        self._strips.clear()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.window = self.size
        self.reveal()
        self.changed()

    def on_focus(self) -> None:
        """Show the cursor as this pane's."""
        self.changed()

    def on_blur(self) -> None:
        """Show that the cursor is elsewhere."""
        self.changed()

    def action_feed_down(self) -> None:
        """Go one line down."""
        self.step(1)

    def action_feed_up(self) -> None:
        """Go one line up."""
        self.step(-1)

    def action_feed_half_down(self) -> None:
        """Go half a page down."""
        self.step(max(self.page // 2, 1))

    def action_feed_half_up(self) -> None:
        """Go half a page up."""
        self.step(-max(self.page // 2, 1))

    def action_feed_page_down(self) -> None:
        """Go a page down."""
        self.step(self.page)

    def action_feed_page_up(self) -> None:
        """Go a page up."""
        self.step(-self.page)

    def action_feed_top(self) -> None:
        """Go to the first line."""
        self.move(0)

    def action_feed_end(self) -> None:
        """Go to the last line."""
        self.move(self.count - 1)

    def point(self, x: int) -> None:
        """Take in that somebody points at cell ``x`` of a line, who may mean a part of it."""

    def on_click(self, event: Click) -> None:
        """Go to the line that is clicked on; a second click is Enter."""
        if event.button != LEFT:
            return
        index = self.top + event.y - HEADING
        self.point(event.x)
        if event.y >= HEADING and index < self.count:
            self.step(index - self.cursor)
            if event.chain > 1:
                self.app.simulate_key("enter")

    def on_mouse_scroll_down(self) -> None:
        """Go down with the wheel."""
        self.step(1)

    def on_mouse_scroll_up(self) -> None:
        """Go up with the wheel."""
        self.step(-1)

    def _refresh_lines(self, stale: Iterable[int]) -> None:
        if regions := [Region(0, y, self.window.width, 1) for y in stale]:
            self.refresh(*regions)

    def _look(self, y: int) -> Hashable:
        """Return all that line ``y`` of the window depends on, but for the colours."""
        index = self.top + y - HEADING
        if y < HEADING:
            return "heading", self.heading_key(), self.window.width
        if index >= self.count:
            return None, self.window.width, tuple(self._said(y))
        return self.key(index), self.sign(index), self.window.width, self._marked(index), self._lit(index)

    def _marked(self, index: int) -> bool:
        return index == self.cursor and (self.ALWAYS_MARKED or self.has_focus)

    def _lit(self, index: int) -> bool:
        return index == self.cursor and self.has_focus

    def _paint(self, y: int) -> Strip:
        width, index = self.window.width, self.top + y - HEADING
        if y < HEADING:
            return paint.strip(self.heading(width), width, self.inks, "frame")
        if index >= self.count:
            return paint.strip([("  ", "shown"), *self._said(y)], width, self.inks)
        mark = self.sign(index) + (">" if self._marked(index) else " ")
        parts = [(mark, "shown"), *self.parts(index, width - MARGIN)]
        return paint.strip(parts, width, self.inks, "cursor" if self._lit(index) else "shown")

    def _said(self, y: int) -> Parts:
        """Return what stands in line ``y`` of the window where no line of the list does."""
        words = () if self.count else self.empty(self.window.width - MARGIN)
        return words[y - HEADING] if y - HEADING < len(words) else ()
