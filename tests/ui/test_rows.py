import random
from array import array

import pytest

from wallwatch.store.alerts import Index
from wallwatch.ui.ledger import FILTERED, HIDDEN, ODD, SHOWN, Entry
from wallwatch.ui.rows import LineCounts, Rows, standings


def loaded(*entries, show_hidden=False):
    firsts, ids, lines, classes, scans = zip(*entries, strict=True)
    index = Index(array("q", ids), array("q", firsts), array("q", lines), array("q", scans))
    return Rows.load(index, bytes(classes), show_hidden=show_hidden)


def listed(rows):
    return [(rows.first_at(i), rows.id_at(i)) for i in range(len(rows))]


def test_rows_stand_in_order_of_time_then_number():
    """Rows are ordered by their first packet, and alerts of the same moment by their number."""
    rows = Rows()
    rows.update([Entry(30, 1, 1), Entry(10, 3, 1), Entry(10, 2, 1)])
    assert listed(rows) == [(10, 2), (10, 3), (30, 1)]


def test_appending_says_how_many_rows_appeared():
    """An update returns how many rows are new on the list; a grown alert is none of them."""
    rows = loaded(Entry(10, 1, 1))
    assert rows.update([Entry(10, 1, 3), Entry(20, 2, 1), Entry(30, 3, 1)]) == 2
    assert listed(rows) == [(10, 1), (20, 2), (30, 3)]


def test_an_earlier_packet_moves_the_row():
    """An alert whose first packet turns out to be earlier moves up."""
    rows = loaded(Entry(10, 1, 1), Entry(20, 2, 1))
    rows.update([Entry(5, 2, 2)])
    assert listed(rows) == [(5, 2), (10, 1)]
    assert rows.index_of(2) == 0


@pytest.mark.parametrize(
    ("standing", "show_hidden", "is_listed"),
    [
        (SHOWN, False, True),
        (HIDDEN, False, False),
        (HIDDEN, True, True),
        (FILTERED, False, False),
        (FILTERED, True, False),
        (HIDDEN | FILTERED, True, False),
    ],
)
def test_what_is_listed(standing, show_hidden, is_listed):
    """Noise is listed only on request, and what the filter leaves out never is."""
    rows = loaded(Entry(10, 7, 1, standing), show_hidden=show_hidden)
    assert (rows.index_of(7) == 0) is is_listed
    assert rows.standing(7) == standing


def test_lines_are_counted_once_by_class():
    """Every alert's lines count in one class: hidden before filtered, whatever is listed."""
    entries = [Entry(1, 1, 5), Entry(2, 2, 7, HIDDEN), Entry(3, 3, 11, FILTERED), Entry(4, 4, 13, HIDDEN | FILTERED)]
    assert loaded(*entries).counts == loaded(*entries, show_hidden=True).counts == LineCounts(5, 20, 11)


def test_a_rejudged_alert_changes_its_class():
    """An alert that grows is judged again: its lines move to its new class and its row goes."""
    rows = loaded(Entry(1, 1, 2), Entry(2, 2, 1))
    rows.update([Entry(1, 1, 3, HIDDEN)])
    assert listed(rows) == [(2, 2)]
    assert rows.counts == LineCounts(1, 3, 0)


def test_what_is_gone_is_forgotten():
    """A pruned or merged alert leaves the list and the counts; to forget it again does nothing."""
    rows = loaded(Entry(1, 1, 2), Entry(2, 2, 1))
    rows.update([], gone=[1, 1, 99])
    assert listed(rows) == [(2, 2)]
    assert (rows.counts, rows.alerts, rows.standing(1)) == (LineCounts(1, 0, 0), 1, None)


def test_numbers_below_the_first_one_fit_in():
    """An alert whose number is lower than all others known is taken in as well."""
    rows = loaded(Entry(9, 900, 1))
    rows.update([Entry(1, 100, 1)])
    assert listed(rows) == [(1, 100), (9, 900)]


def test_numbers_above_four_billion_fit_in():
    """Also beside smaller ones, and in the order of time."""
    small, large = Entry(2, (1 << 32) - 1, 1), Entry(1, 1 << 32, 1)
    assert listed(loaded(large, small)) == [(1, large.id), (2, small.id)]
    rows = Rows()
    for entry in (small, large, Entry(3, (1 << 32) + 2, 1)):
        rows.update([entry])
    assert listed(rows) == [(1, large.id), (2, small.id), (3, (1 << 32) + 2)]


