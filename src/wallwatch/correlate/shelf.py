"""The alerts of an earlier run by key, without the alerts: most of them nobody will ever ask for.

Of each only the hash of its key and its number are kept, in order, 16 bytes in place of the key's 400. Two keys may
have one hash: whoever takes something from here looks at what it is.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from wallwatch.correlate.facts import Key

_HOSTS: Final = 3
"""The length of a key without ports: protocol and addresses."""


class Shelf:
    """Numbers of alerts by the key that their tuple has, each to be taken once."""

    def __init__(self, shown: Iterable[tuple[Key, int]] = ()) -> None:
        self._hashes = array("q")
        self._numbers = array("q")
        self._sorted = True
        self._taken: set[int] = set()
        self._size = 0
        self.add(shown)

    def __len__(self) -> int:
        """Return how many alerts are left."""
        return self._size - len(self._taken)

    def add(self, shown: Iterable[tuple[Key, int]]) -> None:
        """Put alerts on it that are not there yet."""
        for key, number in shown:
            self._put(key, number)
            if len(key) > _HOSTS:
                # A fragment goes without the ports that its alert shows.
                self._put((*key[:2], key[3]), number)
            self._size += 1
        self._sorted = False

    def take(self, keys: Iterable[Key]) -> list[int]:
        """Take the alerts of some keys, and return their numbers in order: of a key without ports all of its hosts."""
        self._sort()
        found = sorted({number for key in keys for number in self._of(hash(key))} - self._taken)
        self._taken.update(found)
        return found

    def take_all(self) -> list[int]:
        """Take what is left, and return the numbers in order."""
        left = sorted(set(self._numbers) - self._taken)
        self._taken.update(left)
        return left

    def _put(self, key: Key, number: int) -> None:
        self._hashes.append(hash(key))
        self._numbers.append(number)

    def _of(self, hashed: int) -> "array[int]":
        start = end = bisect_left(self._hashes, hashed)
        while end < len(self._hashes) and self._hashes[end] == hashed:
            end += 1
        return self._numbers[start:end]

    def _sort(self) -> None:
        if self._sorted:
            return
        order = sorted(range(len(self._hashes)), key=self._hashes.__getitem__)
        self._hashes = array("q", map(self._hashes.__getitem__, order))
        self._numbers = array("q", map(self._numbers.__getitem__, order))
        self._sorted = True
