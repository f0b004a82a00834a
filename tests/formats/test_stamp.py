import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.formats.support import NEWEST, clock
from wallwatch.formats.stamp import Clock
from wallwatch.model.times import from_datetime, iso


def _micros(*parts: int) -> int:
    return from_datetime(datetime(*parts, tzinfo=UTC))


@pytest.mark.parametrize(
    ("newest", "minute", "shown"),
    [
        ((2026, 1, 1, 0, 0, 5), "Dec 31 23:59", "2025-12-31T23:59:00+00:00"),
        ((2025, 12, 31, 23, 59, 58), "Jan  1 00:00", "2026-01-01T00:00:00+00:00"),
        ((2026, 3, 1), "Feb 28 10:00", "2026-02-28T10:00:00+00:00"),
        ((2026, 3, 1), "Feb 29 10:00", "2024-02-29T10:00:00+00:00"),
        ((1903, 3, 1), "Feb 29 10:00", "1896-02-29T10:00:00+00:00"),
        ((2026, 3, 1), "Mar  3 10:00", "2025-03-03T10:00:00+00:00"),
    ],
)
def test_a_yearless_stamp_is_the_last_one_that_is_plausible(newest: tuple[int, ...], minute: str, shown: str) -> None:
    """It is at most a day after the newest line; the 29th of February is in a leap year."""
    moment = Clock(UTC, _micros(*newest)).moment(minute, "00")
    assert moment is not None
    assert iso(moment.time) == shown
    assert not moment.year_stated


def test_a_stated_year_is_kept() -> None:
    """A year in the stamp is taken as it stands, however old."""
    moment = clock().moment("Mar  2 15:32", "54", year="2002")
    assert moment is not None
    assert (iso(moment.time), moment.year_stated) == ("2002-03-02T15:32:54+00:00", True)


def test_an_override_gives_the_year_of_yearless_stamps_alone() -> None:
    """``--year 2002`` dates what names no year, and nothing else."""
    moments = Clock(UTC, NEWEST, 2002)
    assert [moments.moment("Mar  2 15:32", "54"), moments.moment("2026-03-02T15:32", "54")] == [
        Clock(UTC, NEWEST)
        .moment("Mar  2 15:32", "54", year="2002")
        .__class__(1_015_083_174_000_000, 1_000_000, 0, False),
        clock().moment("2026-03-02T15:32", "54"),
    ]


def test_one_torn_stamp_drags_no_other_along() -> None:
    """The year of a stamp does not depend on the stamps before it."""
    moments = clock()
    before = moments.moment("Nov 22 09:16", "29")
    moments.moment("Feb 29 09:16", "29")
    assert moments.moment("Nov 22 09:16", "29") == before


@pytest.mark.parametrize(
    ("fraction", "micros", "tick"),
    [
        (None, 0, 1_000_000),
        ("5", 500_000, 100_000),
        ("125", 125_000, 1_000),
        ("630347", 630_347, 1),
        ("630347999", 630_347, 1),
    ],
)
def test_the_tick_is_the_last_digit_that_is_printed(fraction: str | None, micros: int, tick: int) -> None:
    """A stamp is true to within its last digit; beyond microseconds nothing is kept."""
    moment = clock().moment("2026-11-22T09:16", "29", fraction)
    assert moment is not None
    assert (moment.time % 1_000_000, moment.tick) == (micros, tick)


def test_the_zone_of_the_source_counts_unless_the_stamp_has_its_own() -> None:
    """Yearless stamps are wall time of the sensor; an offset in the stamp wins."""
    moments = Clock(ZoneInfo("Europe/Berlin"), NEWEST)
    summer, winter = moments.moment("Jul  1 12:00", "00"), moments.moment("Nov  1 12:00", "00")
    stated = moments.moment("2026-07-01T12:00", "00", offset="-05:00")
    assert summer is not None
    assert winter is not None
    assert stated is not None
    assert (summer.zone, winter.zone, stated.zone) == (7_200, 3_600, -18_000)
    assert summer.time == _micros(2026, 7, 1, 10)
    assert stated.time == _micros(2026, 7, 1, 17)


def test_without_a_zone_it_is_this_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    """``None`` is the zone that this machine keeps."""
    monkeypatch.setenv("TZ", "EST+5")
    time.tzset()
    moment = Clock(None, NEWEST).moment("Mar  2 15:32", "54")
    monkeypatch.undo()
    time.tzset()
    assert moment is not None
    assert (moment.zone, moment.time) == (-18_000, _micros(2026, 3, 2, 20, 32, 54))


def test_a_leap_second_is_a_second() -> None:
    """RFC 5424 allows 60; 61 there is not."""
    leap, after = clock().moment("2015-06-30T23:59", "60"), clock().moment("2015-07-01T00:00", "00")
    assert leap is not None
    assert after is not None
    assert leap.time == after.time
    assert clock().moment("2015-06-30T23:59", "61") is None


@pytest.mark.parametrize("minute", ["Apr 31 10:00", "Mar  2 25:00", "Foo  2 10:00", "0000-01-01T00:00", "never"])
def test_a_stamp_that_cannot_be_is_none(minute: str) -> None:
    """There is no 31st of April and no 25th hour."""
    assert clock().moment(minute, "00") is None


def test_resolve_takes_numbers() -> None:
    """The same rule answers for numbers instead of words."""
    assert clock().resolve(3, 2, 15, 32, 54, micro=630_347, year=2002) == (1_015_083_174_630_347, 0)
    assert clock().resolve(3, 2, 15, 32, 54, offset=-18_000) == (_micros(2026, 3, 2, 20, 32, 54), -18_000)
    assert clock().resolve(2, 30, 0, 0, 0) is None


def test_a_stamp_changes_its_year_when_the_source_does() -> None:
    """What was read of a minute is forgotten when the newest line is of another day."""
    moments = Clock(UTC, _micros(2026, 3, 1))
    assert moments.moment("Mar  3 10:00", "00").time == _micros(2025, 3, 3, 10)
    moments.newest = _micros(2026, 3, 3)
    assert moments.newest == _micros(2026, 3, 3)
    assert moments.moment("Mar  3 10:00", "00").time == _micros(2026, 3, 3, 10)


def test_many_minutes_are_not_all_kept() -> None:
    """The memory of a clock is bounded, and its answers stay the same."""
    moments = clock()
    hours = [f"Mar {day:2} {hour:02}:{minute:02}" for day in range(1, 4) for hour in range(24) for minute in range(60)]
    first = [moments.moment(hour, "00") for hour in hours]
    assert [moments.moment(hour, "00") for hour in hours] == first
    assert len(moments._minutes) <= 1_024


def test_an_offset_that_cannot_be_is_no_time() -> None:
    """A torn or forged stamp may be 82 hours east of Greenwich."""
    clock = Clock(UTC, NEWEST)
    assert clock.moment("2026-07-03T19:10", "39", offset="+82:00") is None
    assert clock.resolve(7, 3, 19, 10, 39, year=2026, offset=-90_000) is None
