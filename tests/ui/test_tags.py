import pytest

from wallwatch.ui.tags import Tags


def tagged(*ids):
    tags = Tags()
    tags.put(ids, on=True)
    return tags


def test_tags_are_counted_and_listed_in_the_order_of_numbers():
    """Numbers may come in any order, below and above those that were there; each counts once."""
    tags = tagged(7, 5, 9)
    tags.put([2, 7, 100], on=True)
    assert list(tags.ids()) == [2, 5, 7, 9, 100]
    assert (tags.count, 5 in tags, 6 in tags, 1 in tags, 500 in tags) == (5, True, False, False, False)
    tags.put([5, 6], on=False)
    assert (list(tags), tags.count) == ([2, 7, 9, 100], 4)


@pytest.mark.parametrize(
    ("before", "switched", "is_on", "after"),
    [((), (1, 2), True, [1, 2]), ((1,), (1, 2), True, [1, 2]), ((1, 2, 3), (1, 2), False, [3])],
)
def test_a_switch_tags_all_or_none(before, switched, is_on, after):
    """Only where all of them are tagged, it takes their tags away."""
    tags = tagged(*before)
    assert tags.switch(switched) is is_on
    assert list(tags) == after


def test_alerts_that_are_gone_lose_their_tags():
    """Only those are asked for that may be gone; without a list all are."""
    tags = tagged(1, 2, 3)
    tags.keep(lambda number: number != 2, among=[1, 9])
    assert tags.count == 3
    tags.keep(lambda number: number != 2)
    assert list(tags) == [1, 3]


def test_every_change_has_a_version():
    """Who keeps something that depends on the tags sees that they changed."""
    tags = tagged(1)
    before = tags.version
    tags.clear()
    assert (tags.version > before, tags.count, list(tags)) == (True, 0, [])
