"""Alerts that are one row because they are one scan."""

from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from wallwatch.store import Index
from wallwatch.ui.folds import Fold, Folds, Group
from wallwatch.ui.ledger import FILTERED, HIDDEN, ODD, SHOWN, Entry
from wallwatch.ui.rows import Rows

ENTRIES = st.builds(
    Entry,
    first=st.integers(0, 20),
    id=st.integers(1, 25),
    lines=st.integers(0, 4),
    standing=st.sampled_from([SHOWN, HIDDEN, FILTERED, ODD]),
    scan=st.sampled_from([0, 0, 7, 8]),
)
UPDATES = st.lists(st.tuples(st.lists(ENTRIES, max_size=6), st.sets(st.integers(1, 25), max_size=3)), max_size=12)


def expected(known, *, show_hidden):
    """Return each row as its key, and the group that it is, by going through everything."""
    standings = {SHOWN, ODD, HIDDEN} if show_hidden else {SHOWN, ODD}
    listed = sorted((entry for entry in known.values() if entry.standing in standings), key=lambda e: (e.first, e.id))
    rows, seen = [], set()
    for entry in listed:
        if not entry.scan:
            rows.append((entry.first, entry.id, None))
        elif entry.scan not in seen:
            seen.add(entry.scan)
            members = [each for each in listed if each.scan == entry.scan]
            lines = sum(each.lines for each in members)
            group = Group(entry.id, len(members), lines, entry.first, members[-1].first)
            rows.append((entry.first, entry.id, group))
    return rows


def shown(rows):
    return [(rows.first_at(at), rows.id_at(at), rows.group_at(at)) for at in range(len(rows))]


@settings(max_examples=150)
@given(UPDATES, st.booleans())
def test_a_scan_is_one_row_whatever_comes_and_goes(updates, show_hidden):
    """It stands where its first listed alert does, and counts the listed ones; the sum of lines stays exact."""
    rows, known = Rows(show_hidden=show_hidden), {}
    for entries, gone in updates:
        entries = list({entry.id: entry for entry in entries}.values())  # noqa: PLW2901
        gone = gone - {entry.id for entry in entries}  # noqa: PLW2901
        rows.update(entries, gone)
        known = {number: entry for number, entry in known.items() if number not in gone}
        known |= {entry.id: entry for entry in entries}
        assert shown(rows) == expected(known, show_hidden=show_hidden)
        assert sum(rows.counts) == sum(entry.lines for entry in known.values())
        for entry in known.values():
            at = rows.index_of(entry.id)
            assert at is None or entry.id in rows.behind(at, 1)


@given(st.lists(ENTRIES, unique_by=lambda entry: entry.id, max_size=25))
def test_many_at_once_make_the_same_rows(entries):
    """As if they had come one after the other."""
    entries.sort(key=lambda entry: (entry.first, entry.id))
    columns = [array("q", column) for column in zip(*entries, strict=True)] or [array("q")] * 5
    rows = Rows.load(Index(columns[1], columns[0], columns[2], columns[4]), bytes(list(columns[3])))
    assert shown(rows) == expected({entry.id: entry for entry in entries}, show_hidden=False)


def test_a_fold_is_in_order_of_time():
    """However its alerts came."""
    firsts = {9: 5, 4: 1, 3: 5, 8: 2}
    fold = Fold(firsts.__getitem__)
    for number, first in firsts.items():
        fold.add(first, number, 2)
    assert list(fold.ids) == [4, 8, 3, 9]
    fold.remove(Entry(5, 3, 2))
    assert fold.group == Group(4, 3, 6, 1, 5)
    assert fold.head == (1, 4)


def test_numbers_that_four_bytes_do_not_hold_are_kept_in_eight():
    """A store that was never made anew may get there."""
    fold = Fold({7: 1, 1 << 32: 2}.__getitem__)
    fold.append(7, 1)
    fold.append(1 << 32, 1)
    assert list(fold.ids) == [7, 1 << 32]


def test_a_row_that_stays_where_it_was_has_not_moved():
    """A scan that grows at its end is the same row; one that is empty is none."""
    folds = Folds({4: 1, 5: 2}.__getitem__)
    folds.add(Entry(1, 4, 1, SHOWN, 7))
    assert folds.moved() == [(None, (1, 4))]
    folds.add(Entry(2, 5, 1, SHOWN, 7))
    assert folds.moved() == []
    folds.remove(Entry(1, 4, 1, SHOWN, 7))
    assert folds.moved() == [((1, 4), (2, 5))]
    folds.remove(Entry(2, 5, 1, SHOWN, 7))
    assert folds.moved() == [((2, 5), None)]
    assert folds.get(7) is None
