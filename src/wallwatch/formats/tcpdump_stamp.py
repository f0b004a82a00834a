"""The stamps of tcpdump (gmt2local.c, util-print.c): of ``-tttt``, of ``-tt``, OpenBSD's, and one without a date."""

import re
from datetime import timedelta
from typing import Final

from wallwatch.formats.stamp import Clock, Moment
from wallwatch.model.times import SECOND, to_datetime

STAMP: Final = (
    r"(?:(?P<_minute>(?:\d{4}-\d\d-\d\d|[A-Z][a-z]{2} [ \d]\d) \d\d:\d\d):(?P<_second>\d\d)\.(?P<_fraction>\d{6,9})"
    r"|(?P<_hour>[012]\d):(?P<_minute_2>[0-5]\d):(?P<_second_2>[0-6]\d)\.(?P<_fraction_2>\d{6,9})"
    r"|(?P<_epoch>\d{9,10})\.(?P<_fraction_3>\d{6,9})) "
)
"""A stamp and the blank behind it."""

_ALLOWANCE: Final = 600 * SECOND
"""How far ahead a clock may be of the newest plausible time."""

_DAYS: Final = (1, 0, -1, -2)


def moment(match: re.Match[str], clock: Clock, *, near: int | None = None) -> Moment | None:
    """Return the time of a stamp, or ``None`` if there is no such time.

    One that names no day is the last such time of day before ``near``, microseconds since the epoch, or before the
    newest plausible time of the source.
    """
    if match["_epoch"]:
        return Moment(int(match["_epoch"]) * SECOND + int(match["_fraction_3"][:6]), 1, 0, True)
    if match["_minute"]:
        return clock.moment(match["_minute"], match["_second"], match["_fraction"])
    limit = (clock.newest if near is None else near) + _ALLOWANCE
    wall = int(match["_hour"]), int(match["_minute_2"]), int(match["_second_2"])
    for days in _DAYS:
        day = to_datetime(limit) + timedelta(days=days)
        found = clock.resolve(day.month, day.day, *wall, micro=int(match["_fraction_2"][:6]), year=day.year)
        if found is not None and found[0] <= limit:
            return Moment(found[0], 1, found[1], False)
    return None


def span(match: re.Match[str]) -> tuple[int, int]:
    """Return where the stamp stands."""
    names = ("_minute", "_fraction"), ("_hour", "_fraction_2"), ("_epoch", "_fraction_3")
    return next((match.start(first), match.end(last)) for first, last in names if match[first])
