"""A list that shows a view of the alerts: its cursor stays on its alert, or at the newest, whatever comes and goes.

``+`` before a group says that all of its alerts are tagged, ``-`` that some are.
Only an order of time can be followed. In another one the cursor stays where it is, and new rows go where they belong.
"""

from collections.abc import Sequence
from typing import Final

from textual.reactive import var

from wallwatch.ui.arrangement import NEWEST, TOP
from wallwatch.ui.folds import Group, Key
from wallwatch.ui.rows import Rows
from wallwatch.ui.views import Backwards, View
from wallwatch.ui.widgets.tagged_lines import TAGGED, TaggedLines

SOME_TAGGED: Final = "-"


class ViewedLines(TaggedLines):
    """Lines that are the rows of a view. At the newest row it follows, as ``tail`` does: any move away stops it."""

    waiting: var[int | None] = var(None)
    """How many rows came in since the feed stands still; ``None`` while it follows."""

    def __init__(self, view: View, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.view = view
        self._seen = -1
        self._anchor: Key = (0, 0)
        self._goal: int | None = None
        self._sought = ""
        self._counted_at: tuple[int, View, int] | None = None
        self._tagged_of: dict[int, int] = {}
        """Of scans in sight, by the alert that stands for each, how many alerts were tagged then."""

    def look_for(self, text: str) -> None:
        """Let what is searched for stand out in the rows; nothing where that is empty."""
        self._sought = text.lower()
        self.changed()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.view)

    @property
    def can_follow(self) -> bool:
        """Whether there is an end at which new rows come in."""
        return self.view.towards != 0

    @property
    def following(self) -> bool:
        """Whether the feed stays at its newest row as rows come in."""
        return self.waiting is None and self.can_follow

    @property
    def group(self) -> Group | None:
        """The group under the cursor, ``None`` where that is an alert or nothing."""
        self.sync()
        return self.view.group_at(self.cursor) if self.cursor < self.count else None

    @property
    def row_id(self) -> int | None:
        """The number of the alert by which the current row is found again."""
        self.sync()
        return self.id_at(self.cursor)

    @property
    def place(self) -> int | None:
        """The goal that leads back to where the cursor is."""
        return NEWEST if self.following else self.row_id

    def id_at(self, index: int) -> int | None:
        """Return the number of the alert in row ``index``, ``None`` where there is no such row."""
        return self.view.id_at(index) if 0 <= index < self.count else None

    def row_of(self, alert_id: int) -> int | None:
        """Return the row of an alert, ``None`` where it is not listed."""
        return self.view.index_of(alert_id)

    def ids_of(self, rows: range) -> Sequence[int]:
        """Return the numbers of the alerts in these rows; a scan has many."""
        view = self.view
        return (view.behind if isinstance(view, Rows | Backwards) else view.page)(rows.start, len(rows))

    def show_view(self, view: View, goal: int | None = None) -> None:
        """Show another view, with the cursor on the alert that it was on, or on that of the number ``goal``.

        It stands still there, but at ``NEWEST`` it follows.
        """
        self.view, self._seen = view, -1
        self._goal = goal
        if goal == NEWEST:
            self.waiting = None
        elif goal not in {None, TOP} and self.can_follow:
            self.waiting = self.waiting or 0
        self.changed()

    def follow(self, *, on: bool) -> None:
        """Go to the newest row and stay there as rows come in, or stand still."""
        if self.can_follow:
            self.waiting = None if on else self.waiting or 0
            if on:
                self.move(self.view.newest)

    def step(self, by: int) -> None:
        """Go ``by`` rows down, or up where it is negative; what does not lead to the newest row ends following."""
        self.sync()
        to = max(min(self.cursor + by, self.count - 1), 0)
        self.follow(on=by * self.view.towards > 0 and to == self.view.newest)
        if not self.following:
            super().step(by)

    def move(self, to: int) -> None:
        """Make row ``to`` the current one."""
        super().move(to)
        self._remember()

    def sync(self) -> None:
        """Keep the cursor on its alert, or at the newest, whatever came and went above it."""
        if self.view.version == self._seen:
            return
        self._seen = self.view.version
        place = self.view.newest if self.following else self._anchor_row()
        self._goal = None
        self.top += place - self.cursor
        self.cursor = max(place, 0)
        self.reveal()
        self._remember()
        self.ranged = self.range_length

    def action_feed_top(self) -> None:
        """Go to the first row; the feed stands still, or follows where new rows come in there."""
        self._go_to_end(0, -1)

    def action_feed_end(self) -> None:
        """Go to the last row, and follow where new rows come in there."""
        self._go_to_end(self.count - 1, 1)

    def _go_to_end(self, row: int, direction: int) -> None:
        self.follow(on=self.view.towards == direction)
        if not self.following:
            self.move(row)

    def sign(self, index: int) -> str:
        """Return the letter that says whether a row is tagged, about to be, or is a group with tags."""
        group = self.view.group_at(index) if index < self.count else None
        if group is None or index in self._range:
            return super().sign(index)
        tagged = group.tagged
        if self.tags.count and isinstance(self.view, Rows | Backwards):
            tagged = self._tagged_in(index)
        return SOME_TAGGED if 0 < tagged < group.alerts else TAGGED if tagged else " "

    def _tagged_in(self, index: int) -> int:
        """Return how many alerts of the scan in row ``index`` are tagged; of many that is not counted for each key."""
        stamp = self.tags.version, self.view, self.view.version
        if stamp != self._counted_at:
            self._counted_at, self._tagged_of = stamp, {}
        number = self.view.id_at(index)
        if number not in self._tagged_of:
            self._tagged_of[number] = sum(self.tags.flags(self.ids_of(range(index, index + 1))))
        return self._tagged_of[number]

    def _anchor_row(self) -> int:
        """Return the row to go to: that of the goal, or of the alert that the cursor was on, or the one next to it."""
        goal = self._goal
        if goal == TOP:
            return 0
        place = self.view.index_of(self._anchor[1] if goal is None else goal)
        if place is None and isinstance(self.view, Rows):
            return self.view.nearest(*self._anchor)
        return max(min(self.cursor, self.count - 1), 0) if place is None else place

    def _remember(self) -> None:
        if self.count:
            self._anchor = self.view.first_at(self.cursor), self.view.id_at(self.cursor)
