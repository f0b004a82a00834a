"""The row of a scan: its alerts as one, in the columns of the feed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from textual.cache import LRUCache

from wallwatch.filter.quote import term_for
from wallwatch.model import Alert
from wallwatch.model.ports import ranges
from wallwatch.model.scan import LISTED, Scan
from wallwatch.ui import words
from wallwatch.ui.folds import Group

_KEPT: Final = 1_000
_OWN: Final = frozenset({"TIME", "FROM", "OS", "HOP", "VERDICT"})
"""Columns whose cells say the same of each of its alerts."""


class ScanPages:
    """The scans of the rows that were seen last. ``read`` returns those of the given numbers that there are."""

    def __init__(self, read: Callable[[Sequence[int]], list[Scan]]) -> None:
        self._read = read
        self._kept: LRUCache[int, Scan] = LRUCache(_KEPT)

    def get(self, number: int, page: Collection[int]) -> Scan | None:
        """Return a scan, reading with it what is missing of ``page``; ``None`` if it is not there."""
        if number not in self._kept:
            for scan in self._read([each for each in {number, *page} if each and each not in self._kept]):
                self._kept[scan.id] = scan
        return self._kept.get(number)

    def forget(self, numbers: Collection[int] | None) -> None:
        """Read these scans again when they are asked for next; all, for ``None``."""
        if numbers is None:
            self._kept.clear()
        for number in numbers or ():
            self._kept.discard(number)


def texts(scan: Scan, group: Group) -> Mapping[str, str]:
    """Return what stands in the cells of its row, by the name of the column, where that is not the first alert's."""
    ports = scan.doors
    door = next(filter(None, (ranges(each.packed) for each in scan.ports))) if ports == 1 else ""
    return {
        "N": words.short(group.alerts),
        "FROM": scan.sources[0] if len(scan.sources) == 1 else f"{_open(len(scan.sources))} sources",
        "TO": door or f"{words.short(ports)}p" if ports else "ping",
        "WHAT": what(scan),
    }


def what(scan: Scan) -> str:
    """Return in few words what a scan looks for: ``scan of 1,000 ports``."""
    ports, hosts = words.many(scan.doors, "port"), f"{_open(len(scan.targets))} hosts"
    looks_for = {
        "vertical": ports,
        "horizontal": hosts,
        "block": f"{words.short(scan.doors)}p x {hosts}",
        "distributed": f"{ports}, {_open(len(scan.sources))} sources",
    }[scan.kind]
    if scan.kind in {"block", "distributed"}:
        return f"{'slow ' if scan.is_slow else ''}scan {looks_for}"
    return f"slow scan, {looks_for}" if scan.is_slow else f"scan of {looks_for}"


def term(alert: Alert, column: str, *, negate: bool) -> str | None:
    """Return the filter term for a cell of its row that is not its first alert's own; ``None`` where it is that."""
    return None if column in _OWN else term_for("scan", alert.scan, negate=negate)


def _open(number: int) -> str:
    return f"{number}+" if number >= LISTED else str(number)
