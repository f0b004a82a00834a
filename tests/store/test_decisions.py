"""What people say of two alerts: a part of the ledger and of the marks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.make import NOON, SECOND, alert
from wallwatch.store.decisions import HOLDS, Decision, decision_on, decisions_in, latest
from wallwatch.store.ledger import NO_MARK, Ledger, Operation, subject_of
from wallwatch.store.marks import Marks

ONE = alert(1, src="198.51.100.112", first=NOON, last=NOON + 9 * SECOND)
TWO = alert(2, src="198.51.100.148", first=NOON + 4_266 * SECOND)
THREE = alert(3, src="198.51.100.9", first=NOON + 60 * SECOND)
S1, S2, S3 = map(subject_of, (ONE, TWO, THREE))


def words(marks: Marks) -> list[tuple[str, str]]:
    return [(each.word, each.note) for each in marks.decisions()]


def test_a_decision_is_kept_with_its_note_and_who_made_it(marks: Marks) -> None:
    """It is no mark of its alerts."""
    marks.decide(ONE, TWO, "same", "re-dialled")
    assert marks.decisions() == (Decision("same", "re-dialled", marks.person, (S1, S2)),)
    assert marks.of(ONE) == NO_MARK
    assert marks.all() == []


def test_a_decision_is_undone_and_made_again(marks: Marks) -> None:
    """The one before it holds meanwhile."""
    marks.decide(ONE, TWO, "unsure", "")
    marks.decide(TWO, ONE, "not same", "another nick")
    undone = marks.undo()
    assert undone is not None
    assert (undone.kind, undone.alerts) == ("actor", 2)
    assert words(marks) == [("unsure", "")]
    assert decision_on(marks.decisions(), S1, S2) == marks.decisions()[0]
    marks.redo()
    assert decision_on(marks.decisions(), S1, S2) == Decision("not same", "another nick", marks.person, (S2, S1))


def test_another_console_sees_it(tmp_path: Path) -> None:
    """And after a restart it is there, also from the journal."""
    first, second = Marks(tmp_path / "m.db", person="mara"), Marks(tmp_path / "m.db", person="jo")
    first.open()
    second.open()
    first.decide(ONE, TWO, "same", "")
    assert second.changed()
    assert words(second) == [("same", "")]
    first.close()
    second.close()
    for file in tmp_path.glob("m.db*"):
        file.unlink()
    again = Marks(tmp_path / "m.db")
    assert "restored" in (again.open() or "")
    assert words(again) == [("same", "")]
    again.close()


def test_alerts_that_were_decided_on_are_kept(marks: Marks) -> None:
    """Retention leaves people's work alone."""
    marks.decide(ONE, TWO, "same", "")
    assert marks.kept([ONE, TWO, THREE]) == {1, 2}
    marks.undo()
    assert marks.kept([ONE, TWO, THREE]) == set()


MADE = Decision("same", "", "", (S1, S2))


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        (lambda a: a, True),
        (lambda a: alert(7, src=a.src, first=a.first + 600 * SECOND, dport=80), True),
        (lambda a: alert(7, src=a.src, first=a.first + HOLDS + SECOND), False),
        (lambda a: alert(7, src="198.51.100.1", first=a.first), False),
    ],
)
def test_a_decision_holds_for_its_addresses_at_that_time(change: Callable, holds: bool) -> None:  # noqa: FBT001
    """Also of another alert of one of them; weeks later they may be others'."""
    assert MADE.covers(S1, subject_of(change(TWO))) is holds
    assert MADE.covers(subject_of(change(TWO)), S1) is holds


def test_the_latest_of_each_pair_comes_first() -> None:
    """A decision replaces the one before it on the same two."""
    old, other, new = MADE, Decision("unsure", "", "", (S1, S3)), Decision("not same", "", "", (S2, S1))
    assert latest([old, other, new]) == [new, other]
    assert decision_on([old, other, new], S1, S2) == new
    assert decision_on([old], S1, S3) is None


def test_what_a_later_version_says_is_passed_over() -> None:
    """So is a decision on one alert, or three."""
    ledger = Ledger()
    for number, (word, subjects) in enumerate([("maybe", [S1, S2]), ("same", [S1]), ("same", [S1, S2])], 1):
        ledger.put(Operation(number, "actor", True, "", word, "applied"))
        for subject in subjects:
            ledger.attach(number, subject)
    assert decisions_in(ledger) == (MADE,)
