"""A list of alerts of which some are tagged, so that the next action is about all of these.

``+`` at the very left is a tag, ``|`` a row of the range that is open; both are counted where the screen shows them.
"""

from collections.abc import Sequence
from typing import Final

from textual.reactive import var

from wallwatch.ui.tags import Tags
from wallwatch.ui.widgets.lines import Lines

TAGGED: Final = "+"
IN_RANGE: Final = "|"


class TaggedLines(Lines):
    """Lines that stand for alerts. A subclass says which (``id_at``, ``row_of``, ``ids_of``)."""

    tagged: var[int] = var(0)
    """How many alerts are tagged, listed or not."""
    ranged: var[int] = var(0)
    """How many rows the open range has; 0 where none is open."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.tags = Tags()
        self._start: int | None = None
        """The alert at which the range was opened."""

    def id_at(self, index: int) -> int | None:
        """Return the number of the alert in row ``index``, ``None`` where there is no such row."""
        raise NotImplementedError

    def row_of(self, alert_id: int) -> int | None:
        """Return the row of an alert, ``None`` where it is not listed."""
        raise NotImplementedError

    def ids_of(self, rows: range) -> Sequence[int]:
        """Return the numbers of the alerts in these rows."""
        raise NotImplementedError

    def tag_row(self) -> None:
        """Tag the current row, or take its tag away, and go on to the next; an open range is tagged instead."""
        if self.ranged:
            self.tag_range()
            return
        self.tag(self.ids_of(range(self.cursor, min(self.cursor + 1, self.count))))
        self.step(1)

    def tag_range(self) -> None:
        """Open a range at the current row, or tag the rows of the one that is open."""
        if self.ranged:
            ids = self.ids_of(self._range)
            self._start = None
            self.tags.put(ids, on=True)
        else:
            self._start = self.id_at(self.cursor)
        self.tell_tags()

    def close_range(self) -> None:
        """Tag the rows of the range, if one is open."""
        if self.ranged:
            self.tag_range()

    def tag(self, ids: Sequence[int]) -> bool:
        """Tag alerts, or take their tags away where all have one; return whether they have now."""
        on = self.tags.switch(ids)
        self.tell_tags()
        return on

    def drop_tags(self) -> bool:
        """Close the range that is open, else take all tags away; tell whether there was something to drop."""
        if self._start is not None:
            self._start = None
        elif self.tags.count:
            self.tags.clear()
        else:
            return False
        self.tell_tags()
        return True

    def forget_tags(self) -> None:
        """Take away the tags and the range: the numbers are those of other alerts now."""
        self._start = None
        self.tags.clear()
        self.tell_tags()

    def tell_tags(self) -> None:
        """Show the tags and the range as they are now."""
        self.tagged = self.tags.count
        self.ranged = self.range_length
        self.changed()

    def move(self, to: int) -> None:
        """Make row ``to`` the current one; the range goes up to there."""
        super().move(to)
        self.ranged = self.range_length

    def sign(self, index: int) -> str:
        """Return the letter that says whether a row is tagged, or about to be."""
        if index in self._range:
            return IN_RANGE
        number = self.id_at(index)
        return TAGGED if number is not None and number in self.tags else " "

    @property
    def range_length(self) -> int:
        """How many rows the open range has, 0 where none is open."""
        return len(self._range)

    @property
    def _range(self) -> range:
        """The rows between the start of the range and the cursor, both with them."""
        row = None if self._start is None else self.row_of(self._start)
        return range(0) if row is None else range(min(row, self.cursor), max(row, self.cursor) + 1)
