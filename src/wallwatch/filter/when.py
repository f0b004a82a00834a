"""Times in a filter: an age (``2h``), a date, or a time of a day."""

from datetime import datetime, timedelta, tzinfo
from typing import Final

import msgspec

from wallwatch.model.times import SECOND, from_datetime

MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

UNITS: Final = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
"""Microseconds in each unit of an age."""

_DIGITS_MAX: Final = 6
_YEARS: Final = range(1969, 9999)
"""West of Greenwich the epoch begins in 1969."""
_SHAPES: Final = (
    ("%Y-%m-%d", DAY),
    ("%Y-%m-%dT%H:%M", MINUTE),
    ("%Y-%m-%dT%H:%M:%S", SECOND),
    ("%Y-%m-%dT%H:%M:%S.%f", 1),
)
"""How a moment is written, and how long (in microseconds) what is written so lasts."""


class When(msgspec.Struct, frozen=True, gc=False):
    """A moment or a stretch of time, written as ``text``: ``age`` microseconds before now, or a date.

    A date without an offset is a wall clock in the zone that is asked for; it lasts ``lasts`` microseconds.
    """

    text: str
    age: int | None = None
    date: datetime | None = None
    lasts: int = 1

    def begins(self, now: int, zone: tzinfo) -> int:
        """Return where it begins, in microseconds since the epoch."""
        if self.date is None:
            return now - (self.age or 0)
        return from_datetime(_in_zone(self.date, zone))

    def ends(self, now: int, zone: tzinfo) -> int:
        """Return the first microsecond after it."""
        if self.date is None:
            return now - (self.age or 0) + 1
        return from_datetime(_in_zone(self.date + timedelta(microseconds=self.lasts), zone))


def parse_duration(text: str) -> int | None:
    """Return a duration such as ``90s``, ``15m``, ``2h``, ``3d`` or ``1w`` in microseconds; ``None`` if it is none."""
    number, unit = text[:-1], text[-1:].lower()
    if unit not in UNITS or len(number) > _DIGITS_MAX or not (number.isascii() and number.isdigit()):
        return None
    return int(number) * UNITS[unit]


def parse_when(text: str) -> When | None:
    """Read an age or an ISO date, with or without a time and an offset; ``None`` if it is neither."""
    age = parse_duration(text)
    if age is not None:
        return When(text.lower(), age=age)
    written = text.upper().replace(" ", "T")
    for shape, lasts in _SHAPES:
        date = _date(written, shape)
        if date is not None:
            return When(written, date=date, lasts=lasts)
    return None


def _date(written: str, shape: str) -> datetime | None:
    for pattern in (shape, f"{shape}%z"):
        try:
            date = datetime.strptime(written, pattern)  # noqa: DTZ007, the wall clock's zone is known later
        except ValueError:
            continue
        return date if date.year in _YEARS else None
    return None


def _in_zone(date: datetime, zone: tzinfo) -> datetime:
    return date if date.tzinfo is not None else date.replace(tzinfo=zone)