def test_the_nearest_row_of_an_unlisted_alert():
    """Where an alert left the list, the row that took its place is nearest; the last one if none did."""
    rows = loaded(Entry(10, 1, 1), Entry(20, 2, 1), Entry(30, 3, 1))
    assert [rows.nearest(first, 9) for first in (5, 15, 25, 99)] == [0, 1, 2, 2]
    assert Rows().nearest(5, 1) == 0


def test_any_history_equals_the_plain_list():
    """After any mixture of updates the rows are what sorting the whole would give."""
    random_ = random.Random(20020302)
    rows, plain = Rows(show_hidden=True), {}
    for _ in range(200):
        batch = {
            number: Entry(random_.randrange(500), number, random_.randrange(1, 9), random_.randrange(4))
            for number in random_.sample(range(1, 300), 12)
        }
        gone = [number for number in random_.sample(range(1, 300), 3) if number not in batch]
        rows.update(list(batch.values()), gone)
        plain = {n: e for n, e in (plain | batch).items() if n not in gone}
        expected = sorted((e.first, e.id) for e in plain.values() if e.standing in {SHOWN, HIDDEN})
        assert listed(rows) == expected
        assert rows.alerts == len(plain)
        assert sum(rows.counts) == sum(entry.lines for entry in plain.values())


def test_loading_equals_taking_in_one_by_one():
    """Rows that were loaded from the store's index are the same as rows that grew."""
    entries = [Entry(n // 3, 100 - n, n % 4 + 1, n % 4) for n in range(60)]
    entries.sort()
    grown = Rows(show_hidden=True)
    grown.update(entries[::-1])
    rows = loaded(*entries, show_hidden=True)
    assert listed(rows) == listed(grown)
    assert (rows.counts, rows.alerts) == (grown.counts, grown.alerts)
    assert [rows.standing(n) for n in range(200)] == [grown.standing(n) for n in range(200)]


@pytest.mark.parametrize(
    ("hidden", "passing", "expected"),
    [
        (None, None, [SHOWN, SHOWN, SHOWN, SHOWN]),
        ([7], None, [SHOWN, SHOWN, HIDDEN, SHOWN]),
        (None, [9, 1], [SHOWN, FILTERED, FILTERED, SHOWN]),
        ([7, 1], [9, 1], [SHOWN, FILTERED, HIDDEN | FILTERED, HIDDEN]),
    ],
)
def test_classes_of_an_index(hidden, passing, expected):
    """An alert is noise where a rule lists it, and filtered where the filter does not."""
    assert list(standings([9, 4, 7, 1], hidden, passing)) == expected


def test_what_is_odd_is_listed_and_counts_as_shown():
    """Beside what no rule matches; filtered, it counts as filtered."""
    classes = standings([1, 2, 3, 4], [2], [1, 2, 3], [3, 4])
    assert list(classes) == [SHOWN, HIDDEN, ODD, ODD | FILTERED]
    rows = Rows()
    rows.update([Entry(at, at, 10 * at, standing) for at, standing in zip([1, 2, 3, 4], classes, strict=True)])
    assert list(rows.page(0, 9)) == [1, 3]
    assert rows.counts == (40, 20, 40)
    assert rows.odd == {3, 4}


def test_what_is_listed_is_told_of_many_at_once():
    """What a rule hides is among them only where noise is shown; their order stays."""
    entries = [Entry(10, 1, 1), Entry(20, 2, 1, HIDDEN), Entry(30, 3, 1, FILTERED), Entry(40, 4, 1)]
    assert list(loaded(*entries).listed([4, 3, 2, 1, 9])) == [4, 1]
    assert list(loaded(*entries, show_hidden=True).listed([4, 3, 2, 1, 9])) == [4, 2, 1]


def test_rows_that_appear_are_counted_whatever_goes():
    """Retention takes rows away while others come; one that moves, or a scan that begins elsewhere, is no new one."""
    rows = loaded(*(Entry(number, number, 1) for number in range(1, 11)))
    assert rows.update([Entry(number, number, 1) for number in range(11, 16)], gone=range(1, 6)) == 5
    assert rows.update([Entry(1, 6, 1), Entry(99, 99, 1, SHOWN, 7)]) == 1
    assert rows.update([Entry(98, 98, 1, SHOWN, 7)]) == 0
    assert rows.update([Entry(7, 7, 1, SHOWN, 8), Entry(8, 8, 1, SHOWN, 8)]) == 0
    assert (len(rows), rows.alerts_listed) == (10, 12)
