from itertools import pairwise

import pytest

from tests.correlate.incident import at, seconds
from wallwatch.correlate.ladder import LONGEST_GAP, ladder, rises


def test_a_ladder_is_the_seconds_between_packets():
    """The gaps of the incident's bursts are the 3 s and 6 s of Windows, rounded to hundredths."""
    stamps = ("15:32:54.630347", "15:32:57.590663", "15:33:03.611243")
    assert ladder(map(at, stamps)) == (2.96, 6.02)
    assert ladder([at("16:44:00")]) == ()


@pytest.mark.parametrize(
    "gaps",
    [
        (3, 6),
        (3, 6, 12, 24, 48),
        (1, 2, 4, 8, 16, 32, 64),
        (1.02, 1.01, 1.02, 1.01, 1.03, 2.02, 4.1, 8.1, 16.1),
        (0.5, 0.5),
        (3, 9),
        (6, 12),
    ],
    ids=["windows", "linux<3.1", "linux", "linux>=6.5", "after RST", "one missing", "first missing"],
)
@pytest.mark.parametrize("tick", [1, seconds(1)])
def test_schedules_of_real_systems_rise(gaps, tick):
    """What systems do is recognised, stamped to the microsecond or cut to the second."""
    times = [seconds(0.95)]
    for gap in gaps:
        times.append(times[-1] + seconds(gap))
    stamps = [time // tick * tick for time in times]
    before = None
    for earlier, later in pairwise(stamps):
        assert rises(before, later - earlier, tick)
        before = later - earlier


@pytest.mark.parametrize(
    ("before", "gap"),
    [(6, 3), (6, 4), (3, 11), (1, 5), (None, 16), (None, 3600), (60, 130), (120, 131)],
)
def test_other_gaps_do_not(before, gap):
    """A gap that falls, that jumps, or that is longer than any system waits opens a new alert."""
    assert not rises(None if before is None else seconds(before), seconds(gap), 1)


def test_the_resolution_of_stamps_is_allowed_for():
    """Two gaps of half a second, cut to seconds, are 0 s and 1 s, or 1 s and 0 s."""
    assert rises(0, seconds(1), seconds(1))
    assert rises(seconds(1), 0, seconds(1))
    assert not rises(seconds(1), 0, 1)


def test_nobody_waits_longer_than_the_longest_gap():
    """A linear sender may wait long, but not longer than Linux at most does."""
    assert rises(LONGEST_GAP - 2, LONGEST_GAP - 1, 1)
    assert not rises(LONGEST_GAP - 1, LONGEST_GAP, 1)
