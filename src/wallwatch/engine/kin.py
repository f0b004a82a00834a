"""Where alerts are found that may be of one machine: a store, or the alerts of log files that were read whole."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from wallwatch.model import Alert, Packet
from wallwatch.store.kindred import MOST, WITHIN
from wallwatch.store.ledger import Subject, subject_of
from wallwatch.store.rows import address_key

_IPV4: Final = 14
_IPV6: Final = 4
"""Bytes of a packed address that its range has."""

_Range = tuple[bytes, str]


class Kin(Protocol):
    """What a ledger of two alerts is made from. A ``StoreReader`` is one."""

    def kindred(self, alert: Alert) -> list[Alert]:
        """Return the attempts of one range and family around an alert, oldest first."""
        ...

    def alike(self, subjects: Iterable[Subject]) -> list[Alert]:
        """Return the alerts of these tuples, of any time."""
        ...

    def packets(self, alert: int, /) -> tuple[Packet, ...]:
        """Return the packets of an alert."""
        ...


class Held:
    """The alerts of log files, without a store; ``packets`` gives those of each by its number.

    It answers as a store of them would.
    """

    def __init__(self, alerts: Sequence[Alert], packets: Callable[[int], tuple[Packet, ...]]) -> None:
        self._alerts = alerts
        self._packets = packets
        self._ranges: defaultdict[_Range, list[Alert]] = defaultdict(list)
        for alert in sorted(alerts, key=_first):
            if alert.proto == "tcp" and alert.packets > 1 and (key := _range(alert)) is not None:
                self._ranges[key].append(alert)

    def kindred(self, alert: Alert) -> list[Alert]:
        """Return the attempts of one range and family around an alert, oldest first, its own and its source's too."""
        key = _range(alert)
        alike = self._ranges.get(key, []) if key is not None else []
        start = bisect_left(alike, alert.first - WITHIN, key=_first)
        middle = bisect_right(alike, alert.first, key=_first)
        stop = bisect_right(alike, alert.first + WITHIN, key=_first)
        return alike[max(start, middle - MOST) : min(stop, middle + MOST)]

    def alike(self, subjects: Iterable[Subject]) -> list[Alert]:
        """Return the alerts of these tuples, of any time."""
        tuples = {subject.tuple for subject in subjects}
        return [alert for alert in self._alerts if tuples and subject_of(alert).tuple in tuples]

    def packets(self, alert: int, /) -> tuple[Packet, ...]:
        """Return the packets of an alert."""
        return self._packets(alert)


def _first(alert: Alert) -> int:
    return alert.first


def _range(alert: Alert) -> _Range | None:
    """Return the range and the family of an alert, ``None`` where either is not known."""
    key = address_key(alert.src)
    if key is None or alert.os is None or alert.os.family is None:
        return None
    return bytes(key)[: _IPV6 if ":" in alert.src else _IPV4], alert.os.family
