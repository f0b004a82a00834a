"""The levels of the feed: groups inside the list, the alerts of a group inside the groups, and back again.

Each level is an arrangement, and the row that the cursor was on when the next one was opened.
"""

from collections.abc import Callable
from typing import NamedTuple

from wallwatch.ui.arrangement import TOP, Arrangement, Within
from wallwatch.ui.arranger import Arranger
from wallwatch.ui.desk import Desk
from wallwatch.ui.groupings import Grouping
from wallwatch.ui.orders import Order
from wallwatch.ui.tags import Tags
from wallwatch.ui.views import View


class Shown(NamedTuple):
    """A view, how it is arranged, and the alert to go to (``None`` for the one that the cursor is on)."""

    view: View
    arrangement: Arrangement
    goal: int | None


class _Left(NamedTuple):
    arrangement: Arrangement
    row: int | None


class Levels:
    """What is shown now, and what it was opened from; ``show`` is given every new view."""

    def __init__(self, desk: Desk, tags: Tags, show: Callable[[Shown], None]) -> None:
        self.arranger = Arranger(desk, tags, self._pass_on)
        self._show = show
        self._left: list[_Left] = []
        self._goal: int | None = None

    @property
    def arrangement(self) -> Arrangement:
        """How the alerts are arranged on this level."""
        return self.arranger.arrangement

    def sort(self, order: Order, *, backwards: bool = False) -> None:
        """Sort what is shown in another way, and go to its top."""
        self._arrange(self.arrangement.sorted(order, backwards=backwards), TOP)

    def group(self, grouping: Grouping, row: int | None) -> None:
        """Show groups of the alerts that are shown; groups of another kind take the place of groups."""
        if self.arrangement.grouping is None:
            self._left.append(_Left(self.arrangement, row))
        self._arrange(self.arrangement.grouped(grouping), TOP)

    def open(self, within: Within, row: int | None) -> None:
        """Show the alerts of a group; ``row`` is that of the group."""
        self._left.append(_Left(self.arrangement, row))
        self._arrange(self.arrangement.into(within), TOP)

    def back(self) -> bool:
        """Go back to the level from which this one was opened; tell whether there was one."""
        if not self._left:
            return False
        left = self._left.pop()
        self._arrange(left.arrangement, left.row)
        return True

    def back_to_first(self) -> None:
        """Leave all levels: what was opened is not there any more."""
        if self._left:
            outermost, self._left = self._left[0].arrangement, []
            self._arrange(outermost, None)

    def _arrange(self, arrangement: Arrangement, goal: int | None) -> None:
        self._goal = goal
        self.arranger.arrange(arrangement)

    def _pass_on(self, view: View) -> None:
        goal, self._goal = self._goal, None
        self._show(Shown(view, self.arrangement, goal))
