"""What the follower tells the panes, over the screen's own bus. Each message is news since the one before it."""

import msgspec

from wallwatch.store import SourceRow
from wallwatch.store.reader import Totals
from wallwatch.ui.rows import LineCounts, Rows


class Sum(msgspec.Struct, frozen=True):
    """The sum that is always on the screen, in lines: each line that was received is in exactly one of the others.

    ``counting`` are those of which it is not known yet whether they are shown, filtered or hidden.
    """

    counting: int = 0
    shown: int = 0
    filtered: int = 0
    hidden: int = 0
    archived: int = 0
    other: int = 0
    unparsed: int = 0
    lost: int = 0

    @property
    def received(self) -> int:
        """All of them together."""
        return sum(getattr(self, name) for name in self.__struct_fields__)


def sum_of(totals: Totals, counts: LineCounts | None) -> Sum:
    """Return the sum of what the store counts and the rows have; without rows, the lines of all alerts are counted."""
    shown, hidden, filtered = counts or (0, 0, 0)
    return Sum(
        counting=0 if counts else totals.lines,
        shown=shown,
        filtered=filtered,
        hidden=hidden,
        archived=totals.archived,
        other=totals.other,
        unparsed=totals.unparsed,
        lost=totals.lost,
    )


class AlertsChanged(msgspec.Struct, frozen=True):
    """The rows changed. ``touched`` are the alerts that look different now, ``None`` if any may.

    ``arrived`` counts the rows that are new on the list.
    """

    rows: Rows
    touched: frozenset[int] | None = None
    arrived: int = 0


class SumChanged(msgspec.Struct, frozen=True):
    """Lines were counted, or judged differently; ``rules`` noise rules are in force."""

    sum: Sum
    rules: int = 0


class SourcesChanged(msgspec.Struct, frozen=True):
    """The sources as they are now."""

    sources: tuple[SourceRow, ...]


class MarksChanged(msgspec.Struct, frozen=True):
    """Somebody marked alerts, here or at another console."""


class WhoisAnswered(msgspec.Struct, frozen=True):
    """A registry was asked about an address, and what it said is in the cache."""

    address: str


class Troubled(msgspec.Struct, frozen=True):
    """Something does not work (the store, a noise rule), in a sentence for people; an empty one is no trouble.

    What is ``passing`` is told once; the other stands until an empty sentence takes it back.
    """

    sentence: str
    passing: bool = False
