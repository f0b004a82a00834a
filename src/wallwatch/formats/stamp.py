"""Wall-clock stamps become microseconds since the epoch; the year that a stamp does not name is inferred.

A yearless stamp is given the greatest year that does not put it more than a day after the newest plausible time of its
source. That needs no memory of earlier lines: the newest part of a file can be read before the rest, and a torn or
forged stamp drags no other along.
"""

import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

import msgspec

from wallwatch.formats import dates
from wallwatch.formats.dates import Wall
from wallwatch.model.times import SECOND, from_datetime, to_datetime

_DAY: Final = 86_400 * SECOND
_LEAP_SECOND: Final = 60
_YEARS_BACK: Final = 9
"""The 29th of February is at most eight years old, even around 1900 and 2100."""

_KEPT: Final = 1_024
_MICRO_DIGITS: Final = 6

_Minute = tuple[int, int, bool]
"""Microseconds since the epoch, seconds east of UTC, whether the year was stated."""


class Moment(msgspec.Struct, frozen=True, gc=False):
    """A stamp, read: microseconds since the epoch, true to within ``tick``; ``zone`` in seconds east of UTC."""

    time: int
    tick: int
    zone: int
    year_stated: bool


class Clock:
    """What turns the stamps of one source into times.

    ``zone`` is the zone of the source's wall clock (``None``: this machine's), ``newest`` the newest plausible time of
    its last line in microseconds since the epoch, ``year`` the year of all stamps that name none.
    """

    def __init__(self, zone: tzinfo | None, newest: int, year: int | None = None) -> None:
        self._zone = zone
        self._newest = newest
        self._year = year
        self._minutes: dict[tuple[str, str | None, str | None], _Minute | None] = {}
        self._boot: int | None = None

    @property
    def newest(self) -> int:
        """Newest plausible time of the source's last line, microseconds since the epoch."""
        return self._newest

    @newest.setter
    def newest(self, micros: int) -> None:
        if micros // _DAY != self._newest // _DAY:
            self._minutes.clear()
        self._newest = micros

    def moment(
        self,
        minute: str,
        second: str,
        fraction: str | None = None,
        *,
        year: str | None = None,
        offset: str | None = None,
    ) -> Moment | None:
        """Return the time of a stamp given in the emitter's words, or ``None`` if there is no such time.

        ``minute`` is the stamp down to its minute, in the order of any emitter. It is read once, for log lines come in
        runs of a minute. ``fraction`` holds the digits after the point; ``year`` stands elsewhere in the stamp;
        ``offset`` is ``Z``, ``+02:00`` or ``-0500``.
        """
        key = (minute, year, offset)
        try:
            base = self._minutes[key]
        except KeyError:
            base = self._remember(key)
        seconds = int(second)
        if base is None or seconds > _LEAP_SECOND:
            return None
        start, zone, stated = base
        if fraction is None:
            return Moment(start + seconds * SECOND, SECOND, zone, stated)
        digits = fraction[:_MICRO_DIGITS]
        tick = 10 ** (_MICRO_DIGITS - len(digits))
        return Moment(start + seconds * SECOND + int(digits) * tick, tick, zone, stated)

    def unix(self, seconds: str, fraction: str | None) -> Moment:
        """Return the time of a stamp in seconds since the epoch; ``fraction`` holds the digits after the point."""
        digits = (fraction or "")[:_MICRO_DIGITS]
        tick = 10 ** (_MICRO_DIGITS - len(digits))
        return Moment(int(seconds) * SECOND + int(digits or 0) * tick, tick, 0, True)

    def booted(self, uptime: int) -> None:
        """Take the kernel's stamp of the last line that is known, microseconds since its boot, to be the newest time.

        The earliest boot that follows from any of them counts: other lines were older when they were read.
        """
        boot = self._newest - uptime
        self._boot = boot if self._boot is None else min(boot, self._boot)

    def since_boot(self, uptime: int | None) -> Moment:
        """Return the time of a line that has only the kernel's stamp; of one that has none at all, the newest time.

        Where the kernel's boot is not known, the line is taken for the newest one.
        """
        if uptime is None:
            return Moment(self._newest // SECOND * SECOND, SECOND, 0, False)
        boot = self._newest - uptime if self._boot is None else self._boot
        return Moment(boot + uptime, SECOND, 0, False)

    def resolve(
        self,
        month: int,
        day: int,
        hour: int,
        minute: int,
        second: int,
        *,
        micro: int = 0,
        year: int | None = None,
        offset: int | None = None,
    ) -> tuple[int, int] | None:
        """Return microseconds since the epoch and seconds east of UTC, or ``None`` if there is no such time.

        ``offset`` is in seconds east of UTC. Without ``year`` it is inferred.
        """
        found = self._minute((month, day, hour, minute), year, offset)
        if found is None or second > _LEAP_SECOND:
            return None
        return found[0] + second * SECOND + micro, found[1]

    def _remember(self, key: tuple[str, str | None, str | None]) -> _Minute | None:
        if len(self._minutes) >= _KEPT:
            self._minutes.clear()
        base = self._minutes[key] = self._read(*key)
        return base

    def _read(self, minute: str, year: str | None, offset: str | None) -> _Minute | None:
        date = dates.read(minute)
        if date is None:
            return None
        stated = int(year) if year else date[0]
        found = self._minute(date[1], stated, dates.offset(offset) if offset else None)
        return None if found is None else (*found, stated is not None)

    def _minute(self, wall: Wall, year: int | None, offset: int | None) -> tuple[int, int] | None:
        year = self._year if year is None else year
        return self._latest(wall, offset) if year is None else self._at(year, wall, offset)

    def _latest(self, wall: Wall, offset: int | None) -> tuple[int, int] | None:
        limit = self._newest + _DAY
        # A zone east of Greenwich is in the next year first.
        latest = to_datetime(limit).year + 1
        for year in range(latest, latest - _YEARS_BACK - 1, -1):
            found = self._at(year, wall, offset)
            if found is not None and found[0] <= limit:
                return found
        return None

    def _at(self, year: int, wall: Wall, offset: int | None) -> tuple[int, int] | None:
        try:
            zone = self._zone if offset is None else timezone(timedelta(seconds=offset))
            moment = datetime(year, *wall, tzinfo=zone or UTC)
            if zone is None:
                local = int(time.mktime((year, *wall, 0, 0, 0, -1))) * SECOND
                return local, (from_datetime(moment) - local) // SECOND
        except (ValueError, OverflowError):
            return None
        east = moment.utcoffset() or timedelta()
        return from_datetime(moment), int(east.total_seconds())
