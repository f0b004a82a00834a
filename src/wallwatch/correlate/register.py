"""The open alerts, by key: what may still grow, within a bound."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from wallwatch.correlate.attempt import Attempt
from wallwatch.correlate.facts import Key
from wallwatch.correlate.generation import Generation
from wallwatch.correlate.shelf import Shelf

OF_ONE_KEY: Final = 32
"""Alerts of one key that are open at a time: who scans from one port with ever new sequence numbers opens many."""

AT_HAND: Final = 512
"""Keys whose alerts are not packed: most packets of a connection attempt come within some seconds."""

_CHUNK: Final = 1_000
"""Alerts that are fetched together."""

Fetch = Callable[[Sequence[int]], Iterable[Attempt]]
"""What brings the alerts of these numbers from where they are kept, in the order of their numbers."""


class Register:
    """At most ``capacity`` open alerts (and at least two), those that were looked up last.

    There are two generations. What is looked up moves to the young one; when that is half of all, the old one, which
    nobody has asked for since, is closed. So an alert costs nothing but its place in a dictionary, and there it is
    packed when there are ``at_hand`` keys that were asked for later.

    Alerts of an earlier run stand on a :class:`Shelf`: their number is known, and they are fetched when their key is
    asked for. The shelf is as old as the old generation and cleared with the one after it.
    """

    def __init__(self, capacity: int, at_hand: int = AT_HAND) -> None:
        self.evicted = 0
        self._half = max(1, capacity // 2)
        self._at_hand = at_hand
        self._young = Generation()
        self._old = Generation()
        self._shelf = Shelf()
        self._fetch: Fetch = lambda _numbers: ()
        self._turned = False
        self._asked: Key | None = None
        self._found: list[Attempt] | None = None
        """The key that was looked up last, and its alerts: a line asks for its key several times."""

    def __len__(self) -> int:
        return self._young.size + self._old.size

    def told_by(self, sources: frozenset[str]) -> list[Attempt]:
        """Return the open alerts of which any of ``sources`` has told."""
        self._asked = None
        self._open_shelf()
        return [*self._old.told_by(sources), *self._young.told_by(sources)]

    def pack(self) -> None:
        """Pack what was not looked up lately. No change of any alert may be due, and nobody may hold on to one."""
        self._asked = None
        self._young.pack(self._at_hand)
        self._old.pack(max(self._at_hand - len(self._young.live), 0))

    def of(self, key: Key) -> Sequence[Attempt]:
        """Return the open alerts of a key, in the order in which they were opened."""
        return self._find(key) or ()

    def shelve(self, numbers: Iterable[tuple[Key, int]], fetch: Fetch) -> None:
        """Know of alerts that are kept elsewhere, by the key that their tuple has, and how to get them."""
        self._fetch, self._turned, self._asked = fetch, False, None
        self._shelf.add(numbers)

    def take_down(self, keys: Iterable[Key]) -> None:
        """Open the alerts of these keys that are on the shelf."""
        self._asked = None
        self._open_shelved(self._shelf.take(keys))

    def open(self, attempt: Attempt) -> None:
        """Take in a new alert."""
        siblings = self._find(attempt.key)
        if siblings is None:
            self._admit(attempt.key, [attempt])
            return
        self._young.append(siblings, attempt)
        if len(siblings) > OF_ONE_KEY:
            self.close(siblings[0])
            self.evicted += 1

    def close(self, attempt: Attempt) -> None:
        """Let an alert go that is open."""
        self._young.remove(self._find(attempt.key) or [], attempt)
        self._asked = None

    def _find(self, key: Key) -> list[Attempt] | None:
        """Return the alerts of a key, which are young from now on."""
        if key is not self._asked:
            found = self._young.find(key)
            if found is None and (found := self._old.take(key)):
                self._admit(key, found)
            if found is None and self._shelf and self._unshelve(key):
                found = self._young.find(key)
            self._asked, self._found = key, found
        return self._found

    def _unshelve(self, key: Key) -> bool:
        """Open the alerts of this key that are on the shelf; tell whether there were any."""
        return self._open_shelved(self._shelf.take((key,)))

    def _open_shelved(self, numbers: Sequence[int]) -> bool:
        found = list(self._fetch(numbers)) if numbers else []
        for attempt in found:
            self._put(attempt)
        if found:
            # What turns out to be a fragment is of another key, of which there may be more.
            self._open_shelved(self._shelf.take({attempt.key for attempt in found}))
        return bool(found)

    def _put(self, attempt: Attempt) -> None:
        siblings = self._young.find(attempt.key)
        if siblings is None:
            self._admit(attempt.key, [attempt])
        else:
            self._young.append(siblings, attempt)

    def _admit(self, key: Key, attempts: list[Attempt]) -> None:
        if self._young.size >= self._half:
            self._turn()
        self._young.put(key, attempts)
        self._asked, self._found = key, attempts

    def _turn(self) -> None:
        """Close the old generation; at the second turn, forget what nobody has asked for since it was on the shelf."""
        self.evicted += self._old.size
        self._old, self._young = self._young, Generation()
        if self._turned:
            self.evicted += len(self._shelf)
            self._shelf = Shelf()
        self._turned = True

    def _open_shelf(self) -> None:
        """Open what is on the shelf, as what was looked up longest ago: the last of it, as far as there is room."""
        left, self._shelf = self._shelf.take_all(), Shelf()
        over = max(len(left) - max(2 * self._half - len(self), 0), 0)
        self.evicted += over
        for start in range(over, len(left), _CHUNK):
            for attempt in self._fetch(left[start : start + _CHUNK]):
                generation = self._old if self._young.find(attempt.key) is None else self._young
                siblings = generation.find(attempt.key)
                if siblings is None:
                    generation.put(attempt.key, [attempt])
                else:
                    generation.append(siblings, attempt)
