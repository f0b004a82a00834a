"""The court: what p0f, our own signatures, the waits, the IP IDs, the ports and the TTL say of a sender, side by side.

Everything is worked out from one alert with its packets, and from other alerts of the same source for what needs many
packets: how it numbers them, and from which ports it calls.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from wallwatch.evidence.dispute import ttl_contradicts
from wallwatch.evidence.kinship import REPORTED, contradicts, is_tool
from wallwatch.evidence.opinion import Opinion, Stance, stance
from wallwatch.evidence.reported import NAMES, distance
from wallwatch.fingerprint import ipid, partial, ports, schedule
from wallwatch.fingerprint.distance import guessed_hops
from wallwatch.fingerprint.dropped import first_drop
from wallwatch.fingerprint.tools import why
from wallwatch.model import SYNS, Alert, Header, Packet, Sighting, Stack
from wallwatch.model.times import SECOND

PACKETS: Final = 300
"""Packets of other alerts that are looked at, the newest ones."""

_TTLS_SHOWN: Final = 4

Stacks = Callable[[Header], Stack | None]
"""Returns what a matcher says of a packet."""

Companion = tuple[Alert, tuple[Packet, ...]]
"""Another alert of the same source, with its packets."""


class Court(msgspec.Struct, frozen=True, gc=False):
    """All opinions of one sender; ``best`` is the answer that they are held against."""

    best: Stack | None
    opinions: tuple[Opinion, ...]

    @property
    def contradicting(self) -> tuple[str, ...]:
        """The witnesses that speak against the best answer."""
        return tuple([opinion.witness for opinion in self.opinions if opinion.stance == "contradicts"])


def hear(
    alert: Alert,
    packets: Sequence[Packet],
    others: Sequence[Companion] = (),
    *,
    now: int | None = None,
    second: Stacks | None = None,
) -> Court:
    """Return what each witness says of who sent an alert.

    ``packets`` are those of the alert; ``others`` are further alerts of its source, in any order. At ``now``
    (microseconds since the epoch; ``None`` is long after) a retry may still be due. ``second`` asks p0f's own database,
    for an alert that no p0f has logged.
    """
    best = alert.os
    packets = [packet for packet in packets if packet.src == alert.src]  # not the errors that others sent
    companions = [packet for _, theirs in others for packet in theirs][-PACKETS:]
    opinions = [
        *_own(alert, packets),
        *_reported(packets, best),
        *_second(packets, best, second),
        *_waits(alert, now),
        *_dropped(packets, best),
        *_numbering(packets, companions, best),
        *_ports(alert, others, best),
        *_ttl(alert, packets, companions),
    ]
    return Court(best, tuple(opinions))


def _own(alert: Alert, packets: Sequence[Packet]) -> Iterator[Opinion]:
    """Yield our own answer: the one that stands, or the guess from a bare line beside p0f's."""
    stack = alert.os
    if stack is not None and stack.match != REPORTED:
        reason = why(stack.label) if is_tool(stack) else None
        yield Opinion("own", f"{_answer(stack)}: {reason}" if reason else _answer(stack), "best")
        return
    guess = partial.family(packets[0]) if packets else None
    if guess is not None and stack is not None:
        yield Opinion("own", _answer(guess), stance((guess.family or "",), stack, strong=True))
    elif alert.proto == "tcp":
        decoded = any(packet.options is not None for packet in packets[:1])
        yield Opinion("own", "knows no system that sends such a SYN" if decoded else "the SYN's options are not logged")


def _answer(stack: Stack) -> str:
    hops = "" if stack.hops is None else f", {_hops(stack.hops)}"
    return f"{stack.label}, {stack.match}{hops}"


def _hops(count: int) -> str:
    return "1 hop" if count == 1 else f"{count} hops"


def _reported(packets: Sequence[Packet], best: Stack | None) -> Iterator[Opinion]:
    """Yield each answer of each p0f once, its hops as a distance."""
    told: set[tuple[str, str]] = set()
    for packet in packets:
        for sighting in packet.sightings:
            if sighting.kind != "fingerprint":
                continue
            name = NAMES.get(sighting.format, sighting.format)
            words = _told(name, sighting)
            if (name, words) not in told:
                told.add((name, words))
                yield Opinion(name, words, _stance_of_p0f(sighting.os, best))


