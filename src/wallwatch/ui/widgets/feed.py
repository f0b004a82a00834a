"""The feed: one row per connection attempt, at the same cost however many there are."""

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.reactive import var

from wallwatch.filter.quote import term_for
from wallwatch.model import GAP, Alert
from wallwatch.ui import words
from wallwatch.ui.desk import Desk
from wallwatch.ui.empty import empty_words
from wallwatch.ui.ledger import HIDDEN, ODD, Columns
from wallwatch.ui.messages import AlertsChanged, MarksChanged, SourcesChanged, Troubled
from wallwatch.ui.pages import Kept, Pages
from wallwatch.ui.paint import Ink, Parts
from wallwatch.ui.search import next_row
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.widgets import columns
from wallwatch.ui.widgets.columns import Slot
from wallwatch.ui.widgets.lines import MARGIN
from wallwatch.ui.widgets.tagged_lines import TaggedLines

if TYPE_CHECKING:
    from wallwatch.ui.rows import Key

_FLAG: Final = 1
"""Cells between the margin and the first column, for the mark."""
_MINUTE: Final = 60.0
_MODES: Final[tuple[words.TimeMode, ...]] = ("absolute", "relative", "delta")


class Feed(TaggedLines):
    """The listed alerts. At its end it follows, as ``tail`` does: any move up stops it, the end resumes it."""

    ALWAYS_MARKED: ClassVar[bool] = True

    selected: var[Alert | None] = var(None)
    """The alert under the cursor, as it was last read."""
    waiting: var[int | None] = var(None)
    """How many rows came in since the feed stands still; ``None`` while it follows."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.cell = columns.FIRST_CELL
        self.mode: words.TimeMode = "absolute"
        self._desk = desk
        self._rows = desk.follower.rows
        self._seen = -1
        self._anchor: Key = (0, 0)
        self._pages = Pages(desk.alerts)

    def on_mount(self) -> None:
        """Follow what the bus says of alerts, and of what stands here while there are none."""
        bus = self._desk.bus
        self._desk.follower.place = lambda: None if self.following else self._anchor[0]
        subscribe(self, bus, AlertsChanged, self._take, lambda: AlertsChanged(self._desk.follower.rows))
        for kind in (MarksChanged, SourcesChanged, Troubled):
            subscribe(self, bus, kind, lambda _: self.changed())
        self.set_interval(_MINUTE, self.changed)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def following(self) -> bool:
        """Whether the feed stays at its end as rows come in."""
        return self.waiting is None

    @property
    def current(self) -> Alert | None:
        """The alert under the cursor."""
        self.sync()
        kept = self._at(self.cursor)
        return None if kept is None else kept.alert

    @property
    def chosen(self) -> Sequence[int]:
        """The numbers of the alerts that an action is about: the tagged ones, else the one under the cursor.

        An open range is tagged by this.
        """
        self.sync()
        if self.ranged:
            self.tag_range()
        return self.tags.ids() if self.tags.count else self.ids_of(range(self.cursor, self.cursor + 1))

    def id_at(self, index: int) -> int | None:
        """Return the number of the alert in row ``index``, ``None`` where there is no such row."""
        return self._rows.id_at(index) if 0 <= index < self.count else None

    def row_of(self, alert_id: int) -> int | None:
        """Return the row of an alert, ``None`` where it is not listed."""
        return self._rows.index_of(alert_id)

    def ids_of(self, rows: range) -> Sequence[int]:
        """Return the numbers of the alerts in these rows."""
        return self._rows.page(rows.start, len(rows))

    def term(self, *, negate: bool = False) -> str | None:
        """Return the filter term for the cell under the cursor, ``None`` where there is no row."""
        alert = self.current
        if alert is None:
            return None
        column = self._slots[self._cell].column
        if alert.proto == GAP and column.name != "TIME":
            # A gap has a source, and nothing else that an alert has.
            field, value = ("source", alert.src) if column.name == "FROM" else ("proto", GAP)
            return term_for(field, value, negate=negate)
        return columns.term(alert, column, negate=negate)

    @property
    def address(self) -> str | None:
        """The address under the cursor: the target's in its column, the source's in all others; a gap has none."""
        alert = self.current
        if alert is None or alert.proto == GAP:
            return None
        return alert.dst if self._slots[self._cell].column.name == "TO" else alert.src

    def cell_text(self) -> str:
        """Return what stands in the cell under the cursor."""
        alert = self.current
        return "" if alert is None else self._slots[self._cell].column.text(alert)

    def current_text(self) -> str:
        """Return the current row as it is copied: its cells, none of them cut."""
        alert = self.current
        return "" if alert is None else "  ".join(slot.column.text(alert) for slot in self._slots)

    def follow(self, *, on: bool) -> None:
        """Go to the end and stay there as rows come in, or stand still."""
        self.waiting = None if on else self.waiting or 0
        if on:
            self.move(self.count - 1)

    def go_to_next(self, found: Columns, *, forward: bool) -> bool:
        """Go to the next row that is among ``found``, or to the one before; tell whether there is one."""
        self.sync()
        row = next_row(found, self._rows, self._anchor, forward=forward)
        if row is not None:
            self.follow(on=False)
            self.move(row)
        return row is not None

    def next_mode(self) -> None:
        """Show times in the next way: absolute, relative to now, since the row before."""
        self.mode = _MODES[(_MODES.index(self.mode) + 1) % len(_MODES)]
        self.changed()

    def step(self, by: int) -> None:
        """Go ``by`` rows down, or up where it is negative; to go up, or to stay above the end, ends following."""
        self.sync()
        self.follow(on=by > 0 and self.cursor + by >= self.count - 1)
        if not self.following:
            super().step(by)

    def move(self, to: int) -> None:
        """Make row ``to`` the current one."""
        super().move(to)
        self._remember()
        self.selected = self.current

    def sync(self) -> None:
        """Keep the cursor on its alert, or at the end, whatever came and went above it."""
        if self._rows.version == self._seen:
            return
        self._seen = self._rows.version
        place = self.count - 1 if self.following else self._anchor_row()
        self.top += place - self.cursor
        self.cursor = max(place, 0)
        self.reveal()
        self._remember()
        self.ranged = self.range_length

    def action_feed_top(self) -> None:
        """Go to the first row; the feed stands still."""
        self.follow(on=False)
        self.move(0)

    def action_feed_end(self) -> None:
        """Go to the last row and follow."""
        self.follow(on=True)

    def action_feed_cell_left(self) -> None:
        """Go to the cell on the left."""
        self.cell = max(self._cell - 1, 0)
        self.changed()

    def action_feed_cell_right(self) -> None:
        """Go to the cell on the right."""
        self.cell = min(self._cell + 1, len(self._slots) - 1)
        self.changed()

    def heading(self, width: int) -> Parts:  # noqa: ARG002 - the columns know it
        """Return the names of the columns; that of the current cell stands out."""
        names = columns.header(self._width)
        inks: list[Ink] = ["strong" if at == self._cell else "frame" for at in range(len(names))]
        return [(" " * (MARGIN + _FLAG), "frame"), *zip(names, inks, strict=True)]

    def heading_key(self) -> Hashable:
        """Return what the heading depends on."""
        return self._cell

    def key(self, index: int) -> Hashable:
        """Return what a row depends on."""
        kept = self._at(index)
        if kept is None:
            return None
        cell = self._cell if index == self.cursor else None
        return kept.alert.id, kept.serial, self._state(kept.alert), self._time(kept.alert, index), cell

    def parts(self, index: int, width: int) -> Parts:  # noqa: ARG002 - the columns know it
        """Return the cells of a row."""
        kept = self._at(index)
        if kept is None:
            return ()
        flag, ink = self._state(kept.alert)
        texts = columns.cells(kept.alert, self._width, self._time(kept.alert, index))
        cell = self._cell if index == self.cursor else None
        return [(flag, ink), *((text, "cell" if at == cell else ink) for at, text in enumerate(texts))]

    def empty(self, width: int) -> Sequence[Parts]:
        """Return what to say while there are no rows."""
        return empty_words(self._desk.follower, width)

    def _take(self, news: AlertsChanged) -> None:
        """Take in news of the rows; what is in sight and looks different is painted again."""
        if news.rows is not self._rows:
            self._rows, self._seen = news.rows, -1
        self._pages.forget(news.touched)
        if self.tags.count:
            self.tags.keep(lambda alert_id: self._rows.standing(alert_id) is not None, news.touched)
            self.tagged = self.tags.count
        if self.waiting is not None:
            self.waiting += news.arrived
        self.changed()
        self.selected = self.current

    def _at(self, index: int) -> Kept | None:
        if not 0 <= index < self.count:
            return None
        return self._pages.get(self._rows.id_at(index), self._rows.page(self.top, self.page))

    def _state(self, alert: Alert) -> tuple[str, Ink]:
        """Return the letter and the colour of what people and rules say of an alert."""
        mark = self._desk.marks.of(alert)
        if mark.starred:
            return "*", "starred"
        standing = self._rows.standing(alert.id) or 0
        if standing & ODD:
            return "!", "odd"
        if standing & HIDDEN:
            return "h", "hidden"
        if mark.done:
            return "d", "done"
        return "n" if mark.note else " ", "shown"

    def _time(self, alert: Alert, index: int) -> str | None:
        if self.mode == "relative":
            return words.age(self._desk.session.clock() - alert.first)
        if self.mode == "delta":
            return words.delta(alert.first - self._rows.first_at(index - 1)) if index else ""
        return None

    def _anchor_row(self) -> int:
        """Return the row of the alert that the cursor was on, or of the one that took its place."""
        place = self._rows.index_of(self._anchor[1])
        return self._rows.nearest(*self._anchor) if place is None else place

    def _remember(self) -> None:
        if self.count:
            self._anchor = self._rows.first_at(self.cursor), self._rows.id_at(self.cursor)

    @property
    def _width(self) -> int:
        return max(self.window.width - MARGIN - _FLAG, 0)

    @property
    def _slots(self) -> Sequence[Slot]:
        return columns.slots(self._width)

    @property
    def _cell(self) -> int:
        return min(self.cell, len(self._slots) - 1)
