"""Entries of the systemd journal as ``journalctl -o json`` prints them, one a line: cut, counted, and where each is.

The journal has cursors, no bytes: positions are those of the lines that were printed, counted on from where an
earlier run had come to, and each line has its cursor.
"""

import re
from itertools import accumulate
from typing import Final

import msgspec

from wallwatch.model.line import Lines
from wallwatch.model.times import SECOND, to_datetime
from wallwatch.sources.splitter import Splitter

STREAM: Final = "journal"
"""The one stream of it."""

_CURSOR: Final = re.compile(rb'"__CURSOR":"([^"\\]{1,400})"')
"""No value can hold these bytes: a quote in it has a backslash before it. And no program can set such a field."""


_LATEST: Final = 253_402_300_799 * SECOND
"""The end of the year 9999."""


class Cutter:
    """Cuts what ``journalctl`` prints into batches for ``source``: on from ``position`` and the entry ``cursor``."""

    def __init__(self, source: str, position: int, cursor: str) -> None:
        self.position = position
        self.cursor = cursor
        """The last entry that was given."""
        self._source = source
        self._splitter = Splitter(0)
        self._skips = True

    def again(self) -> None:
        """Begin with what another run prints: the last entry once more, and whole what broke off here."""
        self._splitter = Splitter(0)
        self._skips = True

    def feed(self, chunk: bytes) -> Lines | None:
        """Return the entries that are whole now, without the one that was given before."""
        lines, _ = self._splitter.feed(chunk)
        if lines and self._skips:
            self._skips = False
            if self.cursor and cursor_of(lines[0]) == self.cursor:
                del lines[0]
        return self._batch(lines) if lines else None

    def idle(self) -> Lines:
        """Return a batch without lines: nothing more is there now."""
        return self._batch([], idle=True)

    def end(self) -> Lines:
        """Return a batch without lines: nothing more will come."""
        return self._batch([], ended=True)

    def _batch(self, lines: list[bytes], *, idle: bool = False, ended: bool = False) -> Lines:
        start, *ends = accumulate((len(line) + 1 for line in lines), initial=self.position)
        self.position = ends[-1] if ends else start
        return Lines(
            source=self._source,
            stream=STREAM,
            start=start,
            end=self.position,
            lines=tuple(lines),
            starts=(start, *ends[:-1]) if lines else (),
            idle=idle,
            ended=ended,
            cursors=tuple([self._cursor_of(line) for line in lines]),
        )

    def _cursor_of(self, line: bytes) -> str:
        """Return the cursor of an entry; where an endless one has lost it, that of the entry before."""
        self.cursor = cursor_of(line) or self.cursor
        return self.cursor


def cursor_of(line: bytes) -> str:
    """Return the cursor in a printed entry, nothing if it has none."""
    match = _CURSOR.search(line)
    return match[1].decode("utf-8", "replace") if match else ""


class Place(msgspec.Struct, frozen=True):
    """What a cursor says: which sequence of entries it is of, the entry's number in it, and its time (microseconds)."""

    sequence: str
    number: int
    time: int

    @property
    def moment(self) -> str:
        """The time as people read it, in UTC."""
        return f"{to_datetime(self.time // SECOND * SECOND):%Y-%m-%d %H:%M:%S} UTC"


def place_of(cursor: str) -> Place | None:
    """Return what a cursor says, ``None`` if it is none (``s=…;i=…;b=…;m=…;t=…;x=…``)."""
    fields = dict(part.split("=", 1) for part in cursor.split(";") if "=" in part)
    try:
        place = Place(fields["s"], int(fields["i"], 16), int(fields["t"], 16))
    except (KeyError, ValueError):
        return None
    return place if 0 <= place.time < _LATEST else None


def missed(wanted: str, there: str) -> str | None:
    """Return a sentence about what the journal has lost, ``None`` if it has lost nothing.

    ``wanted`` is the cursor of the entry that was read last, ``there`` that of the entry that is found at or after its
    place today; empty if there is none.
    """
    if wanted == there:
        return None
    before, after = place_of(wanted), place_of(there)
    last = f" was read up to {before.moment}" if before else " was read before"
    if after is None:
        return f"The journal{last}; what it held since then is gone."
    if before is None or before.sequence != after.sequence:
        return f"The journal{last}; it is another one now, which begins {after.moment}."
    lost = after.number - before.number - 1
    if lost <= 0:
        return None
    entries = "an entry" if lost == 1 else f"{lost:,} entries"
    return f"The journal{last} and now goes on {after.moment}: {entries} of all programs were vacuumed unread."
