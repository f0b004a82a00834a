from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallwatch.fingerprint.schedule import SYSTEMS, Schedule, agrees, is_settled, reading
from wallwatch.model import Stack
from wallwatch.model.times import SECOND

DOUBLING = ("Windows", "Linux", "FreeBSD")
LINEAR = ("Linux", "macOS", "iOS", "FreeBSD")
KERNEL = (1.02, 1.02, 1.02, 1.02, 1.02, 2.02, 4.16, 8.19, 16.13)
"""As captured of kernel 6.18."""

SEEN = [
    ((2.96, 6.02), 1, ("Windows", "Linux"), "3 s, 6 s, then nothing: as Windows 2000 to 8, which then gives up"),
    ((2.93, 5.89), 1, ("Windows", "Linux"), "3 s, 6 s, then nothing: as Windows 2000 to 8, which then gives up"),
    ((3.0, 5.0), SECOND, ("Windows", "Linux"), "3 s, 6 s, then nothing: as Windows 2000 to 8, which then gives up"),
    ((3.0, 6.1, 12.0), 1, ("Windows", "Linux"), "3 s, 6 s, 12 s, then nothing: as Windows NT 4.0, which then gives up"),
    ((3, 6, 12, 24), 1, ("Linux",), "3 s, 6 s, 12 s, 24 s, then nothing: as Linux before 3.1, given up early"),
    (
        (1.0, 2.0, 4.0, 8.0),
        1,
        DOUBLING,
        "1 s, 2 s, 4 s, 8 s, then nothing: as Windows 10 or newer, which then gives up",
    ),
    (
        (1.03, 2.01, 4.1, 8.2, 16.4, 33),
        1,
        ("Linux", "FreeBSD"),
        "1 s, 2 s, 4 s, 8 s, 16 s, 32 s, then nothing: as Linux 3.1 to 6.4, which then gives up",
    ),
    (
        KERNEL,
        1,
        LINEAR,
        "1 s x5, 2 s, 4 s, 8 s, 16 s, then nothing: as Linux 6.5 or newer or macOS and FreeBSD, given up early",
    ),
    (
        (3.0, 3.2, 3.2, 3.2, 3.2, 6.2),
        1,
        ("FreeBSD",),
        "3 s, 3.2 s x4, 6.2 s, then nothing: as old FreeBSD, given up early",
    ),
    ((0.51, 0.5), 1, ("Windows",), "0.5 s x2, then nothing: as Windows after a reset, which then gives up"),
    ((0.0, 1.0), SECOND, ("Windows",), "0.5 s x2, then nothing: as Windows after a reset, which then gives up"),
    (
        (1.0, 1.0, 1.0),
        SECOND,
        LINEAR,
        "1 s x3, then nothing: as Linux 6.5 or newer or macOS and FreeBSD, given up early",
    ),
    (
        (1.0, 6.0),
        1,
        DOUBLING,
        "1 s, 2 s, 4 s (1 not logged), then nothing: as Windows 10 or newer or Linux 3.1 to 6.4, given up early",
    ),
    ((0.2, 0.2), 1, (), "0.2 s x2: as no known system"),
    ((20, 20, 20), 1, (), "20 s x3: as no known system"),
    ((), 1, (), "one try, no second"),
]


@pytest.mark.parametrize(("ladder", "tick", "families", "words"), SEEN)
def test_waits_tell_who_waits_like_that(ladder, tick, families, words):
    """Captured waits, with stamps of microseconds or of whole seconds, long after the last packet."""
    schedule = reading(ladder, len(ladder) + 1, tick=tick)
    assert schedule.words == words
    assert schedule.families == families
    assert schedule.settled


DUE = [
    ((), 1.0, False),
    ((), 5.0, True),
    ((2.96,), 4.0, False),
    ((2.96, 6.02), 9.0, False),  # Linux before 3.1 would try again after 12 s
    ((2.96, 6.02), 15.0, True),
    ((1.0, 2.0, 4.0), 6.0, False),
    ((1.0, 2.0, 4.0, 8.0, 16.0, 32.0), 0.1, True),  # nobody tries again
    ((0.2, 0.2), 0.1, True),  # nobody known would
]


@pytest.mark.parametrize(("ladder", "since_last", "settled"), DUE)
def test_a_ladder_is_settled_when_the_next_try_is_overdue(ladder, since_last, settled):
    """As long as one of the systems that fit may try again, the ladder is not all."""
    assert is_settled(ladder, since_last, tick=1) is settled
    schedule = reading(ladder, len(ladder) + 1, since_last=since_last, tick=1)
    assert schedule.settled is settled
    assert (schedule.due is None) is settled


