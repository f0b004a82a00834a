"""A scan while it goes on: what grows with each knock, and its record."""

from typing import Final

from wallwatch.evidence.kinship import is_tool
from wallwatch.evidence.knocks import Crew, Knock
from wallwatch.model import Alert, Stack
from wallwatch.model.ports import PortSet
from wallwatch.model.scan import LISTED, Ports, Scan, ScanKind

_BASE: Final = 1_500
_ADDRESS: Final = 120
"""Bytes that a scan takes, roughly, and each address in it."""
_MANY: Final = 256
"""Ports of a shared-out scan from which on a knock at one of them again is one of its own."""


class Track:
    """One scan. ``crew`` is that of a distributed one, of which the sources may have ``shared`` the doors out."""

    def __init__(self, number: int, crew: Crew | None = None, *, shared: bool = False) -> None:
        self.id = number
        self.crew = crew
        self.shared = shared
        self.sources: dict[str, None] = {}
        self.targets: dict[str, None] = {}
        self.ports: dict[str, PortSet] = {}
        self.first = self.last = 0
        self._newest = 0
        self._alerts = 0
        self._tick = 1_000_000
        self._zone = 0
        self._os: Stack | None = None

    @classmethod
    def of(cls, scan: Scan) -> "Track":
        """Return the scan of a record, to go on."""
        track = cls(scan.id, None if scan.crew is None else (scan.targets[0], scan.crew), shared=scan.shared)
        track.sources, track.targets = dict.fromkeys(scan.sources), dict.fromkeys(scan.targets)
        track.ports = {ports.proto: PortSet.unpacked(ports.packed) for ports in scan.ports}
        track.first, track.last, track._newest = scan.first, scan.last, scan.newest
        track._alerts, track._tick, track._zone, track._os = scan.alerts, scan.tick, scan.zone, scan.os
        return track

    @property
    def size(self) -> int:
        """How many bytes it takes, roughly."""
        addresses = len(self.sources) + len(self.targets)
        return _BASE + _ADDRESS * addresses + sum(ports.size for ports in self.ports.values())

    def covers(self, time: int, gap: int) -> bool:
        """Tell whether a knock at ``time`` (microseconds) is one of it: no pause is longer than ``gap``."""
        return self.first - gap <= time <= self.last + gap

    def is_at_work(self, knock: Knock) -> bool:
        """Tell whether a knock of the crew's tool is one of a source that is known to be in the crew.

        Where the doors were shared out, it is also whoever comes to one that nobody has knocked at, or to any once they
        are many, because a swarm that draws its doors comes to some again: who else uses the tool then cannot be told
        from it.
        """
        if knock.src in self.sources:
            return True
        ports = self.ports.get(knock.proto)
        if not self.shared or knock.port is None:
            return False
        return ports is None or len(ports) >= _MANY or knock.port not in ports

    def add(self, knock: Knock) -> None:
        """Take in a knock."""
        self.first = min(self.first, knock.time) if self._alerts else knock.time
        self.last = max(self.last, knock.time) if self._alerts else knock.time
        self._newest = max(self._newest, knock.id)
        self._alerts += 1
        _listed(self.sources, knock.src)
        _listed(self.targets, knock.dst)
        ports = self.ports.setdefault(knock.proto, PortSet())
        if knock.port is not None:
            ports.add(knock.port)

    def describe(self, alert: Alert) -> None:
        """Take in what an alert tells of who sends it, and how exact its times are."""
        stack = alert.os
        if stack is not None and (self._os is None or (is_tool(stack) and not is_tool(self._os))):
            self._os = stack
        self._tick, self._zone = alert.tick, alert.zone

    def record(self) -> Scan:
        """Return it as it stands."""
        return Scan(
            id=self.id,
            kind=self._kind,
            first=self.first,
            last=self.last,
            tick=self._tick,
            zone=self._zone,
            sources=tuple(self.sources),
            targets=tuple(self.targets),
            ports=tuple(Ports(proto, ports.packed()) for proto, ports in self.ports.items()),
            newest=self._newest,
            alerts=self._alerts,
            os=self._os,
            crew=None if self.crew is None else self.crew[1],
            shared=self.shared,
        )

    @property
    def _kind(self) -> ScanKind:
        if self.crew is not None:
            return "distributed"
        if len(self.targets) == 1:
            return "vertical"
        return "horizontal" if sum(map(len, self.ports.values())) <= 1 else "block"


def _listed(addresses: dict[str, None], address: str) -> None:
    if len(addresses) < LISTED:
        addresses[address] = None
