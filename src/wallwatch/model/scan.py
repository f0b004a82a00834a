"""A scan: alerts that are one search for open doors, as one record."""

from typing import Final, Literal, get_args

import msgspec

from wallwatch.model.ports import count, ranges
from wallwatch.model.sighting import Stack
from wallwatch.model.times import SECOND

ScanKind = Literal["vertical", "horizontal", "block", "distributed"]
KINDS: Final[tuple[ScanKind, ...]] = get_args(ScanKind)
"""Many ports of one host; one port of many hosts; many of many; many sources at the ports of one host."""

LISTED: Final = 256
"""Sources, and targets, that are told apart; of more, only that there are more."""

_MINUTE: Final = 60
_HOUR: Final = 3_600
_UNHURRIED: Final = 10
"""Seconds from one knock to the next from which on their pace is worth a word."""

_SHARED: Final = ", each at a door of its own; who else uses that tool cannot be told from them"


class Ports(msgspec.Struct, frozen=True, gc=False):
    """The ports of one protocol, packed as :class:`PortSet` does; a protocol without ports has none."""

    proto: str
    packed: bytes

    @property
    def count(self) -> int:
        """How many ports there are."""
        return count(self.packed)


class Scan(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """Who searched for what, from ``first`` to ``last`` (microseconds since the epoch).

    ``sources`` and ``targets`` are in the order in which they came, at most :data:`LISTED` of each. ``newest`` is the
    number of the alert that joined last. ``alerts`` is how many alerts belong to it, ``os`` what sent it.
    """

    id: int
    kind: ScanKind
    first: int
    last: int
    tick: int = 1_000_000
    zone: int = 0
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    ports: tuple[Ports, ...]
    newest: int
    alerts: int = 0
    os: Stack | None = None
    crew: str | None = None
    """The tool that all sources of a distributed scan have."""
    shared: bool = False
    """They share the doors out among them; else each knocks at several."""

    @property
    def doors(self) -> int:
        """How many different ports there are."""
        return sum(ports.count for ports in self.ports)

    @property
    def hops(self) -> int | None:
        """How far away the source is, if that is known."""
        return None if self.os is None else self.os.hops

    @property
    def is_slow(self) -> bool:
        """Whether it takes its time, as one does that wants to pass unseen."""
        return self._pause >= _UNHURRIED

    def port_words(self) -> str:
        """Return the ports as ranges, each with its protocol: ``tcp 1-1000 udp 53``."""
        return " ".join(
            filter(None, (" ".join(filter(None, (each.proto, ranges(each.packed)))) for each in self.ports))
        )

    def because(self) -> str:
        """Return in plain words why it is a scan."""
        who = f"{_many(len(self.sources), 'source')} with the same tool knock" if self.crew else "knocks"
        words = f"{who} at {self._what()} within {_span((self.last - self.first) / SECOND)}{self._pace()}"
        return words + _SHARED if self.shared else words

    def _what(self) -> str:
        hosts, doors = _many(len(self.targets), "host"), self.doors
        if self.kind == "horizontal":
            if not doors:
                return f"{hosts} without a port (pings)"
            port = next(filter(None, (ranges(each.packed) for each in self.ports)))
            return f"port {port} of {hosts}"
        return f"{doors:,} port{'s'[: doors != 1]} of {'one host' if len(self.targets) == 1 else hosts}"

    def _pace(self) -> str:
        """Return how slowly it goes, where that is what it tries to hide behind."""
        return f", one every {_span(self._pause)}" if self.is_slow else ""

    @property
    def _pause(self) -> float:
        return (self.last - self.first) / SECOND / max(self.alerts - 1, 1)


def _many(number: int, noun: str) -> str:
    words = f"{number:,} {noun}{'s'[: number != 1]}"
    return f"{words} and more" if number >= LISTED else words


def _span(seconds: float) -> str:
    if seconds < 2 * _MINUTE:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / _MINUTE)} min" if seconds < 2 * _HOUR else f"{round(seconds / _HOUR)} h"
