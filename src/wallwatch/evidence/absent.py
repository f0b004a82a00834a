"""Who should have seen a packet and did not: lines were limited, or dropped on their way.

A witness is missed at a packet if it has told of another packet of the same alert, or of most of what the same source
sent. Not missed is who would not have written a line: p0f 3 at retransmissions and at what is no SYN, anybody
at a packet that only a repeat stands for, and an IDS anywhere: its rules and thresholds tell of what they are for.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from wallwatch.model import KINDS, SYNS, WITNESS, Kind, Packet

_ENOUGH: Final = 3
"""Packets of other alerts that have to be looked at before they say what is usual."""

_P0F3: Final = "p0f3"
_WHY: Final[dict[Kind, str]] = {
    "firewall": "the firewall's log has not: a rate limit, or lines were dropped",
    "dump": "the dump has not: its writer was too slow, or does not run any more",
    "fingerprint": "p0f has not: its capture lost it",
}


def absent(packets: Sequence[Packet], others: Iterable[Packet] = ()) -> tuple[tuple[Kind, ...], ...]:
    """Return for each of the ``packets`` of an alert who is missed at it; ``others`` are of the same source."""
    told = [_kinds(packet) for packet in packets]
    expected = _usual(others).union(*told)
    quiet = _writes_first_syns_only(packets)
    return tuple(
        tuple(kind for kind in KINDS if kind in expected - seen and _would_write(kind, packet, place, quiet=quiet))
        for place, (packet, seen) in enumerate(zip(packets, told, strict=True))
    )


def letters(kinds: Iterable[Kind]) -> str:
    """Return who is missed as in ``no K``; nothing if nobody is."""
    missed = "".join(WITNESS[kind] for kind in kinds)
    return f"no {missed}" if missed else ""


def words(missed: Sequence[Sequence[Kind]]) -> tuple[str, ...]:
    """Return a sentence for each witness that is missed anywhere: at how many packets, and what may be the reason."""
    counts = Counter(kind for kinds in missed for kind in kinds)
    return tuple(
        f"others saw {'a packet' if counts[kind] == 1 else f'{counts[kind]:,} packets'}, {_WHY[kind]}"
        for kind in KINDS
        if kind in counts
    )


def _kinds(packet: Packet) -> frozenset[Kind]:
    return frozenset(sighting.kind for sighting in packet.sightings if sighting.kind != "signature")


def _usual(others: Iterable[Packet]) -> frozenset[Kind]:
    """Return who tells of most of what the source sends."""
    kinds = [_kinds(packet) for packet in others]
    counts = Counter(kind for each in kinds for kind in each)
    return frozenset(kind for kind in counts if len(kinds) >= _ENOUGH and 2 * counts[kind] > len(kinds))


def _writes_first_syns_only(packets: Iterable[Packet]) -> bool:
    reports = [sighting for packet in packets for sighting in packet.sightings if sighting.kind == "fingerprint"]
    return all(sighting.format == _P0F3 for sighting in reports)


def _would_write(kind: Kind, packet: Packet, place: int, *, quiet: bool) -> bool:
    if packet.estimated or packet.icmp_type is not None:
        return False
    return kind != "fingerprint" or (packet.flags in SYNS and not (quiet and place))
