"""What a report is made of: alerts with their packets, raw lines and networks, under a name and with a note."""

from collections.abc import Iterable

import msgspec

from wallwatch.model import GAP, Alert, Packet, Sighting
from wallwatch.reports.suspicion import Suspicion
from wallwatch.whois.record import NetworkRecord


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One alert with what is known of it; ``note`` is what a person said of it."""

    alert: Alert
    packets: tuple[Packet, ...] = ()
    network: NetworkRecord | None = None
    note: str = ""

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """What its lines say, each once, in the order of their times."""
        each = {_place(sighting): sighting for packet in self.packets for sighting in packet.sightings}
        return tuple(sorted(each.values(), key=_order))

    @property
    def unshown(self) -> int:
        """How many lines speak of the alert that are not here."""
        return max(self.alert.lines - sum(sighting.lines for sighting in self.sightings), 0)

    @property
    def is_gap(self) -> bool:
        """Tell whether it stands for lines that nobody can read any more."""
        return self.alert.proto == GAP


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The evidence, oldest first. ``made`` is when it was put together (microseconds since the epoch).

    ``chosen`` says in words what was chosen, ``left_out`` how many alerts of that are not here. ``masked`` tells that
    the addresses and names of our own are stand-ins.

    ``suspicions`` are the pairs of addresses that may be one machine's of which one called here, the likeliest first;
    ``untold`` is how many more there are, ``unlooked`` how many addresses were not held against others.
    """

    name: str = ""
    note: str = ""
    chosen: str = ""
    made: int
    parts: tuple[Part, ...]
    left_out: int = 0
    masked: bool = False
    suspicions: tuple[Suspicion, ...] = ()
    untold: int = 0
    unlooked: int = 0

    @property
    def attempts(self) -> tuple[Part, ...]:
        """The parts that are connection attempts, and no gaps."""
        return tuple(part for part in self.parts if not part.is_gap)


def networks_of(parts: Iterable[Part]) -> list[NetworkRecord]:
    """Return the networks that the alerts came from, each once, as far as they are known."""
    return list(dict.fromkeys(part.network for part in parts if part.network is not None))


def _place(sighting: Sighting) -> tuple[object, ...]:
    return sighting.source, sighting.stream, sighting.start, sighting.end, sighting.format, sighting.raw


def _order(sighting: Sighting) -> tuple[int, str, str, int]:
    return sighting.time, sighting.source, sighting.stream, sighting.start
