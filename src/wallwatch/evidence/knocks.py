"""The newest alerts that no scan has, linked by what they may have in common: their source, or the tool and target.

What is remembered is a matter of the alerts' numbers and of what they are now, so that an engine that reads the newest
ones from its store knows what the one before it knew: also an alert that is no knock has its place, as it may turn out
to be one. It is a place in some columns and not an object: a flood brings many of them.
"""

import sys
from array import array
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

CAPACITY: Final = 65_536
"""Numbers of alerts after which a knock is forgotten."""

MOST: Final = 64
"""Knocks of one source, the newest ones, that are looked at together."""

_STEPS: Final = 4 * MOST
"""Alerts that are looked at for them."""
_NONE: Final = -1
_NO_PORT: Final = 65_536
"""What stands for all numbers that are no ports; a stranger may write any."""
_IDLE, _COUNTS, _GONE = range(3)
"""An alert that is no knock or cannot begin a scan, one that can, and one that a scan has or that is no more."""

Door = tuple[str, str, int | None]
"""A protocol, a host and a port."""
Crew = tuple[str, str]
"""A target, and the tool that knocks at it."""


class Knock(NamedTuple):
    """A knock: when (microseconds), the number of its alert, from whom, and at which door."""

    time: int
    id: int
    src: str
    proto: str
    dst: str
    port: int | None

    @property
    def door(self) -> Door:
        """What it knocks at."""
        return self.proto, self.dst, self.port


