"""Who knocks at many doors at once: what a scanner does and a client does not, whatever system it runs on."""

from typing import Final

import msgspec

from wallwatch.evidence.phrases import count, span
from wallwatch.model import Alert
from wallwatch.model.times import SECOND

SOURCES: Final = 50_000
"""Sources that are remembered; those that were silent longest make room."""

QUIET: Final = 60 * SECOND
"""Microseconds of silence after which a source begins anew."""

MANY: Final = 5
"""Doors within one burst that make a scan: nobody calls that many services of one host, or hosts, one by one."""

_KEPT: Final = 16
"""Doors that are told apart; a scan of a whole net must not fill the memory."""

Door = tuple[str, int | None]
"""An address and a port."""


class Pattern(msgspec.Struct, frozen=True, gc=False):
    """How many different ports and hosts a source knocked at within so many seconds."""

    ports: int
    hosts: int
    seconds: float
    doors: int = 0
    """Pairs of port and host that were told apart."""

    def words(self) -> str:
        """Return it as in ``12 ports within 2 s``."""
        ports, hosts = count(self.ports, _KEPT, "port"), count(self.hosts, _KEPT, "host")
        what = ports if self.hosts == 1 else hosts if self.ports <= 1 else f"{ports} of {hosts}"
        return f"{what} within {span(self.seconds)}"


class Knocks(msgspec.Struct, gc=False):
    """The knocks of one source: the ``doors`` of its burst, which began at ``first``, and how often it called one.

    ``calls`` counts its knocks at ``door`` since ``since`` without any other in between. ``alerts`` are the numbers of
    the burst's first alerts, until they are told that it is a scan.
    """

    first: int
    last: int
    doors: tuple[Door, ...]
    door: Door
    since: int
    calls: int = 1
    alerts: tuple[int, ...] = ()
    pattern: Pattern | None = None
    """The burst, if it is a scan."""

    def add(self, door: Door, time: int, alert: int) -> None:
        """Take in a knock at ``time``, in whatever order they come; ``alert`` is its number."""
        if door == self.door:
            self.calls += 1
            self.since = min(self.since, time)
        else:
            self.door, self.since, self.calls = door, time, 1
        if not self.first - QUIET <= time <= self.last + QUIET:
            self.first = self.last = time
            self.doors, self.alerts, self.pattern = (door,), (alert,), None
            return
        if time > self.last:
            self.last = time
        elif time < self.first:
            self.first = time
        if len(self.doors) < _KEPT and door not in self.doors:
            self.doors += (door,)
        if len(self.doors) >= MANY:
            self._recount()
        else:
            self.alerts = (*self.alerts[-MANY:], alert)

    def covers(self, time: int) -> bool:
        """Tell whether a knock at ``time`` is one of the burst."""
        return self.first <= time <= self.last

    def _recount(self) -> None:
        pattern, seconds = self.pattern, (self.last - self.first) / SECOND
        if pattern is None or pattern.doors != len(self.doors):
            ports, hosts = {port for _, port in self.doors}, {host for host, _ in self.doors}
            self.pattern = Pattern(len(ports), len(hosts), seconds, len(self.doors))
        elif seconds - pattern.seconds >= 1:
            self.pattern = Pattern(pattern.ports, pattern.hosts, seconds, pattern.doors)

    @property
    def calling(self) -> float:
        """For how many seconds it has called its last door."""
        return max(self.last - self.since, 0) / SECOND


class Once(msgspec.Struct, gc=False):
    """The only knock of a source: its door, its time, and the number of the alert."""

    host: str
    port: int | None
    time: int
    alert: int


class Campaigns:
    """The knocks of the last sources: at most ``capacity`` of them, and at least half as many.

    Most sources knock once: of those the door and the time are all that is kept. There are two generations, as in
    :class:`Recent`, written out here because every line of a log comes this way.
    """

    def __init__(self, capacity: int = SOURCES) -> None:
        self._half = max(capacity // 2, 1)
        self._young: dict[str, Once | Knocks] = {}
        self._old: dict[str, Once | Knocks] = {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def note(self, alert: Alert) -> Knocks | None:
        """Take in a new alert that knocks; return all that is known of its source, ``None`` for the first knock."""
        src, young = alert.src, self._young
        known = young.get(src)
        if known is None:
            known = self._old.pop(src, None)
            young[src] = known or Once(alert.dst, alert.dport, alert.first, alert.id)
            if len(young) >= self._half:
                self._old, self._young = young, {}
            if known is None:
                return None
        if isinstance(known, Once):
            door = known.host, known.port
            known = Knocks(known.time, known.time, (door,), door, known.time, alerts=(known.alert,))
            young[src] = known
        known.add((alert.dst, alert.dport), alert.first, alert.id)
        return known

    def of(self, src: str) -> Knocks | None:
        """Return what is known of a source that has knocked twice at least."""
        known = self._young.get(src) or self._old.get(src)
        return known if isinstance(known, Knocks) else None
