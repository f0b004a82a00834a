"""The table ``redated``: sightings whose year became known after they had arrived."""

import json
import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from wallwatch.model import Sighting

_REMEMBERED: Final = 131_072
"""Sightings at least: hardly any alert that still grows has older ones, and theirs are looked up."""

FindTimes = Callable[[Collection[int]], dict[int, int]]
"""Tells the times of sightings, by their numbers, as the blocks have them."""


class Times:
    """Remembers when the newest sightings were seen as they arrived, to know again those that were dated anew."""

    def __init__(self) -> None:
        self._first = 0
        self._times = array("q")

    def learn(self, first: int, end: int, sightings: Iterable[Sighting]) -> None:
        """Take in what arrived with the numbers ``first`` up to ``end``."""
        if first != self._first + len(self._times) or len(self._times) > 2 * _REMEMBERED:
            del self._times[: -_REMEMBERED if first == self._first + len(self._times) else None]
            self._first = first - len(self._times)
        fresh = dict.fromkeys(range(first, end), 0)
        fresh.update((sighting.number, sighting.time) for sighting in sightings)
        self._times.extend(fresh.values())

    def moved(self, known: Sequence[Sighting], find: FindTimes) -> list[Sighting]:
        """Return those of the ``known`` sightings that have another time than when they arrived."""
        forgotten = [sighting.number for sighting in known if sighting.number < self._first]
        found = find(forgotten) if forgotten else {}
        return [sighting for sighting in known if self._time(sighting.number, found) != sighting.time]

    def _time(self, number: int, found: dict[int, int]) -> int | None:
        place = number - self._first
        return self._times[place] if 0 <= place < len(self._times) else found.get(number)


def put_redated(connection: sqlite3.Connection, sightings: Iterable[Sighting]) -> None:
    """Write the new times, also for the blocks that the sightings are in."""
    for sighting in sightings:
        row = (sighting.number, sighting.time, sighting.repeat_after)
        connection.execute("INSERT OR REPLACE INTO redated VALUES (?, ?, ?)", row)
        connection.execute(
            """
            UPDATE blocks SET newest = max(newest, ?)
            WHERE first = (SELECT first FROM blocks WHERE first <= ? ORDER BY first DESC LIMIT 1)""",
            (sighting.time, sighting.number),
        )


def redated(connection: sqlite3.Connection, found: dict[int, Sighting]) -> dict[int, Sighting]:
    """Return the sightings with the times that are known by now."""
    if not found or connection.execute("SELECT 1 FROM redated LIMIT 1").fetchone() is None:
        return found
    rows = connection.execute(
        "SELECT number, time, repeat_after FROM redated WHERE number IN (SELECT value FROM json_each(?))",
        (json.dumps(list(found)),),
    )
    return found | {number: replace(found[number], time=time, repeat_after=after) for number, time, after in rows}
