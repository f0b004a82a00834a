import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.store.make import NOON, SECOND, alert, new, packet
from wallwatch.errors import StoreError
from wallwatch.model import Change
from wallwatch.store.batch import Batch
from wallwatch.store.ledger import NO_MARK, Mark, subject_of
from wallwatch.store.marks import Marks, Undone
from wallwatch.store.reader import StoreReader
from wallwatch.store.writer import StoreWriter

RULE = '[[rule]]\nname = "gnutella"\nmatch = "dport:6346"\n'


@pytest.fixture
def other(tmp_path: Path, marks: Marks) -> Iterator[Marks]:
    """Return another console's marks, on the same file."""
    assert marks.all() == []
    other = Marks(tmp_path / "state" / "marks.db", clock=lambda: NOON)
    other.open()
    yield other
    other.close()


def knocks(count: int) -> list[Any]:
    """Return alerts of one tuple, a minute apart."""
    return [alert(number, first=NOON + number * 60 * SECOND) for number in range(1, count + 1)]


def test_alerts_are_marked(marks: Marks) -> None:
    """Done, starred and a note stand side by side, and only on the alerts that were meant."""
    one, two, three = knocks(3)
    assert marks.done([one, two], True) == 2
    assert marks.star([two], True) == 1
    assert marks.note([two], "asked the owner") == 1
    assert marks.of(one) == Mark(done=True)
    assert marks.of(two) == Mark(done=True, starred=True, note="asked the owner")
    assert marks.of(three) == NO_MARK
    assert marks.apply_to([one, two, three]) == {1: marks.of(one), 2: marks.of(two)}
    assert [(each.subject, each.mark) for each in marks.all()] == [
        (subject_of(one), marks.of(one)),
        (subject_of(two), marks.of(two)),
    ]


def test_what_is_marked_already_is_no_operation(marks: Marks) -> None:
    """So the next undo takes back what a person saw happen."""
    one, two = knocks(2)
    assert marks.done([one], True) == 1
    assert marks.done([one, two], True) == 1
    assert marks.done([one, two], True) == 0
    assert marks.note([one], "") == 0
    assert marks.done([], True) == 0
    assert marks.undo() == Undone(kind="done", turned_on=True, text="", alerts=1)
    assert (marks.of(one).done, marks.of(two).done) == (True, False)


def test_undo_and_redo_walk_through_what_was_done(marks: Marks) -> None:
    """Each step tells what it was and how many alerts it was about; at either end there is nothing."""
    one, two = knocks(2)
    marks.done([one, two], True)
    marks.note([one], "first")
    marks.note([one], "second")
    assert marks.undo() == Undone(kind="note", turned_on=True, text="second", alerts=1)
    assert marks.of(one).note == "first"
    assert marks.undo() is not None
    assert marks.undo() == Undone(kind="done", turned_on=True, text="", alerts=2)
    assert marks.undo() is None
    assert marks.all() == []
    assert marks.redo() == Undone(kind="done", turned_on=True, text="", alerts=2)
    assert marks.redo() is not None
    assert marks.of(one) == Mark(done=True, note="first")
    marks.star([two], True)
    assert marks.redo() is None


def test_marks_and_undo_survive_a_restart(marks: Marks) -> None:
    """What was undone can still be done again."""
    one, two = knocks(2)
    marks.done([one], True)
    marks.star([two], True)
    marks.undo()
    marks.close()
    assert marks.open() is None
    assert (marks.of(one), marks.of(two)) == (Mark(done=True), NO_MARK)
    assert marks.redo() is not None
    assert marks.of(two) == Mark(starred=True)
    assert [marks.undo() is None for _ in range(3)] == [False, False, True]


@pytest.mark.parametrize(("added", "undone", "redone"), [
    (True, {"remove_rule": "gnutella"}, {"add_rule": RULE}),
    (False, {"add_rule": RULE}, {"remove_rule": "gnutella"}),
])  # fmt: skip
def test_a_rule_comes_back_as_it_was(
    marks: Marks, undone: dict[str, str], redone: dict[str, str], *, added: bool
) -> None:
    """Undoing tells what has to be done with the file of the rules, and doing again the opposite."""
    marks.record_rule("gnutella", RULE, added)
    assert marks.undo() == Undone(kind="rule", turned_on=added, text=RULE, alerts=0, **undone)
    assert marks.redo() == Undone(kind="rule", turned_on=added, text=RULE, alerts=0, **redone)


def test_nobody_undoes_what_another_person_did(tmp_path: Path, marks: Marks) -> None:
    """Each goes back through operations of their own; an old mark of nobody in particular is everybody's."""
    mara = Marks(tmp_path / "state" / "marks.db", clock=lambda: NOON, person="mara")
    mara.open()
    one, two = knocks(2)
    marks.done([one], True)
    mara.star([one], True)
    marks.note([two], "mine")
    assert mara.undo() == Undone(kind="starred", turned_on=True, text="", alerts=1)
    assert mara.undo() is None
    marks.star([two], True)
    assert mara.redo() == Undone(kind="starred", turned_on=True, text="", alerts=1)
    assert [marks.undo() is None for _ in range(4)] == [False, False, False, True]
    assert marks.of(one) == Mark(starred=True)
    mara.close()


