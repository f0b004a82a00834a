"""How much each source did in each minute or day, kept while alerts come in: in memory, and so with a bound."""

from collections import OrderedDict
from typing import Final

CAPACITY: Final = 100_000
"""Members that are remembered, all windows together."""

Window = tuple[str, str, str, int]
"""The key of a rule, the name of an axis, a source, and which minute or day since the epoch it is."""


class Tally:
    """Sums by window. A member may be put in again with another amount; the oldest windows are forgotten first."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._amounts: OrderedDict[Window, dict[int, int]] = OrderedDict()
        self._totals: dict[Window, int] = {}
        self._windows: dict[int, set[Window]] = {}
        self._kept = 0

    def put(self, window: Window, member: int, amount: int) -> int:
        """Set what a member adds to a window; return the sum of that window."""
        amounts = self._amounts.setdefault(window, {})
        before = amounts.get(member)
        amounts[member] = amount
        self._totals[window] = self._totals.get(window, 0) + amount - (before or 0)
        if before is None:
            self._windows.setdefault(member, set()).add(window)
            self._kept += 1
            self._make_room(window)
        return self._totals[window]

    def drop(self, window: Window, member: int) -> int:
        """Take a member out of a window; return the sum of what is left."""
        amounts = self._amounts.get(window, {})
        if member in amounts:
            self._totals[window] -= amounts.pop(member)
            self._leave(window, member)
            if not amounts:
                del self._amounts[window], self._totals[window]
        return self._totals.get(window, 0)

    def windows(self, member: int) -> frozenset[Window]:
        """Return the windows that a member is in."""
        return frozenset(self._windows.get(member, ()))

    def members(self, window: Window) -> frozenset[int]:
        """Return who is in a window."""
        return frozenset(self._amounts.get(window, ()))

    def _make_room(self, newest: Window) -> None:
        while self._kept > self._capacity and next(iter(self._amounts)) != newest:
            window, amounts = self._amounts.popitem(last=False)
            del self._totals[window]
            for member in amounts:
                self._leave(window, member)

    def _leave(self, window: Window, member: int) -> None:
        self._kept -= 1
        self._windows[member].discard(window)
        if not self._windows[member]:
            del self._windows[member]
