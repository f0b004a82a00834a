"""Line mode: which alerts are worth a line. Each is told when it is new, and once more when it has stopped growing."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from wallwatch.cli.output import alert_line
from wallwatch.model import GAP, Alert
from wallwatch.model.times import SECOND
from wallwatch.ui.ledger import HIDDEN, ODD
from wallwatch.ui.rows import Rows

SETTLED: Final = 20 * SECOND
"""How long (microseconds) an alert has not changed when it is told again: longer than most senders wait for a retry."""
TOLD: Final = 10_000
"""Alerts of which it is kept how they were told; the oldest make room."""

_UNKNOWN: Final = "unknown"


class Events:
    """Keeps what was told. Alerts up to the number ``after`` were there before; ``clock`` gives microseconds."""

    def __init__(self, after: int, clock: Callable[[], int]) -> None:
        self._newest = after
        self._clock = clock
        self._told: OrderedDict[int, str] = OrderedDict()
        self._growing: dict[int, int] = {}
        """When alerts that are not told as they are last changed."""

    def heard(self, rows: Rows, touched: frozenset[int] | None) -> Sequence[int]:
        """Take in which alerts look different now, ``None`` if any may; return those that are new, in their order."""
        before = self._newest
        changed = rows.page(0, len(rows)) if touched is None else touched
        if touched is None:
            changed = [number for number in changed if number > before]
        self._newest = max(before, max(changed, default=before))
        shown = sorted(number for number in changed if _is_shown(rows, number))
        for number in changed:
            self._growing.pop(number, None)
        now = self._clock()
        self._growing |= {number: now for number in shown if number <= before}
        return [number for number in shown if number > before]

    def settled(self, *, all_: bool = False) -> Sequence[int]:
        """Return the alerts that have not changed for a while, or all that have grown; they are not held any longer."""
        before = self._clock() - SETTLED
        found = [number for number, changed in self._growing.items() if all_ or changed <= before]
        for number in found:
            del self._growing[number]
        return found

    def lines(self, alerts: Sequence[Alert], rows: Rows) -> Iterator[str]:
        """Yield a line for each alert that was not told as it is now."""
        for alert in alerts:
            standing = rows.standing(alert.id) or 0
            line = _line(alert, "odd" if standing & ODD else "")
            was = self._told.get(alert.id)
            if line == was:
                continue
            self._keep(alert.id, line)
            yield f"{'new' if was is None else 'grown':<5} {line}"

    def _keep(self, number: int, line: str) -> None:
        self._told[number] = line
        self._told.move_to_end(number)
        if len(self._told) > TOLD:
            self._told.popitem(last=False)


def _is_shown(rows: Rows, number: int) -> bool:
    standing = rows.standing(number)
    return standing is not None and not standing & HIDDEN


def _line(alert: Alert, word: str) -> str:
    if alert.proto == GAP:
        return alert_line(alert)
    words = (
        alert_line(alert),
        f"verdict {alert.verdict}" if alert.verdict != _UNKNOWN else "",
        f"net {alert.network}" if alert.network else "",
        word,
    )
    return " ".join(filter(None, words))
