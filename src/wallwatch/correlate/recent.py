"""Sightings by key, the newest ones, within a bound."""

from typing import Final

from wallwatch.correlate.facts import Key, key_of
from wallwatch.model import Sighting

OF_ONE_KEY: Final = 16
"""Sightings of one key that are remembered."""


class Recent:
    """Remembers the sightings of at least the last ``size`` keys, and of at most twice as many.

    There are two generations: when the young one is full, the old one is forgotten.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: dict[Key, list[Sighting]] = {}
        self._old: dict[Key, list[Sighting]] = {}

    def __bool__(self) -> bool:
        return bool(self._young or self._old)

    def add(self, sighting: Sighting) -> None:
        """Remember ``sighting``."""
        key = key_of(sighting)
        alike = self._young.get(key)
        if alike is None:
            if len(self._young) >= self._size:
                self._old, self._young = self._young, {}
            self._young[key] = [sighting]
        elif len(alike) < OF_ONE_KEY:
            alike.append(sighting)

    def alike(self, sighting: Sighting) -> list[Sighting]:
        """Return those of the same key as ``sighting``."""
        key = key_of(sighting)
        return self._old.get(key, []) + self._young.get(key, [])

    def forget(self, source: str) -> list[Sighting]:
        """Forget all sightings of a source, and return them."""
        forgotten: list[Sighting] = []
        for generation in (self._old, self._young):
            for key, alike in tuple(generation.items()):
                forgotten += [sighting for sighting in alike if sighting.source == source]
                others = [sighting for sighting in alike if sighting.source != source]
                if others:
                    generation[key] = others
                else:
                    del generation[key]
        return forgotten
