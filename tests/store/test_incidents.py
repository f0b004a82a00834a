"""Alerts put together under a name: a part of the ledger and of the marks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.make import NOON, SECOND, alert, subject
from wallwatch.store.ledger import NO_MARK, Incident, Ledger, Mark, Operation, State, subject_of
from wallwatch.store.marks import Marks

ONE, TWO, THREE = (alert(number, sport=3500 + number, first=NOON + number * 60 * SECOND) for number in (1, 2, 3))


def names(marks: Marks) -> list[tuple[str, str, int]]:
    return [(each.name, each.note, len(each.subjects)) for each in marks.incidents()]


def test_alerts_are_put_together(marks: Marks) -> None:
    """An incident has a name, a note and its alerts; an alert may be in several."""
    assert marks.put_into("gnutella", [ONE, TWO], "the same guy?") == 2
    assert marks.put_into("6346", [TWO], "") == 1
    assert names(marks) == [("gnutella", "the same guy?", 2), ("6346", "", 1)]
    assert marks.of(TWO) == Mark(incidents=("gnutella", "6346"))
    assert marks.of(THREE) == NO_MARK
    assert marks.incidents()[0].subjects == (subject_of(ONE), subject_of(TWO))
    assert marks.incidents()[0].person == marks.person


def test_an_incident_grows_and_gets_another_note(marks: Marks) -> None:
    """What is in it already is not put in again; a new note alone is an operation, the same one is none."""
    marks.put_into("gnutella", [ONE], "one")
    assert marks.put_into("gnutella", [ONE, TWO], "two") == 1
    assert names(marks) == [("gnutella", "two", 2)]
    assert marks.put_into("gnutella", [ONE], "three") == 0
    assert names(marks) == [("gnutella", "three", 2)]
    assert marks.put_into("gnutella", [ONE], "three") == 0
    marks.undo()
    assert names(marks) == [("gnutella", "two", 2)]


def test_a_name_is_the_same_in_capitals(marks: Marks) -> None:
    """So that nobody makes two incidents of one by mistake; it is written as it was at first."""
    marks.put_into("Gnutella", [ONE], "")
    marks.put_into("gnutella", [TWO], "")
    assert names(marks) == [("Gnutella", "", 2)]
    assert marks.incident("GNUTELLA") == marks.incidents()[0]
    assert marks.take_out("GNUTELLA", [ONE, TWO]) == 2
    assert (marks.of(ONE), marks.incident("gnutella")) == (NO_MARK, None)


def test_undo_takes_back_all_of_it_in_one_step(marks: Marks) -> None:
    """Ten alerts in an incident are one operation, and one undo; what is undone can be done again."""
    many = [alert(number, sport=number) for number in range(10)]
    marks.put_into("scan", many, "slow")
    undone = marks.undo()
    assert undone is not None
    assert (undone.kind, undone.alerts, undone.rule) == ("incident", 10, "scan")
    assert marks.incidents() == ()
    assert marks.all() == []
    marks.redo()
    assert names(marks) == [("scan", "slow", 10)]


def test_alerts_are_taken_out_and_an_incident_dissolved(marks: Marks) -> None:
    """Without alerts an incident is none; all of it comes back by undoing."""
    marks.put_into("gnutella", [ONE, TWO, THREE], "note")
    assert marks.take_out("gnutella", [TWO, alert(9, sport=9)]) == 1
    assert names(marks) == [("gnutella", "note", 2)]
    assert marks.dissolve("gnutella") == 2
    assert marks.dissolve("gnutella") == 0
    assert names(marks) == []
    marks.undo()
    marks.undo()
    assert names(marks) == [("gnutella", "note", 3)]


def test_an_incident_begins_anew_after_its_end(marks: Marks) -> None:
    """The note of one that was dissolved is not that of a later one."""
    marks.put_into("gnutella", [ONE], "old")
    marks.dissolve("gnutella")
    marks.put_into("GNUTELLA", [TWO], "")
    assert names(marks) == [("GNUTELLA", "", 1)]


def test_nothing_is_no_incident(marks: Marks) -> None:
    """Without an alert nothing is written down."""
    assert marks.put_into("gnutella", [], "note") == 0
    assert marks.take_out("gnutella", [ONE]) == 0
    assert marks.undo() is None


def test_incidents_are_kept_by_what_their_alerts_are(marks: Marks) -> None:
    """After the store was built anew an alert has another number, and its times may differ by a second."""
    marks.put_into("gnutella", [ONE], "")
    anew = alert(77, sport=ONE.sport, first=ONE.first - SECOND, last=ONE.last + 9 * SECOND)
    assert marks.of(anew).incidents == ("gnutella",)
    assert marks.take_out("gnutella", [anew]) == 1
    assert marks.incidents() == ()


def test_retention_leaves_incidents_alone(marks: Marks) -> None:
    """What somebody will report is kept, as what bears a star or a note is."""
    marks.put_into("gnutella", [ONE], "")
    assert marks.kept([ONE, TWO]) == {ONE.id}


def test_other_consoles_see_incidents(marks: Marks, tmp_path: Path) -> None:
    """Several consoles have the same marks."""
    other = Marks(tmp_path / "state" / "marks.db", clock=lambda: NOON)
    other.open()
    marks.put_into("gnutella", [ONE], "mine")
    assert other.changed()
    assert names(other) == [("gnutella", "mine", 1)]
    other.close()


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"no database")])
def test_incidents_are_restored_from_the_journal(marks: Marks, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    """They are people's work, as all marks are."""
    marks.put_into("gnutella", [ONE, TWO], "the same guy?")
    marks.take_out("gnutella", [TWO])
    marks.close()
    path = tmp_path / "state" / "marks.db"
    for beside in path.parent.glob("marks.db-*"):
        beside.unlink()
    spoil(path)
    restored = Marks(path, clock=lambda: NOON)
    assert "restored" in (restored.open() or "")
    assert names(restored) == [("gnutella", "the same guy?", 1)]
    restored.close()


@pytest.mark.parametrize(("last", "left"), [("applied", ()), ("undone", (subject(),)), ("dropped", (subject(),))])
def test_only_what_is_applied_counts(last: State, left: tuple[object, ...]) -> None:
    """An operation that was undone says nothing of an incident."""
    ledger = Ledger()
    for each in (
        Operation(1, "incident", True, "note", "gnutella", "applied", "ann"),
        Operation(2, "incident", False, "", "gnutella", last, "bob"),
    ):
        ledger.put(each)
        ledger.attach(each.id, subject())
    assert ledger.incidents() == ((Incident("gnutella", "note", "ann", (subject(),)),) if left else ())
    assert ledger.mark_of(subject()).incidents == (("gnutella",) if left else ())
