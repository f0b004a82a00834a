"""How a source numbers its packets: the class of its IP IDs.

A small ID alone says nothing: a counter passes there every 65,536 packets.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, Literal

import msgspec

from wallwatch.fingerprint.counter import Steps, counted
from wallwatch.model.times import SECOND

IpIdKind = Literal["global", "per-peer", "random", "zero", "constant", "unknown"]

_LEAST: Final = 3
"""Observations that make a class."""

_LEAST_DRAWN: Final = 4
"""Observations that make IDs drawn; also those of which one may not belong: it is forged, or of a host behind a NAT."""

_NEWEST: Final = 64
"""Observations that count, the newest ones."""

_MEMORY: Final = 1_800 * SECOND
"""How long before the newest one, in microseconds: an address goes from hand to hand."""

_BITS: Final = 18.0
"""How sure a counter must be: of drawn IDs, two steps look like one once in 20,000 times (a gamma distribution)."""

_BITS_WITHOUT_ONE: Final = 24.0
"""The same where one observation was left out."""

_BITS_NONE: Final = 8.0
"""From so many on, the step of a connection may be that of a counter."""

_IDLE: Final = 2.0
"""Mean step up to which a counter may be for us alone, with a packet missing here and there."""

_TENS: Final = 10.0
"""A rate from which decimals are no news."""


class Observation(msgspec.Struct, frozen=True, gc=False):
    """The IP ID of one packet: ``time`` in microseconds; ``dst``, ``seq`` and the ports tell its connection."""

    time: int
    ip_id: int
    dst: str = ""
    df: bool | None = None
    seq: int | None = None
    sport: int | None = None
    dport: int | None = None

    @property
    def connection(self) -> tuple[object, ...]:
        """What the tries of one connection have in common."""
        return self.dst, self.dport, self.sport, self.seq


class IpIdClass(msgspec.Struct, frozen=True, gc=False):
    """How a source numbers its packets, from several of them."""

    kind: IpIdKind = "unknown"
    rate: float | None = None
    """Packets that the source sends in a second, to whomever; of a global counter only."""
    wraps: int = 0
    """How often the counter was seen to pass 65535."""
    swapped: bool = False
    """The counter is in the byte order of its host (little-endian): on the wire it goes by 256."""
    words: str = ""
    """What to show; empty where the class is unknown."""
    families: tuple[str, ...] = ()
    """Families that number like this; others may too."""
    seen: int = 0
    """Observations that count."""


def classify(observations: Sequence[Observation]) -> IpIdClass:
    """Return the class of the IDs of one source. Never raises.

    Observations of one time count in the order given, all others by their times; the same one twice counts once.
    """
    seen = _recent(observations)
    found: IpIdClass | None = None
    if len(seen) >= _LEAST:
        found = _same(seen) or _one_counter(seen) or _counters(seen)
    return msgspec.structs.replace(found or IpIdClass(), seen=len(seen))


def _recent(observations: Sequence[Observation]) -> list[Observation]:
    in_order = sorted(dict.fromkeys(observations), key=lambda one: one.time)[-_NEWEST:]
    return [one for one in in_order if in_order[-1].time - one.time <= _MEMORY]


def _same(seen: Sequence[Observation]) -> IpIdClass | None:
    """Answer if all IDs are the same number; of four or more, one may differ."""
    ip_id, count = Counter(one.ip_id for one in seen).most_common(1)[0]
    if count < len(seen) - (len(seen) >= _LEAST_DRAWN):
        return None
    if ip_id:
        return IpIdClass("constant", words=f"always {ip_id}: as tools that make their packets themselves")
    return IpIdClass("zero", words="always 0: as macOS, iOS and newer BSDs", families=("macOS", "iOS", "FreeBSD"))


def _one_counter(seen: Sequence[Observation]) -> IpIdClass | None:
    """Answer if one counter goes through all that was seen."""
    steps, least = _through(seen), _BITS
    if steps.broken is not None and len(seen) >= _LEAST_DRAWN:
        # Either of the two that make the step may be the one that does not belong.
        rests = ([*seen[:place], *seen[place + 1 :]] for place in (steps.broken, steps.broken + 1))
        steps = max(map(_through, rests), key=lambda one: (one.broken is None, one.bits))
        least = _BITS_WITHOUT_ONE
    if steps.broken is not None or steps.bits < least:
        return None
    if len({one.dst for one in seen}) == 1 and _is_idle(steps):
        return _per_peer("one more each time: a counter for us alone, or that of an idle host", swapped=steps.swapped)
    return _global(steps)


def _counters(seen: Sequence[Observation]) -> IpIdClass | None:
    """Answer if each connection has a counter of its own, or none has any."""
    connections: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in seen:
        connections[one.connection].append(one)
    pairs = [pair for packets in connections.values() for pair in pairwise(map(_numbered, packets))]
    steps = counted(pairs)
    if steps.broken is None and steps.bits >= _BITS:
        if not _is_idle(steps):
            return _global(steps)  # It counts what we do not see; several such hosts share the address.
        return _per_peer("one more for each try: a counter per connection", swapped=steps.swapped)
    if len(seen) < _LEAST_DRAWN or any(counted([pair]).bits >= _BITS_NONE for pair in pairs):
        return None
    if len(pairs) < _LEAST - 1:
        return IpIdClass("random", words="drawn, at least for each connection")
    return IpIdClass("random", words="drawn for each packet", families=("macOS", "OpenBSD"))


def _is_idle(steps: Steps) -> bool:
    """Tell whether a counter counts hardly more than what we see of it."""
    return sum(steps.steps) <= _IDLE * len(steps.steps)


def _through(seen: Sequence[Observation]) -> Steps:
    return counted(list(pairwise(map(_numbered, seen))))


def _numbered(one: Observation) -> tuple[int, int]:
    return one.time, one.ip_id


def _per_peer(words: str, *, swapped: bool) -> IpIdClass:
    families = ("Windows",) if swapped else ("Linux", "Windows")
    return IpIdClass("per-peer", swapped=swapped, words=words, families=families)


def _global(steps: Steps) -> IpIdClass:
    """Return the class of a counter for all packets of a host."""
    # The median, because a step to a number that does not belong may be short enough for a counter.
    rate = round(median(steps.rates), 1) if steps.rates else None
    words = "one counter for all its packets"
    words += "" if rate is None else f", {rate:.{1 if rate < _TENS else 0}f} a second"
    words += f", past 65535 {_times(steps.wraps)}" if steps.wraps else ""
    words += ", low byte first: as Windows 95 to NT 4.0" if steps.swapped else ": as Windows before 8"
    return IpIdClass("global", rate, steps.wraps, steps.swapped, words, ("Windows",))


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
