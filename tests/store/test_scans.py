"""The table of scans, and which alerts belong to one."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.model.test_scan import scan
from tests.store.make import NOON, SECOND, alert
from wallwatch.filter.clause import Sql
from wallwatch.model import Change
from wallwatch.store import Batch, StoreReader, StoreWriter
from wallwatch.store.scans import GOING_ON

_COLUMN = Sql("SELECT id, scan FROM alerts")


@pytest.fixture
def writer(path: Path):
    made = StoreWriter(path, clock=lambda: NOON)
    made.open()
    with closing(made):
        yield made


def ask(path: Path, question):
    reader = StoreReader(path)
    reader.open()
    with closing(reader):
        return question(reader)


def numbers(path: Path) -> dict[int, int | None]:
    """Return the scan of each alert, as the record and the column have it."""
    records = ask(path, lambda reader: {each.id: each.scan for each in reader.alerts(reader.index().ids)})
    columns = ask(path, lambda reader: dict(reader.ask(_COLUMN)))
    assert records == columns
    return records


def new(*ids: int) -> list[Change]:
    return [Change(kind="new", alert=alert(number)) for number in ids]


def test_an_earlier_alert_may_turn_out_to_be_a_scanners(writer, path):
    """With its reason, in the record and for a filter; one that joins without a reason stays what it was."""
    writer.commit(Batch(changes=new(1, 2)))
    writer.commit(
        Batch(changes=new(3), scans=[scan(alerts=3)], joined={1: 1, 2: 1, 3: 1}, turned={1: "part of a scan"})
    )
    one, two = ask(path, lambda reader: reader.alerts([1, 2]))
    assert (one.verdict, one.because, one.scan) == ("scanner", "part of a scan", 1)
    assert (two.verdict, two.because, two.scan) == (alert(2).verdict, alert(2).because, 1)
    where = Sql("(verdict = ?)", ("scanner",))
    assert list(ask(path, lambda reader: reader.index(where)).ids) == [1]


def counts(path: Path) -> dict[int, int]:
    return {each.id: each.alerts for each in ask(path, StoreReader.scans)}


def test_a_scan_comes_back_as_it_was_with_the_number_of_its_alerts(writer, path):
    """The alerts that came before it was one have its number too, and a reader is told that they changed."""
    writer.commit(Batch(changes=new(1, 2, 3)))
    before = ask(path, StoreReader.number)
    writer.commit(Batch(changes=new(4, 5), scans=[scan(alerts=3)], joined={2: 1, 3: 1, 4: 1}))
    assert numbers(path) == {1: None, 2: 1, 3: 1, 4: 1, 5: None}
    assert ask(path, StoreReader.scans) == [scan(alerts=3)]
    changed = ask(path, lambda reader: reader.changes_since(before))
    assert {(row.kind, row.alert) for row in changed.rows} == {("grown", 2), ("grown", 3), ("new", 4), ("new", 5)}
    assert ask(path, StoreReader.scan_kinds) == {1: "vertical"}


def test_an_alert_that_grows_stays_in_its_scan(writer, path):
    """Who tells of it does not know of the scan."""
    writer.commit(Batch(changes=new(1, 2), scans=[scan()], joined={1: 1}))
    writer.commit(Batch(changes=[Change(kind="grown", alert=alert(1, packets=2)), *new(3)]))
    assert numbers(path) == {1: 1, 2: None, 3: None}
    assert counts(path) == {1: 1}


def test_a_merged_alert_leaves_its_scan_to_the_other_one(writer, path):
    """Unless that is in one already; nothing is counted twice."""
    writer.commit(Batch(changes=new(1, 2, 3, 4), scans=[scan()], joined={1: 1, 3: 1, 4: 1}))
    merged = [Change(kind="merged", alert=alert(1), into=2), Change(kind="merged", alert=alert(3), into=4)]
    grown = [Change(kind="grown", alert=alert(number, packets=2)) for number in (2, 4)]
    writer.commit(Batch(changes=[*grown, *merged]))
    assert numbers(path) == {2: 1, 4: 1}
    assert counts(path) == {1: 2}


def test_an_alert_that_came_and_was_merged_at_once_takes_its_scan_along(writer, path):
    """In one batch."""
    changes = [*new(1, 2), Change(kind="merged", alert=alert(2), into=1)]
    writer.commit(Batch(changes=changes, scans=[scan()], joined={2: 1}))
    assert (numbers(path), counts(path)) == ({1: 1}, {1: 1})


def test_one_may_go_over_to_another_scan(writer, path):
    """It is counted there then."""
    writer.commit(Batch(changes=new(1), scans=[scan(id=1)], joined={1: 1}))
    writer.commit(Batch(scans=[scan(id=2)], joined={1: 2}))
    assert (numbers(path), counts(path)) == ({1: 2}, {2: 1})


def test_pruned_alerts_are_counted_no_longer(path):
    """A scan without any is not listed, and kept for a while, because it may go on."""
    writer = StoreWriter(path, clock=lambda: NOON + 100 * SECOND)
    writer.open()
    with closing(writer):
        writer.commit(Batch(changes=new(1, 2, 50, 99), scans=[scan(id=1), scan(id=2)], joined={1: 1, 2: 1, 50: 2}))
        writer.commit(Batch(scans=[scan(id=number, newest=number) for number in (1, 2, 3)]))
        assert writer.prune(60 * SECOND, None) == 2
        assert counts(path) == {2: 1}
        going_on, number = ask(path, StoreReader.scans_going_on)
        assert ([each.id for each in going_on], number) == ([1, 2, 3], 4)
        writer.commit(Batch(changes=new(100), scans=[scan(id=1)], joined={100: 1}))
    assert counts(path) == {1: 1, 2: 1}


def test_of_scans_without_alerts_the_newest_are_kept(path):
    """And the last one of all, so that no number is given twice."""
    writer = StoreWriter(path, clock=lambda: NOON + 100 * SECOND)
    writer.open()
    with closing(writer):
        many = [scan(id=number, newest=GOING_ON + 9 - number) for number in range(1, GOING_ON + 6)]
        writer.commit(Batch(changes=new(1, 99), scans=many, joined={1: 1}))
        assert writer.prune(60 * SECOND, None) == 1
        assert ask(path, lambda reader: len(reader.scan_kinds())) == GOING_ON + 1
        assert ask(path, StoreReader.scans_going_on)[1] == GOING_ON + 6


def test_scans_go_on_in_the_order_in_which_they_grew(writer, path):
    """That which grew last stands at the end; their alerts are those that were counted, pruned ones too."""
    writer.commit(Batch(changes=new(1, 2), scans=[scan(id=1, newest=2), scan(id=2, newest=1)], joined={1: 2, 2: 1}))
    going_on, number = ask(path, StoreReader.scans_going_on)
    assert [(each.id, each.alerts) for each in going_on] == [(2, 1_000), (1, 1_000)]
    assert number == 3


def test_lone_alerts_are_those_in_no_scan(writer, path):
    """After a number, in the order of their numbers."""
    writer.commit(Batch(changes=new(1, 2, 3, 4, 5), scans=[scan()], joined={4: 1}))
    assert ask(path, lambda reader: reader.lone_alerts(2)) == [3, 5]


def test_scans_are_found_by_number(writer, path):
    """Those that are not there are left out."""
    writer.commit(Batch(changes=new(1, 2), scans=[scan(id=1), scan(id=2)], joined={1: 1, 2: 2}))
    assert [each.id for each in ask(path, lambda reader: reader.scans([2, 77, 1]))] == [1, 2]
