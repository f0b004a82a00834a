"""What is learned of the clocks of sources."""

import pytest

from tests.correlate.incident import dump, fingerprint, firewall, seconds, signature
from wallwatch.correlate.skew import FARTHEST, Skews
from wallwatch.correlate.stitch import begin

HOUR = 3_600


def _compare(skews, ahead, number, *, one="dump", other="kern", drift=0.0):
    """Let a source that is ``ahead`` seconds ahead tell of a packet that another has told of."""
    time = seconds(1_000 + 60 * number + 0.13 * number)
    line = firewall(time - time % seconds(1), source=other)
    late = dump(time + seconds(ahead + drift), source=one)
    return skews.compare(skews.told(late), begin(skews.told(line), 1))


def _learned(skews, ahead, times=60, **sources):
    return [each for number in range(times) if (each := _compare(skews, ahead, number, **sources)) is not None]


@pytest.mark.parametrize("ahead", [3, -3, 2.2, 47.5, HOUR, -5.75 * HOUR, 24 * HOUR])
def test_a_clock_that_is_off_is_known_to_a_tenth_of_a_second(ahead):
    """After twelve packets roughly, and after 48 more as well as stamps that are cut to the second allow."""
    skews = Skews()
    assert _learned(skews, ahead)[0] == "dump"
    assert skews.ahead["dump"] == pytest.approx(seconds(ahead), abs=seconds(0.1))
    assert skews.learned in {1, 2}


@pytest.mark.parametrize("ahead", [0, 0.9, -1.2])
def test_what_the_window_allows_for_is_not_learned(ahead):
    """A daemon that stamps its lines a second later has no wrong clock."""
    assert _learned(Skews(), ahead) == []


def test_another_time_zone_is_known_exactly():
    """Zones are whole quarters of an hour apart, so that what was measured beside them is none of it."""
    skews = Skews()
    _learned(skews, HOUR + 0.4)
    assert skews.ahead == {"dump": seconds(HOUR)}


def test_what_is_farther_than_a_day_is_another_packet():
    """A port may be used again, and be it at the same time of every third day."""
    assert _learned(Skews(), FARTHEST / seconds(1) + 2) == []


def test_retries_whose_first_packet_was_not_logged_teach_nothing():
    """They are apart by this and that."""
    skews = Skews()
    found = [_compare(skews, (3, 0, 6, 0, 0.2, 1)[number % 6], number) for number in range(60)]
    assert set(found) == {None}


def test_the_clock_that_agrees_with_fewer_others_is_wrong():
    """A firewall is right against one, and wrong against two that agree."""
    skews = Skews()
    for number in range(20):
        time = seconds(1_000 + 60 * number)
        packet = begin(dump(time, source="dump"), 1)
        skews.compare(fingerprint(time, source="p0f"), packet)
        packet.absorb(fingerprint(time, source="p0f"), 2)
        skews.compare(skews.told(firewall(time + seconds(30), source="kern")), packet)
    assert list(skews.ahead) == ["kern"]


def test_a_sighting_says_by_how_much_its_source_is_off():
    """Its time stays as it was logged."""
    skews = Skews()
    skews.go_on({"dump": seconds(3)})
    told = skews.told(dump(seconds(10), source="dump"))
    assert (told.time, told.skew, told.at) == (seconds(10), seconds(3), seconds(7))
    other = signature(seconds(10), source="ids")
    assert skews.told(other) is other
