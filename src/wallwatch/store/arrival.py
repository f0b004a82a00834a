"""What arrives with a batch: sightings with their numbers and raw lines, each of them for the first time."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from wallwatch.model import Change, Packet, Sighting
from wallwatch.store.batch import Batch


class Arrival(msgspec.Struct, frozen=True):
    """The sightings that came, by their numbers ``first`` up to, not with, ``end``; ``raw`` has the lines of each.

    ``known`` are those in touched packets that came with an earlier batch.
    """

    first: int
    end: int
    raw: Sequence[str]
    sightings: Sequence[Sighting]
    known: Sequence[Sighting] = ()


def arrival_of(batch: Batch, changes: Sequence[Change], next_number: int) -> tuple[Sequence[Change], Arrival]:
    """Return what arrived, and the ``changes`` with every sighting numbered; ``next_number`` was never given out.

    Who commits numbers the sightings. One that has no number yet gets the next one here, at the end of the batch.
    """
    if any(not sighting.number for sighting in _all(changes)):
        changes = _numbered(changes, max(next_number, batch.number + len(batch.raw)))
    came: dict[int, Sighting] = {}
    known: dict[int, Sighting] = {}
    for sighting in (*batch.spare, *_all(changes)):
        (came if sighting.number >= next_number else known)[sighting.number] = sighting
    ordered = [came[number] for number in sorted(came)]
    first = max(next_number, min((*came, batch.number if batch.raw else next_number)))
    end = max((first, batch.number + len(batch.raw) if batch.raw else first, *(number + 1 for number in came)))
    return changes, Arrival(first, end, _raw(batch, ordered, first, end), ordered, tuple(known.values()))


def _all(changes: Iterable[Change]) -> Iterable[Sighting]:
    return (sighting for change in changes for _, packet in change.touched for sighting in packet.sightings)


def _raw(batch: Batch, sightings: Sequence[Sighting], first: int, end: int) -> Sequence[str]:
    """Return the lines of each number, from the batch or from the sighting itself."""
    if batch.raw and first == batch.number and end == first + len(batch.raw):
        return batch.raw
    lines = dict.fromkeys(range(first, end), "")
    lines.update((sighting.number, sighting.raw) for sighting in sightings)
    lines.update(enumerate(batch.raw, start=batch.number))
    return [lines[number] for number in range(first, end)]


def _numbered(changes: Iterable[Change], number: int) -> Sequence[Change]:
    """Number what has no number; a sighting that is in several packets is one."""
    given: dict[int, Sighting] = {}

    def of(sighting: Sighting) -> Sighting:
        if sighting.number:
            return sighting
        if id(sighting) not in given:
            given[id(sighting)] = replace(sighting, number=number + len(given))
        return given[id(sighting)]

    def packet_of(packet: Packet) -> Packet:
        return replace(packet, sightings=tuple(map(of, packet.sightings)))

    return [
        replace(change, touched=tuple((place, packet_of(packet)) for place, packet in change.touched))
        for change in changes
    ]
