"""What a store holds of each stream, small enough to have all of it in memory: 32 bytes for a sighting.

A sighting is known by where its lines stand, and compared by a hash of what it says. What it says of the year does not
count where the line states none: a later line of another source may have told it since. Nor does its time where the
line has no other stamp than how long the kernel was up: that is reckoned back from when the log was read.
"""

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from wallwatch.formats import envelope
from wallwatch.model import Sighting
from wallwatch.model.times import to_datetime
from wallwatch.store.rows import bounded

_HASH_BYTES: Final = 8
_encode: Final = msgspec.msgpack.Encoder().encode


class Held:
    """The sightings of one stream: where each stands, which number it has, and the hash of what it says."""

    def __init__(self) -> None:
        self._starts = array("q")
        self._ends = array("q")
        self._numbers = array("q")
        self._hashes = array("Q")

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, sighting: Sighting) -> None:
        """Take in a sighting."""
        self._starts.append(sighting.start)
        self._ends.append(sighting.end)
        self._numbers.append(sighting.number)
        self._hashes.append(meaning(sighting))

    def in_order(self) -> Iterator["Entry"]:
        """Yield the sightings as they stand in the stream."""
        places: Iterable[int] = range(len(self))
        if any(later < earlier for earlier, later in zip(self._starts, self._starts[1:], strict=False)):
            places = sorted(places, key=self._starts.__getitem__)
        for at in places:
            yield Entry(self._starts[at], self._ends[at], self._numbers[at], self._hashes[at])


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One of them."""

    start: int
    end: int
    number: int
    hash: int


def held(sightings: Iterable[Sighting]) -> dict[tuple[str, str], Held]:
    """Return what is held of each source and stream."""
    streams: dict[tuple[str, str], Held] = {}
    for sighting in sightings:
        streams.setdefault((sighting.source, sighting.stream), Held()).add(sighting)
    return streams


def plain(sighting: Sighting) -> Sighting:
    """Return a sighting without what is not its own: its number, its stream, and what was learned of its time."""
    try:
        _encode(sighting)
    except OverflowError:
        sighting = bounded(sighting)
    time = sighting.time
    if sighting.uptime is not None and _is_undated(sighting.raw):
        time = sighting.uptime
    elif not sighting.year_stated:
        moment = to_datetime(time, sighting.zone)
        time = int(f"{moment:%m%d%H%M%S%f}")
    return replace(sighting, number=0, stream="", time=time, repeat_after=None, skew=0)


def _is_undated(raw: str) -> bool:
    head = envelope.split(raw)
    return head is not None and head.uptime is not None


def meaning(sighting: Sighting) -> int:
    """Return the hash of what a sighting says."""
    # By place: which defaults are left out by name depends on whether they are the very same objects.
    encoded = _encode(msgspec.structs.astuple(plain(sighting)))
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=_HASH_BYTES).digest())


def differing(one: Sighting, other: Sighting) -> tuple[str, ...]:
    """Return the names of the fields in which two sightings do not say the same."""
    first, second = plain(one), plain(other)
    return tuple(name for name in first.__struct_fields__ if getattr(first, name) != getattr(second, name))
