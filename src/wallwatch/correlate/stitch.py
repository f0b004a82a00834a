"""The sightings of one packet, stitched: a packet that may still be joined by another witness."""

from functools import reduce
from operator import or_
from typing import Final

import msgspec
from msgspec.structs import replace

from wallwatch.correlate.facts import SYN, Facts, facts_of, identity_of, known
from wallwatch.correlate.header import RANK, header_fields
from wallwatch.model import Packet, Sighting
from wallwatch.model.times import SECOND

SIGHTINGS_KEPT: Final = 64
"""Sightings that are kept of one packet; the lines of further ones are counted."""

_AT_ONCE: Final = 1_000
"""Microseconds within which a packet passes all rules of a firewall."""

NEVER: Final = -1
"""The place of a packet that no change has told of yet."""


Order = tuple[int, bool, str, int]


class Stitch(msgspec.Struct, gc=False, eq=False):
    """One packet on the wire while its alert is open. Times are microseconds since the epoch.

    The packet passed in ``[low, high)``, as the ``best`` of its sightings says. ``lines`` counts the log lines that
    speak of this packet alone: a repeat speaks of several. ``place`` is where the last change put it in its alert.
    """

    time: int
    low: int
    high: int
    best: Sighting
    sightings: tuple[Sighting, ...]
    witnesses: int
    facts: Facts
    lines: int
    estimated: bool = False
    place: int = NEVER
    changed: bool = True

    @property
    def syn(self) -> bool | None:
        """Tell whether the packet opens a connection; ``None``: its flags are not logged."""
        return self.facts[SYN]  # type: ignore[return-value]

    @property
    def identity(self) -> Facts:
        """What all packets of its alert have in common, as far as it is known."""
        return identity_of(self.facts)

    @property
    def is_answer(self) -> bool:
        """Tell whether it is an ICMP error, which comes after the packet that it quotes."""
        return self.best.quote is not None

    @property
    def width(self) -> int:
        """How much time the packet may have passed in, in microseconds."""
        return self.high - self.low

    @property
    def order(self) -> Order:
        """Sorts packets by time, and those of one moment as their lines stand in their source."""
        return self.time, self.is_answer, self.best.source, self.best.start

    @property
    def middle(self) -> int:
        """The time that the packet is least far from, whether its stamp is exact or cut to the second."""
        return self.time if self.estimated else (self.low + self.high) // 2

    def absorb(self, sighting: Sighting, bits: int) -> bool:
        """Take in what one more witness, of these ``bits``, says of the packet; tell whether its time is better now."""
        if len(self.sightings) < SIGHTINGS_KEPT:
            self.sightings += (sighting,)
        self.witnesses |= bits
        self.facts = known(self.facts, facts_of(sighting))
        self.changed = True
        if sighting.repeat:
            return False
        self.lines += sighting.lines
        better = self.estimated or _precision(sighting) < _precision(self.best)
        if better:
            self._stamp(sighting)
        return better

    def give(self, sighting: Sighting, bits: int) -> None:
        """Give away one of several sightings, the one of the witness ``bits``: it is of another packet."""
        self.sightings = tuple(each for each in self.sightings if each is not sighting)
        self.witnesses = bits
        self.facts = reduce(known, map(facts_of, self.sightings))
        self.lines -= sighting.lines
        self.changed = True
        if self.best is sighting:
            self._stamp(min(self.sightings, key=_precision))

    def is_told_by(self, source: str) -> bool:
        """Tell whether nobody but ``source`` has told of the packet."""
        return bool(self.sightings) and all(sighting.source == source for sighting in self.sightings)

    def saw(self, sighting: Sighting) -> bool:
        """Tell whether ``sighting`` is one more line of a witness about the packet that it has told of already."""
        told = [
            earlier
            for earlier in self.sightings
            if earlier.kind == sighting.kind
            and earlier.source == sighting.source
            and abs(earlier.time - sighting.time) < SECOND
        ]
        if sighting.kind == "firewall":
            return any(_same_packet(earlier, sighting) for earlier in told)
        # An IDS writes a line for each rule that fires.
        return bool(told) and all(earlier.signature != sighting.signature for earlier in told)

    def move(self, micros: int, sightings: tuple[Sighting, ...], best: Sighting) -> None:
        """Put the packet ``micros`` later, as ``sightings``, the same ones with other dates, say."""
        self.time += micros
        self.low += micros
        self.high += micros
        self.sightings = sightings
        self.best = best
        self.changed = True

    def packet(self) -> Packet:
        """Return the packet as it stands."""
        return Packet(
            *header_fields(self.sightings),
            time=self.time,
            tick=self.high - self.low,
            estimated=self.estimated,
            sightings=self.sightings,
        )

    def _stamp(self, sighting: Sighting) -> None:
        self.best = sighting
        self.time = self.low = sighting.at
        self.high = self.low + sighting.tick
        self.estimated = False


