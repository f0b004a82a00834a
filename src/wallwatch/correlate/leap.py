"""Moving a stamp by years on the wall calendar, with the 29th of February."""

from calendar import isleap
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from wallwatch.model.times import SECOND

DAY: Final = 86_400 * SECOND
"""Microseconds in a day."""

_EPOCH: Final = date(1970, 1, 1)
_YEAR: Final = 365.2425 * DAY


def years_apart(earlier: int, later: int) -> int:
    """Return the number of years between two times (microseconds since the epoch), rounded."""
    return round((later - earlier) / _YEAR)


def moved(time: int, zone: int, years: int) -> int:
    """Return ``time`` that many years later, same month, day and time of a wall clock ``zone`` seconds east of UTC.

    A 29th of February comes out in the first leap year from there on. That is the year of the lines around it: whoever
    guesses the year of this day alone must go back to a leap year, up to three years before that of the others.
    """
    return time + _shift(_day(time, zone), years) if years else time


def is_leap_day(time: int, zone: int) -> bool:
    """Tell whether it is the 29th of February at ``time`` on that wall clock."""
    return _is_leap_day(_day(time, zone))


def _day(time: int, zone: int) -> int:
    return (time + zone * SECOND) // DAY


@lru_cache
def _is_leap_day(day: int) -> bool:
    on = _EPOCH + timedelta(day)
    return (on.month, on.day) == (2, 29)


@lru_cache(maxsize=1_024)
def _shift(day: int, years: int) -> int:
    on = _EPOCH + timedelta(day)
    year = on.year + years
    if _is_leap_day(day):
        year = next(candidate for candidate in range(year, year + 9) if isleap(candidate))
    return (on.replace(year=year) - on).days * DAY