@pytest.mark.parametrize("spoil", [
    Path.unlink,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"\x55" * path.stat().st_size),
])  # fmt: skip
def test_marks_are_restored_from_their_journal(marks: Marks, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    """The file was damaged, emptied or deleted: marks, undo and redo are as they were."""
    one, two = knocks(2)
    marks.done([one], True)
    marks.star([two], True)
    marks.note([two], "a note")
    marks.undo()
    marks.close()
    for suffix in ("-wal", "-shm"):
        (tmp_path / "state" / f"marks.db{suffix}").unlink(missing_ok=True)
    spoil(tmp_path / "state" / "marks.db")
    message = marks.open()
    assert message is not None
    assert message.endswith("The marks were restored from marks.jsonl.")
    assert (marks.of(one), marks.of(two)) == (Mark(done=True), Mark(starred=True))
    assert marks.redo() is not None
    assert marks.of(two) == Mark(starred=True, note="a note")
    assert [marks.undo() is None for _ in range(4)] == [False, False, False, True]


def test_what_has_a_star_or_a_note_is_kept(marks: Marks, other: Marks) -> None:
    """Also if another console has just marked it; what is merely done may go."""
    one, two, three = knocks(3)
    other.star([one], True)
    other.note([two], "asked the owner")
    other.done([three], True)
    assert marks.kept([one, two, three]) == {1, 2}


def test_a_mark_that_cannot_be_written_down_is_not_made(marks: Marks, tmp_path: Path) -> None:
    """The journal is a directory, say: the person is told, and the alert is as it was."""
    (one,) = knocks(1)
    (tmp_path / "state" / "marks.jsonl").mkdir()
    with pytest.raises(StoreError, match=r"marks.jsonl cannot be written"):
        marks.done([one], True)
    assert marks.of(one) == NO_MARK
    (tmp_path / "state" / "marks.jsonl").rmdir()
    assert marks.done([one], True) == 1


def test_marks_are_found_in_a_store_built_anew(tmp_path: Path, marks: Marks) -> None:
    """Other numbers, times that differ by a second or two, two alerts that became one: the marks are there."""
    one, two = knocks(2)
    marks.done([one], True)
    marks.star([two], True)
    again = [
        new(71, first=one.first - 2 * SECOND, last=one.last - SECOND),
        new(72, first=two.first + SECOND),
        new(73, first=two.first + 30 * SECOND),
        new(74, first=two.first, sport=99),
    ]
    writer, reader = StoreWriter(tmp_path / "new" / "store.db"), StoreReader(tmp_path / "new" / "store.db")
    writer.open()
    reader.open()
    writer.commit(Batch(changes=again))
    found = reader.alike(each.subject for each in marks.all())
    assert marks.apply_to(found) == {71: Mark(done=True), 72: Mark(starred=True)}
    joined = alert(71, first=one.first, last=two.last, packets=2)
    merge = Change(kind="grown", alert=joined, touched=((1, packet(two.first)),))
    writer.commit(Batch(changes=(merge, Change(kind="merged", alert=again[1].alert, into=71))))
    assert marks.apply_to(reader.alerts([71, 72])) == {71: Mark(done=True, starred=True)}
    writer.close()
    reader.close()


def test_consoles_see_each_others_marks(marks: Marks, other: Marks) -> None:
    """Asked whether anything changed, a console knows it and has it; its own marks are no news."""
    one, two = knocks(2)
    marks.done([one], True)
    assert not marks.changed()
    assert other.of(one) == NO_MARK
    assert other.changed()
    assert not other.changed()
    assert other.of(one) == Mark(done=True)
    other.star([two], True)
    assert other.undo() is not None
    assert other.undo() is not None
    assert marks.changed()
    assert marks.all() == []


def test_rules_of_another_console_are_a_change(marks: Marks, other: Marks) -> None:
    """The screen reads the file of the rules again."""
    marks.record_rule("gnutella", RULE, True)
    assert other.changed()


def test_damaged_marks_are_set_aside(tmp_path: Path) -> None:
    """The message says where they are, and marking goes on."""
    path = tmp_path / "marks.db"
    path.write_bytes(b"no marks at all" * 1000)
    marks = Marks(path, clock=lambda: NOON)
    message = marks.open()
    assert message is not None
    assert "marks.db.corrupt-20020302T150000.000000" in message
    assert marks.done(knocks(1), True) == 1
    marks.close()


def test_marks_that_cannot_be_written_are_not_pretended(marks: Marks) -> None:
    """After an error an alert is not marked, on the screen as in the file."""
    (one,) = knocks(1)
    marks._database.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="may not be written"):
        marks.done([one], True)
    assert marks.of(one) == NO_MARK


