"""Times as integers."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.samples import TIME
from wallwatch.model.times import SECOND, from_datetime, iso, off, to_datetime


@pytest.mark.parametrize(
    ("micros", "zone", "tick", "text"),
    [
        (TIME, 0, 1, "2002-03-02T15:32:54.630347+00:00"),
        (TIME, 0, SECOND, "2002-03-02T15:32:54+00:00"),
        (TIME, -18_000, 1_000, "2002-03-02T10:32:54.630347-05:00"),
        (0, 19_800, SECOND, "1970-01-01T05:30:00+05:30"),
        (-1, 0, 1, "1969-12-31T23:59:59.999999+00:00"),
    ],
)
def test_a_time_is_written_with_its_offset_and_as_fine_as_it_is(micros, zone, tick, text):
    """Microseconds are shown only where the stamp has them, and the wall clock is the source's."""
    assert iso(micros, zone, tick) == text


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-50_400, 50_400))
def test_a_moment_comes_back_exact(moment, zone):
    """No microsecond is lost in the integer, whatever the zone."""
    micros = from_datetime(moment)
    assert from_datetime(to_datetime(0, zone)) == 0
    assert to_datetime(micros) == moment
    assert from_datetime(moment.replace(tzinfo=timezone(timedelta(seconds=zone)))) == micros - zone * SECOND


def test_the_epoch_is_zero():
    """Times count from 1970, UTC."""
    assert from_datetime(datetime(1970, 1, 1, tzinfo=UTC)) == 0


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(3_021_000, "3.02 s ahead of"), (-59 * SECOND, "59.00 s behind"), (3_600 * SECOND, "1:00:00 ahead of"),
     (-90_061 * SECOND, "25:01:01 behind")],
)  # fmt: skip
def test_how_a_clock_stands(ahead, words):
    """Seconds where they tell, hours above."""
    assert off(ahead) == words