def begin(sighting: Sighting, bits: int) -> Stitch:
    """Return the packet that ``sighting`` is the first to tell of."""
    time = sighting.at
    return Stitch(
        time, time, time + sighting.tick, sighting, (sighting,), bits, facts_of(sighting), sighting.lines
    )  # fmt: skip


def estimate(repeat: Sighting, bits: int, time: int) -> Stitch:
    """Return a packet that only ``repeat`` stands for, passed at about ``time``.

    The last copy passed at the time of the repeat line. Any other may have passed at any moment since the line before,
    and is joined by whoever saw a packet there.
    """
    end = repeat.at + repeat.tick
    low = time if time >= repeat.at else since(repeat)
    return Stitch(time, low, end, repeat, (repeat,), bits, facts_of(repeat), 0, estimated=True)


def since(repeat: Sighting) -> int:
    """Return the time of the line that ``repeat`` repeats, by the clock of the other sources."""
    after = repeat.time if repeat.repeat_after is None else min(repeat.repeat_after, repeat.time)
    return after - repeat.skew


def reopen(packet: Packet, bits: int, place: int) -> Stitch:
    """Return a packet of an earlier run, seen by the witnesses of these ``bits``, as it stood at ``place``."""
    own = [sighting for sighting in packet.sightings if not sighting.repeat]
    facts = reduce(known, map(facts_of, packet.sightings))
    if not own:
        stitch = estimate(packet.sightings[0], bits, packet.time)
    else:
        best = min(own, key=_precision)
        lines = sum(sighting.lines for sighting in own)
        stitch = Stitch(packet.time, packet.time, packet.time + packet.tick, best, packet.sightings, bits, facts, lines)
    stitch.sightings, stitch.facts = packet.sightings, facts
    stitch.place, stitch.changed = place, False
    return stitch


def reopen_last(stitches: list[Stitch], time: int) -> Stitch:
    """Return the newest packet of an alert of an earlier run of which only the first ones, ``stitches``, were kept.

    Nothing is known of it but its time. Nobody joins it; it tells how long the flow has been silent.
    """
    kept = stitches[-1]
    witnesses = reduce(or_, (stitch.witnesses for stitch in stitches))
    return replace(
        kept, time=time, low=time, high=time + kept.width, sightings=(), witnesses=witnesses, lines=0, place=NEVER
    )


def _same_packet(one: Sighting, other: Sighting) -> bool:
    """Tell whether two lines of a firewall in one second are of one packet.

    There is a line for each logging rule that the packet passes (ipchains; UFW AUDIT, then BLOCK). They have the IP ID
    in common, and where the kernel stamps them, they are microseconds apart. A tool may send one IP ID again and again.
    """
    if not one.ip_id or one.ip_id != other.ip_id:
        return False
    return one.uptime is None or other.uptime is None or abs(one.uptime - other.uptime) < _AT_ONCE


def _precision(sighting: Sighting) -> tuple[int, int, int]:
    """Sort the best stamp first, whatever came first."""
    return sighting.tick, RANK[sighting.kind], sighting.at
