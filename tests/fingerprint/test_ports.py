import pytest

from wallwatch.fingerprint.ports import reading, steps

READINGS = [
    (3504, "1025 to 5000: as Windows before Vista and other old systems", ("Windows",)),
    (40_000, "32768 to 60999: as Linux", ("Linux",)),
    (20, "below 1024: made up, or given out by a NAT", ()),
    (0, "below 1024: made up, or given out by a NAT", ()),
]


@pytest.mark.parametrize(("sport", "words", "families"), READINGS)
def test_a_port_tells_whose_range_it_is_from(sport, words, families):
    """The ranges that systems draw from by default."""
    said = reading(sport)
    assert said is not None
    assert (said.words, said.families) == (words, families)


@pytest.mark.parametrize("sport", [None, 1024, 5001, 10_000, 32_767])
def test_a_port_of_no_known_range_says_nothing(sport):
    """FreeBSD and routers take ports from anywhere above 1024."""
    assert reading(sport) is None


def test_ranges_overlap_above_49151():
    """Up to 60999 it may be Linux as well; above that it is not."""
    low, high = reading(49_152), reading(61_000)
    assert low is not None
    assert high is not None
    assert set(low.families) - set(high.families) == {"Linux"}


STEPS = [
    ((57_882, 57_882, 57_882, 57_882), "constant"),  # masscan
    ((38_449, 38_449, 38_449, 51_535), "constant"),  # nmap, with a port of its own here and there
    ((1589, 1590, 1591, 1592, 1593), "counting"),  # hping
    ((1025, 1026, 1028, 1031, 1033), "counting"),
    ((41_084, 48_054, 57_218, 52_090), "drawn"),  # Linux
    ((1025, 1026), "unknown"),
    ((), "unknown"),
]


@pytest.mark.parametrize(("sports", "kind"), STEPS)
def test_ports_of_several_connections_follow_each_other(sports, kind):
    """Tools keep to one port, old systems count, systems of today draw; two are too few to tell."""
    found = steps(sports)
    assert found.kind == kind
    assert bool(found.words) is (kind != "unknown")
