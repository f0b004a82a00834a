from array import array

from wallwatch.store.alerts import Index
from wallwatch.ui.ledger import HIDDEN, SHOWN, Entry, Ledger


def test_an_entry_comes_back_as_it_was_put():
    """The ledger gives back time, lines and class of an alert, and nothing of one it never had."""
    ledger = Ledger()
    ledger.put(900, Entry(5, 900, 3, HIDDEN))
    ledger.put(100, Entry(7, 100, 1))
    assert ledger.entry(900) == Entry(5, 900, 3, HIDDEN)
    assert ledger.entry(100) == Entry(7, 100, 1, SHOWN)
    assert [ledger.entry(number) for number in (99, 101, 901, 9_999)] == [None] * 4
    assert ledger.known == 2


def test_what_is_forgotten_is_not_there():
    """A forgotten alert is not counted, and forgetting what is not there changes nothing."""
    ledger = Ledger()
    ledger.put(1, Entry(5, 1, 3))
    ledger.put(1, None)
    ledger.put(2, None)
    assert (ledger.entry(1), ledger.known) == (None, 0)


def test_many_are_taken_in_at_once():
    """An index of the store fills the ledger, whatever the order of its numbers."""
    ledger = Ledger()
    columns = (array("q", pair) for pair in ([7, 3], [10, 20], [1, 2], [0, 12]))
    ledger.load(Index(*columns), bytes([SHOWN, HIDDEN]))
    assert [ledger.entry(number) for number in (3, 7)] == [Entry(20, 3, 2, HIDDEN, 12), Entry(10, 7, 1)]
    assert (ledger.entry(5), ledger.known) == (None, 2)


def test_an_entry_without_lines_is_there():
    """The row of a gap stands for lines that nobody has."""
    ledger = Ledger()
    ledger.put(7, Entry(5, 7, 0))
    assert ledger.entry(7) == Entry(5, 7, 0)
    assert (ledger.entry(8), ledger.known) == (None, 1)
    ledger.put(7, None)
    assert (ledger.entry(7), ledger.known) == (None, 0)


def test_the_alerts_of_a_class_are_found():
    """By their numbers, wherever these begin."""
    ledger = Ledger()
    for number, standing in ((70, 0), (71, 4), (72, 6), (75, 1)):
        ledger.put(number, Entry(1, number, 1, standing))
    assert ledger.standing_of(4) == {71, 72}
    assert ledger.standing_of(1) == {75}
    assert Ledger().standing_of(4) == frozenset()


def test_some_of_many_are_told_by_their_standing():
    """What is not there has none, whatever the table says of the others."""
    ledger = Ledger()
    ledger.put(5, Entry(5, 5, 3, HIDDEN))
    ledger.put(7, Entry(7, 7, 1))
    ledger.put(8, Entry(8, 8, 1))
    ledger.put(8, None)
    shown = bytes(standing == SHOWN for standing in range(256))
    assert list(ledger.flags([7, 5, 6, 8, 1, 99], shown)) == [1, 0, 0, 0, 0, 0]
    assert ledger.standing_of(HIDDEN) == {5}


def test_an_alert_may_stand_for_any_number_of_lines():
    """Few do for many; where the numbers begin may change meanwhile."""
    ledger = Ledger()
    columns = Index(*(array("q", pair) for pair in ([7, 8], [10, 20], [65_534, 9_000_000_000], [0, 0])))
    ledger.load(columns, bytes(2))
    ledger.put(9, Entry(30, 9, 65_535))
    ledger.put(3, Entry(5, 3, 70_000))
    lines = {number: ledger.entry(number).lines for number in (3, 7, 8, 9)}
    assert lines == {3: 70_000, 7: 65_534, 8: 9_000_000_000, 9: 65_535}
    ledger.put(8, Entry(20, 8, 1))
    assert ledger.entry(8).lines == 1
    assert ledger.first(8) == 20