def test_an_unsettled_ladder_names_all_that_may_follow():
    """What has been seen so far is as much the start of the longer schedules."""
    schedule = reading((2.96, 6.02), 3, since_last=5.0, tick=1)
    assert schedule.words == "3 s, 6 s so far: as Windows 2000 to 8, Windows NT 4.0 or Linux before 3.1"
    assert schedule.due == 12
    assert (
        reading((1.0,), 2, since_last=0.5, tick=1).words == "1 s so far: as Windows 10 or newer, Linux 3.1 to 6.4, "
        "Linux 6.5 or newer or macOS and FreeBSD"
    )


def test_weight_grows_with_waits_and_falls_with_what_is_missing():
    """A second wait says more than the first, whole seconds less than microseconds, a hole in the log less still."""
    one, two, four = (reading(KERNEL[:count], count + 1, tick=1).weight for count in (1, 2, 4))
    assert 0 < one < two < four < 1
    assert reading((1.0, 1.0), 3, tick=SECOND).weight < two
    assert reading((1.0, 6.0), 3, tick=1).weight < two
    assert reading((), 1).weight == 0


def test_more_packets_than_any_system_sends_are_no_schedule():
    """Of such an alert the ladder holds the first ones only."""
    assert reading((3.0, 6.0), 1_500, tick=1).families == ()


AGREEMENTS = [
    ((2.96, 6.02), "Windows", True),
    ((2.96, 6.02), "Linux", True),
    ((2.96, 6.02), "macOS", False),
    ((2.96, 6.02), "Solaris", None),  # nothing is known of its waits
    ((2.96, 6.02), None, None),
    ((1.0, 1.0, 1.0, 1.0), "Windows", False),
    ((1.0, 1.0, 1.0, 1.0), "iOS", True),
    ((1.0, 2.0), "macOS", None),  # with a packet missing
    ((1.0, 2.0, 4.0), "macOS", False),
    ((3.0,), "macOS", None),  # one wait is not enough to contradict
    ((0.2, 0.2), "Linux", None),  # nobody waits like that: a double perhaps
    ((), "Linux", None),
]


@pytest.mark.parametrize(("ladder", "family", "agreement"), AGREEMENTS)
def test_waits_and_options_agree_or_not(ladder, family, agreement):
    """A contradiction needs two waits at least, and a family whose waits are known."""
    stack = Stack("some system", family)
    assert agrees(reading(ladder, len(ladder) + 1, tick=1), stack) is agreement


def test_without_an_answer_from_the_options_there_is_nothing_to_agree_with():
    """No stack, no agreement."""
    assert agrees(reading((3.0, 6.0), 3), None) is None


@st.composite
def tries(draw):
    """Draw a system, how many of its waits were seen, by how much the timer was off, and the stamps."""
    system = draw(st.sampled_from(SYSTEMS))
    count = draw(st.integers(1, len(system.waits)))
    tick = draw(st.sampled_from((1, SECOND)))
    start = draw(st.floats(0, 1))
    times, seconds = [start], start
    for wait in system.waits[:count]:
        seconds += wait * draw(st.floats(0.97, 1.05))
        times.append(seconds)
    if tick == SECOND:
        times = [float(int(time)) for time in times]
    return system, tuple(later - earlier for earlier, later in pairwise(times)), tick


@settings(deadline=None, max_examples=200)
@given(tries())
def test_a_real_schedule_always_fits_its_system(drawn):
    """Whatever the stamps and the jitter: the sender's family is possible, and its own options never contradict it."""
    system, ladder, tick = drawn
    schedule = reading(ladder, len(ladder) + 1, tick=tick)
    assert set(system.families) <= set(schedule.possible)
    assert all(agrees(schedule, Stack(family, family)) is not False for family in system.families)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.floats(0, 200), max_size=40), st.one_of(st.none(), st.floats(0, 1e6)), st.sampled_from((1, SECOND)))
def test_any_ladder_has_a_reading(ladder, since_last, tick):
    """No ladder raises; families are among the possible ones, weight is a part of 1, and long silence settles all."""
    schedule = reading(ladder, len(ladder) + 1, since_last=since_last, tick=tick)
    assert set(schedule.families) <= set(schedule.possible)
    assert 0 <= schedule.weight < 1
    assert schedule.settled or since_last is not None
    assert is_settled(ladder, 1_000.0, tick)
    assert agrees(Schedule(), Stack("Linux", "Linux")) is None
