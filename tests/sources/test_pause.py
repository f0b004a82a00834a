"""Pauses before something is tried again."""

from wallwatch.sources.pause import Pauses


def test_pauses_grow_up_to_a_limit():
    """Each is twice the one before."""
    pauses = Pauses(1, 10)
    assert [pauses.next() for _ in range(6)] == [1, 2, 4, 8, 10, 10]


def test_after_it_worked_they_are_short_again():
    """And the coming one can be told before it begins."""
    pauses = Pauses(1, 10)
    pauses.next()
    assert pauses.coming == 2
    pauses.reset()
    assert pauses.next() == 1
