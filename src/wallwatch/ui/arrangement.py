"""How the alerts of the feed are arranged: which of them, in which order, one by one or in groups."""

from collections.abc import Sequence
from typing import Final

import msgspec

from wallwatch.filter.clause import Sql
from wallwatch.ui.groupings import Grouping
from wallwatch.ui.orders import GROUP_ORDERS, ORDERS, TIME, Order

TOP: Final = -1
NEWEST: Final = -2
"""Instead of the number of an alert: the first row, and the one that is followed."""


class Within(msgspec.Struct, frozen=True):
    """A group that was opened: what it is called, and the condition that an alert is in it."""

    words: str
    where: Sql


class Arrangement(msgspec.Struct, frozen=True):
    """What is shown of the listed alerts: those in all of the groups that were opened, in an order, grouped or not."""

    order: Order = TIME
    backwards: bool = False
    grouping: Grouping | None = None
    opened: tuple[Within, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether these are the alerts in order of time, which need no question to the store."""
        return self.order == TIME and self.grouping is None and not self.opened

    @property
    def orders(self) -> Sequence[Order]:
        """What it can be sorted by."""
        return ORDERS if self.grouping is None else GROUP_ORDERS

    @property
    def clause(self) -> str:
        """The order, as SQL."""
        return self.order.clause(backwards=self.backwards)

    def grouped(self, grouping: Grouping | None) -> "Arrangement":
        """Return the same alerts in groups, or one by one in order of time."""
        order = TIME if grouping is None else GROUP_ORDERS[0]
        return msgspec.structs.replace(self, grouping=grouping, order=order, backwards=False)

    def sorted(self, order: Order, *, backwards: bool = False) -> "Arrangement":
        """Return the same rows in another order."""
        return msgspec.structs.replace(self, order=order, backwards=backwards)

    def into(self, within: Within) -> "Arrangement":
        """Return the alerts of one group, one by one in order of time."""
        return msgspec.structs.replace(self.grouped(None), opened=(*self.opened, within))

    @property
    def words(self) -> str:
        """What is to be told of it; nothing of the alerts in order of time."""
        opened = " > ".join(each.words for each in self.opened)
        by = "" if self.grouping is None else f"by {self.grouping.name}"
        is_usual = self.order == (TIME if self.grouping is None else GROUP_ORDERS[0]) and not self.backwards
        ordered = "" if is_usual else self.order.words(backwards=self.backwards)
        return " · ".join(part for part in (opened, by, ordered) if part)
