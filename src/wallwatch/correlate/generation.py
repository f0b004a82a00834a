"""Open alerts that were looked up at about the same time, by key: some as they are, the others packed."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from wallwatch.correlate.attempt import Attempt
from wallwatch.correlate.facts import Key
from wallwatch.correlate.packed import pack, unpack
from wallwatch.correlate.pool import Pool

Packed = bytes | list[Attempt]
"""What is packed, or what is not: it has many lines, or one with numbers that no packet could hold."""

_FEW: Final = 64
"""Lines of a key that may be packed: its next packet has to wait until they are all unpacked."""


class Generation:
    """Alerts by key. ``size`` is how many they are.

    What is packed lies under the hash of its key, with whatever else has the same one.
    """

    def __init__(self) -> None:
        self.size = 0
        self.live: dict[Key, list[Attempt]] = {}
        """Those at hand, the one that was opened or unpacked last at the end."""
        self._packed: dict[int, Packed] = {}
        self._pool = Pool()

    def find(self, key: Key) -> list[Attempt] | None:
        """Return the alerts of a key, ``None`` if there are none. They are at hand until :meth:`pack` is called."""
        if (packed := self._packed.pop(hash(key), None)) is not None:
            self._lay_out(packed)
        return self.live.get(key)

    def take(self, key: Key) -> list[Attempt] | None:
        """Take the alerts of a key out and return them."""
        found = self.find(key)
        if found is not None:
            del self.live[key]
            self.size -= len(found)
        return found

    def put(self, key: Key, attempts: list[Attempt]) -> None:
        """Take in the alerts of a key of which there are none."""
        self.live[key] = attempts
        self.size += len(attempts)

    def append(self, attempts: list[Attempt], attempt: Attempt) -> None:
        """Put an alert to those of its key that :meth:`find` has returned."""
        attempts.append(attempt)
        self.size += 1

    def remove(self, attempts: list[Attempt], attempt: Attempt) -> None:
        """Take an alert from those of its key that :meth:`find` has returned."""
        attempts.remove(attempt)
        self.size -= 1
        if not attempts:
            del self.live[attempt.key]

    def told_by(self, sources: frozenset[str]) -> Iterator[Attempt]:
        """Yield the alerts of which any of ``sources`` has told; they are at hand until :meth:`pack` is called."""
        for number, packed in tuple(self._packed.items()):
            attempts = self._unpacked(packed)
            if any(not sources.isdisjoint(attempt.sources) for attempt in attempts):
                del self._packed[number]
                self._lay_out(attempts)
        for attempts in tuple(self.live.values()):
            yield from (attempt for attempt in attempts if not sources.isdisjoint(attempt.sources))

    def pack(self, keep: int) -> None:
        """Pack the alerts of all keys but the ``keep`` that are last at hand. No change of them may be due."""
        for key in tuple(islice(self.live, max(len(self.live) - keep, 0))):
            attempts = self.live.pop(key)
            if (alike := self._packed.get(hash(key))) is not None:
                attempts = self._unpacked(alike) + attempts
            self._packed[hash(key)] = self._as_packed(attempts)

    def _as_packed(self, attempts: list[Attempt]) -> Packed:
        if len(attempts) > 1 or len(attempts[0].packets) > 1:
            lines = sum(len(stitch.sightings) for attempt in attempts for stitch in attempt.packets)
            if lines > _FEW:
                return attempts
        try:
            return pack(attempts, self._pool)
        except (OverflowError, UnicodeEncodeError):
            return attempts

    def _unpacked(self, packed: Packed) -> list[Attempt]:
        return unpack(packed, self._pool) if isinstance(packed, bytes) else packed

    def _lay_out(self, packed: Packed) -> None:
        for attempt in self._unpacked(packed):
            self.live.setdefault(attempt.key, []).append(attempt)
