import msgspec
import pytest

from tests.ui.alerts import an_alert
from tests.ui.desk import NOW
from wallwatch.errors import WallwatchError
from wallwatch.model import GAP
from wallwatch.noise.read import extended, new_rule
from wallwatch.store import Marks
from wallwatch.ui.rulebook import Rulebook
from wallwatch.ui.triage import Triage, hides

ALERT = an_alert()
LOST = an_alert(id=2, proto=GAP, src="kern", dst="", sport=None, dport=None, packets=0, lines=0)


@pytest.fixture
def marks(tmp_path):
    tmp_path.chmod(0o700)
    marks = Marks(tmp_path / "marks.db", clock=lambda: NOW)
    marks.open()
    yield marks
    marks.close()


@pytest.fixture
def book(tmp_path):
    return Rulebook(tmp_path / "noise.toml", clock=lambda: NOW)


@pytest.fixture
def triage(marks, book):
    return Triage(marks, book, read_only=False)


def test_the_same_key_marks_and_unmarks(triage, marks):
    """Done and star are switches, and each says what it did and how to undo it."""
    assert triage.done([ALERT]) == "198.51.100.7 > 192.0.2.1:6346 is done; z undoes it."
    assert triage.done([ALERT]) == "198.51.100.7 > 192.0.2.1:6346 is not done; z undoes it."
    assert triage.star([ALERT]).endswith("is starred; z undoes it.")
    assert (marks.of(ALERT).done, marks.of(ALERT).starred) == (False, True)


def test_a_note_is_written_and_taken_away(triage, marks):
    """An empty note is none."""
    triage.note([ALERT], "ask greatwall's owner")
    assert marks.of(ALERT).note == "ask greatwall's owner"
    assert "has no note" in triage.note([ALERT], "")
    assert marks.of(ALERT).note == ""


def test_a_rule_is_undone_and_done_again(triage, book):
    """Hiding by a rule says how much it took; undo takes the rule out of the file, redo puts it back."""
    rule = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)
    assert triage.hide(rule) == "gnutella is in force; z undoes it, H shows what it hides."
    assert hides(rule, 1, 4790) == "gnutella hides 1 row, 4,790 lines; z undoes it, H shows them."
    assert triage.undo() == "Undone: noise rule gnutella."
    assert book.rules.names == ()
    assert triage.redo() == "Done again: noise rule gnutella."
    assert book.rules.names == ("gnutella",)


def test_a_rule_is_changed_and_removed_and_both_are_undone(triage, book):
    """What was done is said in a word; the rule comes back as it was before, and then with its change."""
    rule = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)
    triage.hide(rule)
    off = msgspec.structs.replace(rule, enabled=False)
    assert triage.change(rule, off) == "gnutella is disabled; z undoes it."
    assert triage.change(off, rule) == "gnutella is in force again; z undoes it."
    longer = extended(rule, "90d", NOW)
    assert triage.change(rule, longer).startswith("gnutella is extended to 2002-05-31")
    assert triage.change(longer, msgspec.structs.replace(longer, why="x")) == "gnutella is changed; z undoes it."
    assert triage.remove(longer) == "gnutella is no rule any more; z undoes it."
    assert triage.undo() == "Undone: noise rule gnutella."
    assert book.rules.rules[0].why == "leftovers"
    triage.undo()
    triage.undo()
    assert book.rules.rules == (rule,)
    triage.undo()
    assert not book.rules.rules[0].enabled
    triage.redo()
    assert book.rules.rules == (rule,)


def test_marks_are_undone(triage, marks):
    """Undo goes back one operation at a time, and says so when there is none left."""
    triage.star([ALERT])
    assert triage.undo() == "Undone: star 1 alert."
    assert not marks.of(ALERT).starred
    assert triage.undo() == "There is nothing to undo."
    assert triage.redo() == "Done again: star 1 alert."
    assert triage.redo() == "There is nothing to do again."


@pytest.mark.parametrize("deed", ["done", "star", "undo", "redo"])
def test_a_read_only_console_marks_nothing(marks, book, deed):
    """With --read-only no mark is written."""
    triage = Triage(marks, book, read_only=True)
    with pytest.raises(WallwatchError, match="read-only"):
        getattr(triage, deed)(*([[ALERT]] if deed in {"done", "star"} else []))
    assert marks.all() == []


def test_a_gap_is_marked_like_an_alert(triage, marks):
    """It bears marks, and is called by its source."""
    assert triage.done([LOST]) == "The gap in kern is done; z undoes it."
    assert marks.of(LOST).done
    assert not marks.of(ALERT).done
