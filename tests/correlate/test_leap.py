from datetime import UTC, datetime

import pytest

from wallwatch.correlate.leap import DAY, is_leap_day, moved, years_apart
from wallwatch.model.times import from_datetime


def moment(text):
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("before", "years", "after"),
    [
        ("2025-03-02 15:32:54.630347", -23, "2002-03-02 15:32:54.630347"),
        ("2025-12-31 23:59:59", 1, "2026-12-31 23:59:59"),
        ("2024-02-29 12:00:00", -24, "2000-02-29 12:00:00"),
        ("2024-02-29 12:00:00", -25, "2000-02-29 12:00:00"),
        ("2024-02-29 12:00:00", -27, "2000-02-29 12:00:00"),
        ("1896-02-29 12:00:00", 4, "1904-02-29 12:00:00"),
        ("2024-02-28 12:00:00", -23, "2001-02-28 12:00:00"),
        ("2024-03-01 12:00:00", -23, "2001-03-01 12:00:00"),
        ("2025-03-02 00:00:00", 0, "2025-03-02 00:00:00"),
    ],
)
def test_a_stamp_moves_by_years_on_the_wall_calendar(before, years, after):
    """Month, day and time stay; a 29th of February, guessed from the day alone, goes on to the next leap year."""
    assert moved(moment(before), 0, years) == moment(after)


def test_the_day_is_that_of_the_wall_clock():
    """At 23:30 UTC on 28 February it is the 29th in Berlin, and stays so."""
    time = moment("2024-02-28 23:30:00")
    assert is_leap_day(time, 3600)
    assert not is_leap_day(time, 0)
    assert moved(time, 3600, -24) == moment("2000-02-28 23:30:00")


@pytest.mark.parametrize(
    ("earlier", "later", "years"),
    [
        ("2025-03-02 00:00:00", "2002-03-02 00:00:00", -23),
        ("2001-12-31 23:59:59", "2002-01-01 00:00:01", 0),
        ("2024-02-29 00:00:00", "2000-02-29 00:00:00", -24),
        ("1970-01-01 00:00:00", "2025-01-01 00:00:00", 55),
    ],
)
def test_years_apart_are_whole_years(earlier, later, years):
    """Two stamps of one moment are a whole number of years apart, however the leap years fall."""
    assert years_apart(moment(earlier), moment(later)) == years


def test_a_day_is_24_hours():
    """Shifts are whole days, so the time of day stays."""
    assert (moved(moment("2025-03-02 00:00:00"), 0, -23) - moment("2025-03-02 00:00:00")) % DAY == 0
