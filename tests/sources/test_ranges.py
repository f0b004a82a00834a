import pytest

from wallwatch.sources.ranges import gaps, joined, start_before, top


@pytest.mark.parametrize(
    ("ranges", "new", "result"),
    [
        ((), (0, 10), ((0, 10),)),
        ((), (5, 5), ()),
        (((0, 10),), (10, 20), ((0, 20),)),
        (((10, 20),), (0, 10), ((0, 20),)),
        (((0, 10),), (20, 30), ((0, 10), (20, 30))),
        (((20, 30),), (0, 10), ((0, 10), (20, 30))),
        (((0, 10), (20, 30)), (10, 20), ((0, 30),)),
        (((0, 10), (20, 30)), (5, 25), ((0, 30),)),
        (((0, 10), (20, 30), (40, 50)), (12, 35), ((0, 10), (12, 35), (40, 50))),
        (((0, 30),), (10, 20), ((0, 30),)),
    ],
)
def test_ranges_that_touch_become_one(ranges, new, result):
    """What is read stays sorted and disjoint, whatever is read next."""
    assert joined(ranges, new) == result


@pytest.mark.parametrize(
    ("ranges", "result"),
    [
        ((), ()),
        (((0, 10),), ()),
        (((5, 10),), ((0, 5),)),
        (((0, 10), (20, 30), (30, 40)), ((10, 20),)),
        (((5, 10), (20, 30)), ((0, 5), (10, 20))),
    ],
)
def test_gaps_lie_before_the_last_range(ranges, result):
    """What was left out is known; what comes after the last range is no gap but the future."""
    assert gaps(ranges) == result


def test_the_top_is_the_end_of_the_last_range():
    """Reading goes on where the last range ends, at 0 where nothing was read."""
    assert top(((0, 10), (20, 30))) == 30
    assert top(()) == 0


def test_the_range_before_a_position_is_the_one_that_ends_there():
    """Only what was read right before a position is context for it."""
    assert start_before(((0, 10), (20, 30)), 30) == 20
    assert start_before(((0, 10), (20, 30)), 15) == 15
