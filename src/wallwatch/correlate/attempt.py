"""The packets of one alert while it is open, and who says what of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final

import msgspec

from wallwatch.correlate.facts import UNKNOWN, Facts, Key, identity_of, known
from wallwatch.correlate.stitch import NEVER, Order, Stitch, begin
from wallwatch.model import Sighting

PACKETS_KEPT: Final = 1_000
"""Packets of an alert that are kept; further ones are counted."""

TAIL: Final = 64
"""Packets beyond them that another witness may still join, the newest ones."""

_CROWD: Final = 8
"""Packets that are looked at one by one; among more, time decides which."""

_TERMINAL: Final = frozenset({"block", "reject", "allow"})

_order: Final = attrgetter("order")
time_of: Final = attrgetter("time")


class Attempt(msgspec.Struct, gc=False, eq=False):
    """One connection attempt that may still grow; its ``packets`` are in order of time.

    ``uncounted`` is the number of packets beyond those that are kept. Of what its sightings say, three are at hand:
    ``ruling`` tells what the firewall did, ``alarm`` which rule of an IDS fired, ``report`` what p0f takes the sender
    for; of several the first in time, whatever came first. ``id`` is 0 as long as no change has told of it, ``touched``
    that the next one will; ``into`` is the alert that took over all its packets.
    """

    key: Key
    packets: list[Stitch]
    lines: int = 0
    uncounted: int = 0
    identity: Facts = UNKNOWN
    witnesses: int = 0
    sources: tuple[str, ...] = ()
    width: int = 0
    ruling: Sighting | None = None
    alarm: Sighting | None = None
    report: Sighting | None = None
    id: int = 0
    touched: bool = False
    into: "Attempt | None" = None
    restored: bool = False

    @property
    def heir(self) -> "Attempt":
        """The alert that holds the packets now: this one, or the one it went into."""
        return self if self.into is None else self.into.heir

    def around(self, sighting: Sighting, bits: int, window: int) -> list[Stitch]:
        """Return the packets that ``sighting``, of the witness ``bits``, may tell of by their time."""
        packets = self.packets
        if len(packets) <= _CROWD:
            return packets
        reach = window + self.width
        start = bisect_left(packets, sighting.at - reach, key=time_of)
        stop = bisect_right(packets, sighting.at + sighting.tick + reach, key=time_of)
        if self.witnesses == bits:
            # It has told of them all, so this is one more line about a packet just logged, or a new packet. So a flood
            # of one 4-tuple that one witness sees costs no more a line than other traffic.
            start = max(start, stop - _CROWD)
        return packets[start:stop]

    def join(self, stitch: Stitch, sighting: Sighting, bits: int) -> None:
        """Let ``sighting`` tell of ``stitch``, a packet of this alert."""
        if stitch.absorb(sighting, bits):
            self.sort()
        if not sighting.repeat:
            self.lines += sighting.lines
        self.witnesses |= bits
        self.hear(sighting)

    def take(self, other: "Attempt") -> None:
        """Take over all packets of ``other``, which is of the same key."""
        other.into = self
        for stitch in other.packets:
            stitch.place = NEVER
        later = other.packets[0].order >= self.packets[-1].order
        self.packets += other.packets
        if not later:
            self.sort()
        self.trim()
        self.lines += other.lines
        self.uncounted += other.uncounted
        self.identity = known(self.identity, other.identity)
        self.witnesses |= other.witnesses
        self.width = max(self.width, other.width)
        if other.sources != self.sources:
            self.sources = tuple(sorted({*self.sources, *other.sources}))
        for sighting in (other.ruling, other.alarm, other.report):
            if sighting is not None:
                self.hear(sighting)

    def release(self, stitch: Stitch) -> "Attempt":
        """Give ``stitch`` away; return it as an alert of its own."""
        self.packets.remove(stitch)
        self.lines -= stitch.lines
        self.recount()
        stitch.place = NEVER
        return attempt_of(self.key, [stitch], stitch.lines)

    def recount(self) -> None:
        """Draw together anew what the packets that are kept say."""
        self.identity, self.witnesses, self.sources, self.width = UNKNOWN, 0, (), 0
        self.ruling = self.alarm = self.report = None
        for stitch in self.packets:
            self.identity = known(self.identity, stitch.identity)
            self.witnesses |= stitch.witnesses
            self.width = max(self.width, stitch.width)
            for sighting in stitch.sightings:
                self.hear(sighting)
        self.sort()

    def hear(self, sighting: Sighting) -> None:
        """Keep ``sighting`` at hand if it says something of the alert, and nothing earlier says it."""
        if sighting.source not in self.sources:
            self.sources = tuple(sorted((*self.sources, sighting.source)))
        if _rules(sighting):
            self.ruling = _first(self.ruling, sighting, _weight)
        if sighting.signature is not None:
            self.alarm = _first(self.alarm, sighting, _age)
        if sighting.os is not None:
            self.report = _first(self.report, sighting, _age)

    def sort(self) -> None:
        """Put the packets in order of time."""
        if len(self.packets) > 1:
            self.packets.sort(key=_order)

    def trim(self) -> None:
        """Count the packets in excess instead of keeping them: the first ones are kept, and the newest for a while."""
        excess = len(self.packets) - PACKETS_KEPT - TAIL
        if excess > 0:
            del self.packets[PACKETS_KEPT : PACKETS_KEPT + excess]
            self.uncounted += excess


def attempt_of(key: Key, packets: list[Stitch], lines: int) -> Attempt:
    """Return a new alert of these packets of ``key``, of which ``lines`` log lines speak."""
    attempt = Attempt(key, packets, lines)
    attempt.recount()
    attempt.trim()
    return attempt


def first_attempt(key: Key, sighting: Sighting, bits: int) -> Attempt:
    """Return a new alert of one packet, of which only ``sighting`` tells. This is what most lines become."""
    stitch = begin(sighting, bits)
    return Attempt(
        key,
        [stitch],
        lines=sighting.lines,
        identity=identity_of(stitch.facts),
        witnesses=bits,
        sources=(sighting.source,),
        width=sighting.tick,
        ruling=sighting if _rules(sighting) else None,
        alarm=sighting if sighting.signature is not None else None,
        report=sighting if sighting.os is not None else None,
    )


def in_order(attempts: Sequence[Attempt]) -> Sequence[Attempt]:
    """Return ``attempts`` by their first packets, so that what is said of them does not depend on what came first."""
    return attempts if len(attempts) < 2 else sorted(attempts, key=_first_packet)  # noqa: PLR2004


def _first_packet(attempt: Attempt) -> Order:
    return attempt.packets[0].order


def _rules(sighting: Sighting) -> bool:
    return sighting.kind == "firewall" or sighting.action is not None


def _first(one: Sighting | None, other: Sighting, key: Callable[[Sighting], Any]) -> Sighting:
    return other if one is None or key(other) < key(one) else one


def _age(sighting: Sighting) -> tuple[int, str, int]:
    return sighting.at, sighting.source, sighting.start


def _weight(sighting: Sighting) -> tuple[bool, bool, int, str, int]:
    """A rule that decided what becomes of the packet counts before one that only logged it (UFW AUDIT, then BLOCK).

    That an IDS let a packet pass decides nothing: the firewall behind it may still block it.
    """
    by_firewall = sighting.kind == "firewall"
    decided = sighting.action in _TERMINAL and (by_firewall or sighting.action != "allow")
    return not decided, not by_firewall, *_age(sighting)