def _second(packets: Sequence[Packet], best: Stack | None, ask: Stacks | None) -> Iterator[Opinion]:
    """Yield what p0f would have said of the first packet, if its database is here and no p0f has said anything."""
    heard = any(sighting.kind == "fingerprint" for packet in packets for sighting in packet.sightings)
    answer = None if ask is None or heard or not packets else ask(packets[0])
    if answer is not None and answer.match != "partial":
        yield Opinion("p0f.fp", _answer(answer), _stance_of_p0f(answer, best))


def _told(name: str, sighting: Sighting) -> str:
    said, meant = sighting.os, distance(sighting)
    if said is None or meant is None:
        return "does not know it"
    if said.hops is None or meant.hops is None:
        return said.label
    if said.hops == meant.hops:
        return f"{said.label}, {_hops(said.hops)}"
    return f"{said.label}; {name} said {_hops(said.hops)}, that is {meant.hops}"


def _stance_of_p0f(said: Stack | None, best: Stack | None) -> Stance:
    if said is None or best is None:
        return ""
    if best.match == REPORTED and said.label == best.label:
        return "best"
    if is_tool(best):
        return "agrees" if is_tool(said) else "contradicts"
    return "contradicts" if contradicts(said, best) or is_tool(said) else "agrees"


def _waits(alert: Alert, now: int | None) -> Iterator[Opinion]:
    since_last = None if now is None else max(now - alert.last, 0) / SECOND
    reading = schedule.reading(alert.ladder, len(alert.ladder) + 1, since_last=since_last, tick=alert.tick)
    if alert.proto != "tcp" or not alert.ladder or not reading.words:
        return
    agrees = schedule.agrees(reading, alert.os)
    stands: dict[bool | None, Stance] = {True: "agrees", False: "contradicts", None: ""}
    yield Opinion("ladder", reading.words, stands[agrees])


def _dropped(packets: Sequence[Packet], best: Stack | None) -> Iterator[Opinion]:
    dropped = first_drop([packet for packet in packets if packet.flags in SYNS])
    if dropped is not None:
        yield Opinion("options", dropped.words, stance(dropped.families, best, strong=True))


def _numbering(packets: Sequence[Packet], companions: Sequence[Packet], best: Stack | None) -> Iterator[Opinion]:
    seen = [
        ipid.Observation(packet.time, packet.ip_id, packet.dst, packet.df, packet.seq, packet.sport, packet.dport)
        for packet in (*companions, *packets)
        if packet.ip_id is not None
    ]
    kind = ipid.classify(seen)
    if kind.words:
        yield Opinion("ip ids", kind.words, stance(kind.families, best, strong=False))


def _ports(alert: Alert, others: Sequence[Companion], best: Stack | None) -> Iterator[Opinion]:
    reading = ports.reading(alert.sport) if alert.proto == "tcp" else None
    if reading is not None:
        yield Opinion("port", reading.words, stance(reading.families, best, strong=False))
    called = sorted((other.first, other.sport) for other in (alert, *(one for one, _ in others)) if other.sport)
    steps = ports.steps([port for _, port in called])
    if steps.words:
        yield Opinion("ports", steps.words)


def _ttl(alert: Alert, packets: Sequence[Packet], companions: Sequence[Packet]) -> Iterator[Opinion]:
    """Yield the distance, and whether the TTLs of the source differ."""
    if alert.ttl is None:
        return
    hops, stack = guessed_hops(alert.ttl), alert.os
    words = f"{alert.ttl}: {_hops(hops)}, if it began at {alert.ttl + hops}"
    ttls = {packet.ttl for packet in (*packets, *companions) if packet.ttl is not None} - {alert.ttl}
    if ttls:
        words += f"; also {', '.join(map(str, sorted(ttls)[:_TTLS_SHOWN]))}: several ways or hosts, or forged"
    if stack is None or is_tool(stack):
        yield Opinion("ttl", words)
    elif ttl_contradicts(stack, alert.ttl):
        yield Opinion("ttl", f"{words}: no {stack.family} does", "contradicts")
    else:
        yield Opinion("ttl", words, "agrees" if stack.hops == hops else "")
