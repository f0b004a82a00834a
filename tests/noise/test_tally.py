from wallwatch.noise.tally import Tally

MINUTE = ("a rule", "rate", "192.0.2.1", 7)
NEXT = ("a rule", "rate", "192.0.2.1", 8)


def test_amounts_are_summed_by_window():
    """A member that is put in again replaces what it was; a window without members is none."""
    tally = Tally()
    assert tally.put(MINUTE, 1, 3) == 3
    assert tally.put(MINUTE, 2, 4) == 7
    assert tally.put(MINUTE, 1, 5) == 9
    assert tally.put(NEXT, 1, 1) == 1
    assert tally.members(MINUTE) == {1, 2}
    assert tally.windows(1) == {MINUTE, NEXT}
    assert tally.drop(MINUTE, 1) == 4
    assert tally.drop(MINUTE, 1) == 4
    assert tally.drop(MINUTE, 2) == 0
    assert (tally.members(MINUTE), tally.windows(2)) == (frozenset(), frozenset())


def test_the_oldest_windows_are_forgotten_first():
    """Memory is bounded, whatever comes; the window that something comes into stays."""
    tally = Tally(capacity=3)
    for number in range(10):
        tally.put(("a rule", "rate", f"source {number}", 0), number, 1)
    assert [number for number in range(10) if tally.windows(number)] == [7, 8, 9]
    for number in range(10, 20):
        tally.put(MINUTE, number, 1)
    assert len(tally.members(MINUTE)) == 10
    assert not tally.windows(9)