class Person(RuleBasedStateMachine):
    """Marks, undoes, does again and restarts at random, against a list of snapshots."""

    places = st.sets(st.integers(0, 3), min_size=1)

    def __init__(self) -> None:
        super().__init__()
        self.alerts = knocks(4)
        self.folder = TemporaryDirectory()
        self.marks = Marks(Path(self.folder.name) / "marks.db", clock=lambda: NOON)
        self.marks.open()
        self.history: list[tuple[Mark, ...]] = [(NO_MARK,) * 4]
        self.at = 0

    def teardown(self) -> None:
        self.marks.close()
        self.folder.cleanup()

    def follow(self, before: tuple[Mark, ...], marked: dict[int, Mark]) -> None:
        after = tuple(marked.get(place, mark) for place, mark in enumerate(before))
        if after != before:
            self.history[self.at + 1 :] = [after]
            self.at += 1

    @rule(places=places, on=st.booleans())
    def mark_done(self, places: set[int], *, on: bool) -> None:
        before = self.history[self.at]
        self.marks.done([self.alerts[place] for place in places], on)
        self.follow(before, {each: Mark(on, before[each].starred, before[each].note) for each in places})

    @rule(places=places, on=st.booleans())
    def mark_starred(self, places: set[int], *, on: bool) -> None:
        before = self.history[self.at]
        self.marks.star([self.alerts[place] for place in places], on)
        self.follow(before, {each: Mark(before[each].done, on, before[each].note) for each in places})

    @rule(places=places, text=st.sampled_from(["", "mine", "yours"]))
    def take_note(self, places: set[int], text: str) -> None:
        before = self.history[self.at]
        self.marks.note([self.alerts[place] for place in places], text)
        self.follow(before, {each: Mark(before[each].done, before[each].starred, text) for each in places})

    @rule()
    def undo(self) -> None:
        assert (self.marks.undo() is None) == (self.at == 0)
        self.at = max(self.at - 1, 0)

    @rule()
    def redo(self) -> None:
        last = len(self.history) - 1
        assert (self.marks.redo() is None) == (self.at == last)
        self.at = min(self.at + 1, last)

    @precondition(lambda self: self.at)
    @rule()
    def restart(self) -> None:
        self.marks.close()
        self.marks.open()

    @invariant()
    def the_marks_are_those_of_the_snapshot(self) -> None:
        assert tuple(map(self.marks.of, self.alerts)) == self.history[self.at]


TestPerson = Person.TestCase
TestPerson.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)


def test_what_is_usual_as_well_is_kept_until_it_is_undone(marks: Marks) -> None:
    """It is about a rule and not about alerts, and comes back with its rule's name."""
    marks.widen("gnutella", '[["packets",40]]')
    marks.widen("p2p", "[]")
    assert marks.widenings() == (("gnutella", '[["packets",40]]'), ("p2p", "[]"))
    undone = marks.undo()
    assert undone is not None
    assert (undone.kind, undone.rule, undone.alerts, undone.add_rule) == ("wider", "p2p", 0, None)
    assert marks.widenings() == (("gnutella", '[["packets",40]]'),)
    marks.redo()
    assert len(marks.widenings()) == 2
    assert marks.all() == []


def test_a_changed_rule_is_changed_back(marks: Marks) -> None:
    """Undoing tells how the rule was, doing it again how it is."""
    after = RULE.replace("6346", "6347")
    marks.record_edit("gnutella", RULE, after)
    undone, redone = marks.undo(), marks.redo()
    assert undone is not None
    assert redone is not None
    assert (undone.add_rule, redone.add_rule) == (RULE, after)
    assert (undone.remove_rule, redone.remove_rule) == (None, None)


def test_marks_are_asked_for_in_a_thread_while_more_are_made(marks: Marks) -> None:
    """Whoever asks finds all that were there before, and each of them as it was marked."""
    before, later = knocks(500), [alert(number, src=f"192.0.2.{number % 250}") for number in range(1_000, 1_200)]
    marks.done(before, True)
    wrong: list[object] = []
    ended = Event()

    def ask() -> None:
        while not ended.is_set():
            try:
                wrong.extend({subject_of(each) for each in before} - {each.subject for each in marks.all()})
                wrong.extend(each for each in before if not marks.of(each).done)
            except RuntimeError as error:
                wrong.append(error)

    turn = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    thread = Thread(target=ask)
    thread.start()
    try:
        for one, other in zip(later, reversed(before), strict=False):
            marks.done([one], True)
            marks.star([other], True)
    finally:
        ended.set()
        thread.join()
        sys.setswitchinterval(turn)
    assert not wrong
