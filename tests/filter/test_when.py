"""Times in a filter."""

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.filter.samples import NOW
from wallwatch.filter.when import DAY, HOUR, MINUTE, parse_duration, parse_when
from wallwatch.model.times import SECOND, iso


@pytest.mark.parametrize(
    ("text", "micros"),
    [("90s", 90 * SECOND), ("15m", 15 * MINUTE), ("2h", 2 * HOUR), ("3D", 3 * DAY), ("1w", 7 * DAY), ("0s", 0)],
)
def test_a_duration_is_a_number_and_a_unit(text, micros):
    """Seconds, minutes, hours, days and weeks are read."""
    assert parse_duration(text) == micros


@pytest.mark.parametrize("text", ["", "h", "2", "2y", "-2h", "2.5h", "2 h", "1234567s", "\u0662h", "2h30m"])
def test_what_is_no_duration_is_none(text):
    """Other units, signs, fractions and ages of a thousand years are refused."""
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2002-03-02", "2002-03-02T00:00:00.000000+00:00", "2002-03-03T00:00:00.000000+00:00"),
        ("2002-03-02T15:32", "2002-03-02T15:32:00.000000+00:00", "2002-03-02T15:33:00.000000+00:00"),
        ("2002-03-02 15:32:54", "2002-03-02T15:32:54.000000+00:00", "2002-03-02T15:32:55.000000+00:00"),
        ("2002-03-02t15:32:54.63z", "2002-03-02T15:32:54.630000+00:00", "2002-03-02T15:32:54.630001+00:00"),
        ("2002-03-02T15:32-0500", "2002-03-02T20:32:00.000000+00:00", "2002-03-02T20:33:00.000000+00:00"),
        ("1h", "2002-03-02T14:52:54.000000+00:00", "2002-03-02T14:52:54.000001+00:00"),
    ],
)
def test_a_time_lasts_as_long_as_it_is_written(text, begins, ends):
    """A date lasts its day, a minute its minute; an age is counted back from now."""
    when = parse_when(text)
    assert when is not None
    assert iso(when.begins(NOW, UTC), tick=1) == begins
    assert iso(when.ends(NOW, UTC), tick=1) == ends


def test_a_date_is_a_wall_clock_where_it_is_asked():
    """The day of a summer time change is an hour shorter; a stated offset is not touched by the zone."""
    berlin = ZoneInfo("Europe/Berlin")
    day, stated = parse_when("2002-03-31"), parse_when("2002-03-31T00:00+00:00")
    assert day is not None
    assert stated is not None
    assert day.ends(NOW, berlin) - day.begins(NOW, berlin) == 23 * HOUR
    assert stated.begins(NOW, berlin) == stated.begins(NOW, timezone(timedelta(hours=5)))


@pytest.mark.parametrize(
    "text", ["", "today", "2002-02-29", "2002-03", "15:32", "1968-12-31", "9999-01-01", "2002-03-02T25:00", "9" * 400]
)
def test_what_is_no_time_is_none(text):
    """What no calendar holds, or no store can keep, is refused."""
    assert parse_when(text) is None
