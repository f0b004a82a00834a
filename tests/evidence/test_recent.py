"""A dictionary within a bound."""

from wallwatch.evidence.recent import Recent


def test_it_never_holds_more_than_its_capacity():
    """Old entries make room for new ones; the newest half is always there."""
    recent = Recent[int, int](100)
    for number in range(1_000):
        recent.put(number, number)
        assert len(recent) <= 100
    assert all(number in recent for number in range(951, 1_000))


def test_what_is_asked_for_stays():
    """An entry that is looked up again and again outlives the others."""
    recent = Recent[int, str](10)
    recent.put(0, "kept")
    for number in range(1, 100):
        recent.put(number, "other")
        assert recent.get(0) == "kept"
    assert recent.get(1) is None


def test_an_entry_is_taken_out_of_either_generation():
    """What was taken out is gone, and of two values the newer one is returned."""
    recent = Recent[str, int](4)
    recent.put("a", 1)
    recent.put("b", 2)
    recent.put("a", 3)
    assert recent.pop("a") == 3
    assert recent.pop("a") is None
    assert "a" not in recent
    assert recent.pop("b") == 2