class Knocks:
    """A ring of knocks by number. Numbers come in rising order; each knock costs the same, however many there are."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._newest = 0
        self._ids = array("q")
        self._times = array("q")
        self._ports = array("i")
        self._states = bytearray()
        self._srcs: list[str] = []
        self._crews: list[Crew | None] = []
        self._protos: list[str] = []
        self._dsts: list[str] = []
        self._before_of_src = array("q")
        self._before_of_crew = array("q")
        self._latest_of_src: dict[str, int] = {}
        self._latest_of_crew: dict[Crew, int] = {}
        self._shared: dict[Crew, Crew] = {}
        self.evicted = 0
        """Knocks that made room for newer ones."""

    def reach(self, number: int) -> None:
        """Note that there is an alert of this number, a knock or not: older knocks are forgotten for it."""
        self._newest = max(self._newest, number)

    def put(self, knock: Knock, crew: Crew | None, *, counts: bool) -> None:
        """Remember an alert; ``counts`` tells whether it may be the beginning of a scan."""
        self.reach(knock.id)
        at = knock.id % self._capacity
        self._make_place(at)
        # Few targets and fewer protocols: the same text each time.
        self._srcs[at], self._protos[at], self._dsts[at] = knock.src, sys.intern(knock.proto), sys.intern(knock.dst)
        self._ids[at], self._crews[at] = knock.id, None
        self._before_of_src[at] = self._latest_of_src.get(knock.src, _NONE)
        self._latest_of_src[knock.src] = knock.id
        self._set(at, knock, crew, _COUNTS if counts else _IDLE)

    def update(self, knock: Knock, crew: Crew | None, *, counts: bool) -> None:
        """Set what is known of an alert now: it may have come earlier, or count, or have been made by a tool."""
        at = self._place(knock.id)
        if at is not None and self._states[at] != _GONE:
            self._set(at, knock, crew, _COUNTS if counts else _IDLE)

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget alerts that are none any more, or that a scan has. Those before them are still found."""
        for number in numbers:
            if (at := self._place(number)) is not None:
                self._states[at] = _GONE

    def of_source(self, src: str) -> list[Knock]:
        """Return the newest knocks of a source, newest first, at most :data:`MOST`."""
        return [self._knock(at) for at in self._walk_source(src)]

    def of_crew(self, crew: Crew) -> list[Knock]:
        """Return the newest knocks of a tool at a target, newest first, at most :data:`MOST`."""
        return [self._knock(at) for at in self._walk_crew(crew)]

    def has_doors(self, link: str | Crew, many: int) -> bool:
        """Tell whether the newest knocks of a source, or of a crew, are at so many different doors."""
        doors = set()
        for at in self._walk_source(link) if isinstance(link, str) else self._walk_crew(link):
            doors.add((self._ports[at], self._dsts[at], self._protos[at]))
            if len(doors) >= many:
                return True
        return False

    def moves_on(self, knock: Knock, crew: Crew) -> bool:
        """Tell whether a knock may make those of its crew a scan.

        That is if its source was at another door before, or if it is the first of the crew at its own. It need not be
        counted how many they are where neither is so.
        """
        if self.has_doors(knock.src, 2):
            return True
        port = _NONE if knock.port is None else knock.port
        return not any(
            self._ports[at] == port and self._protos[at] == knock.proto and self._ids[at] != knock.id
            for at in self._walk_crew(crew)
        )

    def is_repeated(self, knock: Knock, gap: int) -> bool:
        """Tell whether the source of a knock called the same door before, at most ``gap`` microseconds away.

        Such a knock adds no door to those that it hangs together with, so that nothing has to be counted.
        """
        port = _NONE if knock.port is None else knock.port
        for at in self._walk_source(knock.src):
            if self._ports[at] == port and self._dsts[at] == knock.dst and self._ids[at] != knock.id:
                return self._protos[at] == knock.proto and abs(self._times[at] - knock.time) <= gap
        return False

    def _walk_source(self, src: str) -> Iterator[int]:
        return self._walk(self._latest_of_src.get(src, _NONE), self._before_of_src)

    def _walk_crew(self, crew: Crew) -> Iterator[int]:
        return self._walk(self._latest_of_crew.get(crew, _NONE), self._before_of_crew)

    def _walk(self, number: int, before: "array[int]") -> Iterator[int]:
        """Yield the places of knocks, newest first."""
        found = steps = 0
        last: int | None = None
        while found < MOST and steps < _STEPS and (at := self._place(number)) is not None:
            number = before[at]
            if self._states[at] == _GONE:
                if last is not None:
                    before[last] = number  # the next one need not come by here
                continue
            last, steps = at, steps + 1
            if self._states[at] == _COUNTS:
                found += 1
                yield at

    def _knock(self, at: int) -> Knock:
        port = None if self._ports[at] == _NONE else self._ports[at]
        return Knock(self._times[at], self._ids[at], self._srcs[at], self._protos[at], self._dsts[at], port)

    def _set(self, at: int, knock: Knock, crew: Crew | None, state: int) -> None:
        self._times[at], self._states[at] = knock.time, state
        self._ports[at] = _NONE if knock.port is None else min(knock.port, _NO_PORT)
        if crew is not None and self._crews[at] is None:
            crew = self._shared.setdefault(crew, crew)
            self._crews[at] = crew
            self._link(at, knock.id, crew)

    def _link(self, at: int, number: int, crew: Crew) -> None:
        """Put an alert among those of its crew, behind those with lower numbers."""
        after, latest = None, self._latest_of_crew.get(crew, _NONE)
        for _ in range(_STEPS):
            place = self._place(latest)
            if place is None or latest < number:
                break
            after, latest = place, self._before_of_crew[place]
        self._before_of_crew[at] = latest
        if after is None:
            self._latest_of_crew[crew] = number
        else:
            self._before_of_crew[after] = number

    def _place(self, number: int) -> int | None:
        """Return where a knock is, ``None`` if it was forgotten."""
        if not max(self._newest - self._capacity, 0) < number <= self._newest:
            return None
        at = number % self._capacity
        return at if at < len(self._ids) and self._ids[at] == number else None

    def _make_place(self, at: int) -> None:
        """Let there be a place, and nobody in it."""
        while (missing := at + 1 - len(self._ids)) > 0:
            self._ids.extend([_NONE] * missing)
            self._times.extend([0] * missing)
            self._ports.extend([_NONE] * missing)
            self._before_of_src.extend([_NONE] * missing)
            self._before_of_crew.extend([_NONE] * missing)
            self._states.extend(bytes([_GONE]) * missing)
            self._srcs += [""] * missing
            self._protos += [""] * missing
            self._dsts += [""] * missing
            self._crews += [None] * missing
        old, src, crew = self._ids[at], self._srcs[at], self._crews[at]
        self.evicted += self._states[at] == _COUNTS
        if self._latest_of_src.get(src) == old:
            del self._latest_of_src[src]
        if crew is not None and self._latest_of_crew.get(crew) == old:
            del self._latest_of_crew[crew], self._shared[crew]
