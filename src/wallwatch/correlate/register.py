"""The open alerts, by key: what may still grow, within a bound."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from wallwatch.correlate.attempt import Attempt
from wallwatch.correlate.facts import Key

OF_ONE_KEY: Final = 32
"""Alerts of one key that are open at a time: who scans from one port with ever new sequence numbers opens many."""

Generation = dict[Key, list[Attempt]]


class Register:
    """At most ``capacity`` open alerts (and at least two), those that were looked up last.

    There are two generations. What is looked up moves to the young one; when that is half of all, the old one, which
    nobody has asked for since, is closed. So an alert costs nothing but its place in a dictionary.
    """

    def __init__(self, capacity: int) -> None:
        self.evicted = 0
        self._half = max(1, capacity // 2)
        self._young: Generation = {}
        self._old: Generation = {}
        self._young_size = 0
        self._old_size = 0

    def __iter__(self) -> Iterator[Attempt]:
        return chain.from_iterable(chain(self._old.values(), self._young.values()))

    def __len__(self) -> int:
        return self._young_size + self._old_size

    def of(self, key: Key) -> Sequence[Attempt]:
        """Return the open alerts of a key, in the order in which they were opened."""
        return self._find(key) or ()

    def open(self, attempt: Attempt) -> None:
        """Take in a new alert."""
        siblings = self._find(attempt.key)
        if siblings is None:
            self._admit(attempt.key, [attempt])
            return
        siblings.append(attempt)
        self._young_size += 1
        if len(siblings) > OF_ONE_KEY:
            self.close(siblings[0])
            self.evicted += 1

    def close(self, attempt: Attempt) -> None:
        """Let an alert go that is open."""
        siblings = self._find(attempt.key) or []
        siblings.remove(attempt)
        self._young_size -= 1
        if not siblings:
            del self._young[attempt.key]

    def _find(self, key: Key) -> list[Attempt] | None:
        """Return the alerts of a key, which are young from now on."""
        found = self._young.get(key)
        if found is None and (found := self._old.pop(key, None)):
            self._old_size -= len(found)
            self._admit(key, found)
        return found

    def _admit(self, key: Key, attempts: list[Attempt]) -> None:
        if self._young_size >= self._half:
            self.evicted += self._old_size
            self._old, self._old_size = self._young, self._young_size
            self._young, self._young_size = {}, 0
        self._young[key] = attempts
        self._young_size += len(attempts)
