"""Which year it was, where the line does not say.

Syslog, ipchains and Snort stamps name no year, and a format guesses one from the age of its file. A line that names
it (p0f, ISO stamps) and speaks of the same packet says by how many years the guess is off, for the whole source.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from wallwatch.correlate.leap import is_leap_day, moved, years_apart
from wallwatch.correlate.recent import Recent, Seen, seen
from wallwatch.model import Sighting
from wallwatch.model.times import SECOND

_FARTHEST: Final = 60
"""Years that a guess may be off: no firewall has kept a log for longer."""

_MEMORY: Final = 8_192

_ZONES: Final = 900 * SECOND
_FARTHEST_ZONE: Final = 26 * 3_600 * SECOND

Pair = tuple[Seen, Seen]
"""A sighting whose year is guessed, and one whose year is known."""


class Lessons(msgspec.Struct, frozen=True):
    """What a calendar has learned: by how many years each source is off, on a 29th of February and otherwise.

    ``examples`` has of each source that is off a guess and what was true, in microseconds since the epoch.
    """

    years: dict[str, int] = {}
    leap_years: dict[str, int] = {}
    examples: dict[str, tuple[int, int]] = {}


class Calendar:
    """Learns how many years off the guesses of each source are, and dates its sightings.

    A stated year counts for another sighting of the same tuple, month, day and time, at most ``window`` microseconds
    off. The newest ``memory`` tuples, at least, wait for a line that states their year; that many sightings without a
    year are compared with those of an earlier run.
    """

    def __init__(self, *, window: int = 2 * SECOND, memory: int = _MEMORY) -> None:
        self._window = window
        self._years: dict[str, int] = {}
        self._leap_years: dict[str, int] = {}
        self._examples: dict[str, tuple[int, int]] = {}
        self._stated: deque[Seen] = deque(maxlen=memory)
        self._guessed: deque[Seen] = deque(maxlen=memory)
        self._proven: deque[Seen] = deque()
        self._anchors = Recent(memory)
        self._waiting = Recent(memory)
        self._recalled = Recent(memory)
        self._patience = memory
        self._goes_on = False
        self.learned = 0
        """How many lessons there were."""

    def learn(self, sightings: Iterable[Sighting]) -> frozenset[str]:
        """Learn from ``sightings`` as their formats made them; return the sources that are dated anew from now on.

        As long as no year is known, or none is missing, sightings are put by and cost next to nothing.
        """
        for sighting in sightings:
            sure = sighting.year_stated or sighting.source in self._years
            (self._stated if sure else self._guessed).append(seen(sighting))
        some_known = self._stated or self._anchors or self._recalled
        some_missing = self._guessed or self._waiting or self._recalled
        return frozenset(self._compare() if some_known and some_missing else ())

    def lessons(self) -> Lessons:
        """Return what was learned."""
        return Lessons(dict(self._years), dict(self._leap_years), dict(self._examples))

    def go_on(self, lessons: Lessons) -> None:
        """Go on where an earlier run has ended: it had learned this, and dated all sightings accordingly."""
        self._years |= lessons.years
        self._leap_years |= lessons.leap_years
        self._examples |= lessons.examples
        self._goes_on = True

    def recall(self, sightings: Iterable[Sighting]) -> None:
        """Learn from sightings of an earlier run. Without its lessons, any of them may have been dated in it."""
        for sighting in sightings:
            if self._goes_on:
                sure = sighting.year_stated or sighting.source in self._years
                (self._anchors if sure else self._waiting).add(seen(sighting))
            elif sighting.year_stated:
                self._stated.append(seen(sighting))
            else:
                self._recalled.add(seen(sighting))

    def dated(self, sighting: Sighting) -> Sighting:
        """Return ``sighting`` in its year, as far as that is known."""
        if not self._is_off(sighting):
            return sighting
        time = self._true(sighting)
        after = None if sighting.repeat_after is None else sighting.repeat_after + time - sighting.time
        return msgspec.structs.replace(sighting, time=time, repeat_after=after)

    def is_dated(self, sighting: Sighting) -> bool:
        """Tell whether ``sighting``, of an earlier run, was dated in it: its time is nearer to the true ones."""
        if self._goes_on:
            # What that run had learned is in them; this is about a source of which it had learned nothing.
            return False
        guess, true = self._examples.get(sighting.source, (0, 0))
        return abs(sighting.time - true) < abs(sighting.time - guess)

    def _is_off(self, sighting: Sighting | Seen) -> bool:
        return bool(self._examples) and not sighting.year_stated and sighting.source in self._examples

    def _true(self, sighting: Sighting | Seen) -> int:
        years = self._years.get(sighting.source, 0)
        if self._leap_years and is_leap_day(sighting.time, sighting.zone):
            years = self._leap_years.get(sighting.source, years)
        return moved(sighting.time, sighting.zone, years)

    def _compare(self) -> Iterator[str]:
        """Compare what was put by with what is remembered, and yield the sources that are off."""
        while self._guessed or self._proven or self._stated:
            if self._guessed:
                pairs = self._pairs_of_guess(self._guessed.popleft())
            else:
                stated = (self._proven or self._stated).popleft()
                if self._is_off(stated):
                    stated = msgspec.structs.replace(stated, time=self._true(stated))
                pairs = self._pairs_of_stated(stated)
            for guessed, stated in pairs:
                if self._teach(guessed, stated):
                    yield guessed.source

    def _pairs_of_guess(self, guessed: Seen) -> list[Pair]:
        """Remember a sighting without a year, and return it with those whose year is known."""
        if guessed.source in self._years:
            self._proven.append(guessed)
            return []
        self._waiting.add(guessed)
        self._patience -= 1
        if not self._patience:
            self._recalled = Recent(0)
        return [(guessed, stated) for stated in self._anchors.alike(guessed)] + [
            (guessed, old) for old in self._recalled.alike(guessed) if self._off(guessed, old)
        ]

    def _pairs_of_stated(self, stated: Seen) -> list[Pair]:
        """Remember a sighting whose year is known, and return it with those whose year is not.

        One of an earlier run may have been dated in it. So it says by how much its source is off, but never that it is
        not off; and the same goes where it stands for the year.
        """
        self._anchors.add(stated)
        return [(guessed, stated) for guessed in self._waiting.alike(stated)] + [
            (old, stated) for old in self._recalled.alike(stated) if self._off(old, stated)
        ]

    def _teach(self, guessed: Seen, stated: Seen) -> bool:
        """Learn from a pair; tell whether its source is off and was not known to be."""
        source = guessed.source
        leap = is_leap_day(guessed.time, guessed.zone)
        known = self._leap_years if leap else self._years
        years = self._off(guessed, stated)
        if years is None or source in known:
            return False
        known[source] = years
        self.learned += 1
        if years:
            self._examples[source] = (guessed.time, stated.time)
        if not leap:
            # Who saw the same packets as this source has its year from it.
            self._proven.extend(self._waiting.forget(source))
            self._recalled.forget(source)
        return bool(years)

    def _off(self, guessed: Seen, stated: Seen) -> int | None:
        """Return by how many years the guess is off, ``None`` if the two do not speak of the same moment."""
        years = years_apart(guessed.time, stated.time)
        if abs(years) > _FARTHEST:
            return None
        time = moved(guessed.time, guessed.zone, years)
        apart = max(time - stated.time - stated.tick, stated.time - time - guessed.tick)
        # A clock in another time zone has the year of the others all the same.
        zones = round(apart / _ZONES) * _ZONES if 0 < apart <= _FARTHEST_ZONE else 0
        return years if abs(apart - zones) <= self._window else None
