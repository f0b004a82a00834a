"""When packets were seen, by their key, the newest ones, within a bound."""

from typing import Final

import msgspec

from wallwatch.correlate.facts import key_of
from wallwatch.model import Sighting

OF_ONE_KEY: Final = 16
"""Sightings of one key that are remembered."""


class Seen(msgspec.Struct, frozen=True, gc=False):
    """When a sighting was, see there, and by its hash the key of its packet: thousands of them are remembered."""

    key: int
    source: str
    time: int
    tick: int
    zone: int
    year_stated: bool


def seen(sighting: Sighting) -> Seen:
    """Return when a sighting was."""
    return Seen(
        hash(key_of(sighting)), sighting.source, sighting.time, sighting.tick, sighting.zone, sighting.year_stated
    )


class Recent:
    """Remembers when the packets were seen of at least the last ``size`` keys, and of at most twice as many.

    There are two generations: when the young one is full, the old one is forgotten.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: dict[int, list[Seen]] = {}
        self._old: dict[int, list[Seen]] = {}

    def __bool__(self) -> bool:
        return bool(self._young or self._old)

    def add(self, sighting: Seen) -> None:
        """Remember ``sighting``."""
        key = sighting.key
        alike = self._young.get(key)
        if alike is None:
            if len(self._young) >= self._size:
                self._old, self._young = self._young, {}
            self._young[key] = [sighting]
        elif len(alike) < OF_ONE_KEY:
            alike.append(sighting)

    def alike(self, sighting: Seen) -> list[Seen]:
        """Return those of the same key as ``sighting``."""
        return self._old.get(sighting.key, []) + self._young.get(sighting.key, [])

    def forget(self, source: str) -> list[Seen]:
        """Forget all sightings of a source, and return them."""
        forgotten: list[Seen] = []
        for generation in (self._old, self._young):
            for key, alike in tuple(generation.items()):
                forgotten += [sighting for sighting in alike if sighting.source == source]
                others = [sighting for sighting in alike if sighting.source != source]
                if others:
                    generation[key] = others
                else:
                    del generation[key]
        return forgotten
