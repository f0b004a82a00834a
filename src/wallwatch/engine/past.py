"""What an engine has to know of the runs before it: the alerts that may still grow, without reading them all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final

from wallwatch.correlate import Correlator
from wallwatch.correlate.attempt import PACKETS_KEPT
from wallwatch.correlate.correlator import CAPACITY, Restored
from wallwatch.engine.identify import Identifier
from wallwatch.engine.memory import recall
from wallwatch.evidence.knocks import CAPACITY as CAPACITY_OF_KNOCKS
from wallwatch.evidence.scan import Scans
from wallwatch.model import Alert
from wallwatch.model.scan import Scan
from wallwatch.store import StoreReader

_CHUNK: Final = 1_000

_TAKEN: Final = 250
_PACKETS_TAKEN: Final = 2_500
"""Alerts that are opened together, and packets that are read together."""

AT_HAND: Final = 2_000
PACKETS_AT_HAND: Final = 20_000
"""Alerts that are opened at the start, for the year and the other tuple that their lines tell of; with no more
packets than these. Others that may still grow are fetched when a line speaks of them.
"""


class Past:
    """The alerts of a store, by the order in which they were last changed. To be closed.

    It reads through a connection of its own, so that it can be asked while a batch is written. Whatever it is asked
    for has not been changed in this run, so that nothing that waits to be written is missing.
    """

    def __init__(self, path: Path) -> None:
        self._reader = StoreReader(path)
        self._reader.open()
        self._reader.spare_memory()

    def close(self) -> None:
        """Close the connection."""
        self._reader.close()

    def numbers(self, limit: int = CAPACITY) -> list[int]:
        """Return the alerts that were changed last, at most ``limit`` of them, the last one at the end."""
        newest = self._reader.last_changed(limit)
        return list(self._reader.index().ids[-limit:]) if newest is None else newest

    def alerts(self, numbers: Sequence[int]) -> Iterator[list[Alert]]:
        """Yield the alerts of these numbers that are still there, in lists that need little room."""
        for start in range(0, len(numbers), _CHUNK):
            yield self._reader.alerts(numbers[start : start + _CHUNK])

    def alert(self, number: int) -> Alert | None:
        """Return the alert of this number, ``None`` if it is not there."""
        return next(iter(self._reader.alerts((number,))), None)

    def scans(self) -> tuple[list[Scan], int]:
        """Return the scans that may go on, and the number for the next one."""
        return self._reader.scans_going_on()

    def lone(self, number: int) -> list[int]:
        """Return the numbers of the alerts that are in no scan, from the one after ``number`` on."""
        return self._reader.lone_alerts(number)

    def fetch(self, numbers: Sequence[int]) -> Iterator[Restored]:
        """Yield the alerts of these numbers with their packets, without raw lines: those are in the store."""
        for alerts in _pieces(self._reader.alerts(numbers)):
            found = self._reader.packets_of([alert.id for alert in alerts], raw=False)
            yield from zip(alerts, found, strict=True)


def recognise(past: Past, scans: Scans, newest: int) -> None:
    """Go on with the scans of earlier runs, and with what may become one; ``newest`` is the last alert's number."""
    going_on, number = past.scans()
    scans.restore(going_on, number)
    for alerts in past.alerts(past.lone(newest - CAPACITY_OF_KNOCKS)):
        scans.recall(alerts, newest)
    scans.recall((), newest)


def reopen(past: Past, correlator: Correlator, identifier: Identifier, memory: Mapping[str, bytes]) -> None:
    """Go on with the alerts of earlier runs whose next packet may still come, and with what was remembered."""
    recall(correlator, memory)
    identifier.look_up(past.alert)
    numbers = past.numbers()
    correlator.forget_all_but(numbers)
    newest: list[Alert] = []
    for alerts in past.alerts(numbers):
        identifier.restore(alerts)
        correlator.shelve(alerts, past.fetch)
        newest = [*newest, *alerts][-AT_HAND:]
    for alerts in _pieces(_last(newest, PACKETS_AT_HAND)):
        correlator.take_down(alerts)


def _last(alerts: Sequence[Alert], packets: int) -> Sequence[Alert]:
    """Return the last ones that have so many packets together, the very last one in any case."""
    held = accumulate(_kept(alert) for alert in reversed(alerts))
    fitting = sum(1 for sum_ in held if sum_ <= packets)
    return alerts[-max(fitting, 1) :]


def _pieces(alerts: Iterable[Alert]) -> Iterator[list[Alert]]:
    """Yield the alerts in lists that are opened together."""
    piece: list[Alert] = []
    packets = 0
    for alert in alerts:
        if piece and (len(piece) == _TAKEN or packets + _kept(alert) > _PACKETS_TAKEN):
            yield piece
            piece, packets = [], 0
        piece.append(alert)
        packets += _kept(alert)
    if piece:
        yield piece


def _kept(alert: Alert) -> int:
    return min(alert.packets, PACKETS_KEPT)
