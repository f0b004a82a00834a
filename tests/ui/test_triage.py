import msgspec
import pytest

from tests.ui.alerts import an_alert
from tests.ui.desk import NOW
from wallwatch.errors import WallwatchError
from wallwatch.model import GAP
from wallwatch.noise.read import extended, new_rule
from wallwatch.store import Marks
from wallwatch.ui.rulebook import Rulebook
from wallwatch.ui.triage import Triage

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


def test_what_changes_nothing_is_no_step_back(triage, marks):
    """Or undoing would take back what was done before it."""
    triage.note([ALERT], "known")
    triage.star([ALERT])
    assert triage.note([ALERT], "known") == "198.51.100.7 > 192.0.2.1:6346 has this note already."
    assert triage.note([ALERT, an_alert(id=3)], "known") == "Each of them has this note already."
    triage.gather("gnutella", [ALERT], "")
    assert triage.annotate("gnutella", "") == "gnutella has this note already."
    triage.dissolve("gnutella")
    assert triage.annotate("gnutella", "late") == "gnutella is no incident any more."
    assert triage.dissolve("gnutella") == "gnutella is no incident any more."
    assert [triage.undo() for _ in range(3)] == [
        "Undone: incident gnutella, 1 alert.",
        "Undone: incident gnutella, 1 alert.",
        "Undone: star 1 alert.",
    ]
    assert marks.of(ALERT).note == "known"


def test_a_rule_is_undone_and_done_again(triage, book):
    """Hiding by a rule says how much it took; undo takes the rule out of the file, redo puts it back."""
    rule = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)
    assert triage.hide(rule) == "gnutella is in force; z undoes it, H among the alerts shows what it hides."
    assert (
        triage.hides(rule, 1, 4790) == "gnutella hides 1 row, 4,790 lines; z undoes it, H among the alerts shows them."
    )
    assert triage.undo() == "Undone: noise rule gnutella."
    assert book.rules.names == ()
    assert triage.redo() == "Done again: noise rule gnutella."
    assert book.rules.names == ("gnutella",)


def test_it_is_said_whether_a_rule_holds_longer_or_not_so_long(triage):
    """The change of an address is later than any day."""
    rule = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)
    triage.hide(rule)
    for until, words in (("90d", "extended"), ("1d", "shortened"), ("address-change", "extended"), ("7d", "shortened")):
        before, rule = rule, extended(rule, until, NOW)
        assert triage.change(before, rule) == f"gnutella is {words} to {rule.expires}; z undoes it."


def test_a_rule_is_changed_and_removed_and_both_are_undone(triage, book):
    """What was done is said in a word; the rule comes back as it was before, and then with its change."""
    rule = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)
    triage.hide(rule)
    off = msgspec.structs.replace(rule, enabled=False)
    assert triage.change(rule, off) == "gnutella is disabled; z undoes it."
    assert triage.change(off, rule) == "gnutella is in force again; z undoes it."
    longer = extended(rule, "90d", NOW)
    assert triage.change(rule, longer).startswith("gnutella is extended to 2002-05-31")
    other = msgspec.structs.replace(longer, why="x")
    assert triage.change(longer, other) == "gnutella is changed; z undoes it."
    assert triage.remove(other) == "gnutella is no rule any more; z undoes it."
    assert triage.undo() == "Undone: noise rule gnutella."
    assert book.rules.rules == (other,)
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


RULE = new_rule("gnutella", "leftovers", "dport:6346", now=NOW, expires="address-change")
OFF = msgspec.structs.replace(RULE, enabled=False)


@pytest.fixture
def theirs(tmp_path, triage):
    """Triage at another console, of somebody else, when the rule is there."""
    triage.hide(RULE)
    marks = Marks(tmp_path / "marks.db", clock=lambda: NOW, person="theirs")
    marks.open()
    yield Triage(marks, Rulebook(tmp_path / "noise.toml", clock=lambda: NOW), read_only=False)
    marks.close()


def in_file(book):
    book.changed()
    return {rule.name: rule for rule in book.rules.rules}


def test_two_who_change_different_things_of_a_rule_both_have_their_way(triage, theirs, book):
    """What the other one did is told; undoing takes back what oneself did, and nothing else."""
    why = msgspec.structs.replace(RULE, why="peers")
    assert theirs.change(RULE, why) == "gnutella is changed; z undoes it."
    assert triage.change(RULE, OFF) == "gnutella is disabled. Their reason is kept."
    assert in_file(book) == {"gnutella": msgspec.structs.replace(OFF, why="peers")}
    assert theirs.undo() == ("Undone: noise rule gnutella. Their switch is kept.")
    assert in_file(book) == {"gnutella": OFF}
    assert triage.undo() == "Undone: noise rule gnutella. Their reason is kept."
    assert in_file(book) == {"gnutella": RULE}


def test_of_two_who_change_the_same_the_last_one_has_it_and_is_told(triage, theirs, book):
    """What was there is named, and comes back with z."""
    theirs.change(RULE, msgspec.structs.replace(RULE, why="peers"))
    said = triage.change(RULE, msgspec.structs.replace(RULE, why="nodes"))
    assert said == "gnutella is changed. Your reason holds; undoing brings theirs back: peers."
    assert in_file(book)["gnutella"].why == "nodes"
    triage.undo()
    assert in_file(book)["gnutella"].why == "peers"


def test_a_rule_that_another_one_deleted_comes_back_with_a_change(triage, theirs, book):
    """Nobody's work is lost; an undoing, though, does not bring it back."""
    triage.change(RULE, OFF)
    theirs.remove(OFF)
    assert triage.undo() == "Undone: noise rule gnutella. It was deleted elsewhere meanwhile."
    assert in_file(book) == {}
    assert triage.change(OFF, RULE).endswith("It had been deleted elsewhere, and is back.")
    assert in_file(book) == {"gnutella": RULE}
    assert triage.undo() == "Undone: noise rule gnutella."
    assert in_file(book) == {}
    assert triage.remove(RULE) == "gnutella was deleted elsewhere already."


def test_what_is_deleted_comes_back_as_the_other_one_left_it(triage, theirs, book):
    """And what the other one has changed is not deleted by undoing that it was made."""
    why = msgspec.structs.replace(RULE, why="peers")
    theirs.change(RULE, why)
    assert triage.undo() == (
        "Undone: noise rule gnutella. It was changed elsewhere since then, and stays; the rules screen can delete it."
    )
    assert triage.redo().endswith("There is a rule gnutella already: dport:6346. It stays.")
    assert triage.remove(RULE).endswith("It comes back as it was changed elsewhere meanwhile.")
    triage.undo()
    assert in_file(book) == {"gnutella": why}


def test_a_rule_does_not_take_the_place_of_another_one(theirs, book):
    """Two that make a rule of one name at the same time are told; the first one stands."""
    with pytest.raises(WallwatchError, match=r"There is a rule gnutella already: dport:6346\. Choose another name"):
        theirs.hide(new_rule("Gnutella", "mine", "dport:80", now=NOW))
    assert in_file(book) == {"gnutella": RULE}


def test_an_undoing_that_fails_can_be_tried_again(triage, book):
    """While somebody edits the rule, it is not touched, and the operation is not undone."""
    triage.hide(RULE)
    good = book.path.read_text()
    book.path.write_text(good.replace("dport:6346", "dport:x"))
    with pytest.raises(WallwatchError, match="Mend it by hand first"):
        triage.undo()
    book.path.write_text(good)
    assert triage.undo() == "Undone: noise rule gnutella."


def test_alerts_are_put_into_an_incident_and_taken_out(triage, marks):
    """The same key does both; a name in other letters is the same incident."""
    other = an_alert(id=3, sport=9)
    assert triage.gather("gnutella", [ALERT], "") == "1 alert put into gnutella; z undoes it."
    assert triage.gather("GNUTELLA", [ALERT, other], "") == "1 alert put into gnutella; z undoes it."
    assert triage.gather("gnutella", [ALERT], "why") == "gnutella has another note; z undoes it."
    assert triage.annotate("gnutella", "") == "gnutella has no note; z undoes it."
    assert triage.gather("gnutella", [ALERT], "") == "1 alert taken out of gnutella; z undoes it."
    assert triage.dissolve("gnutella") == "1 alert taken out of gnutella, which is no more; z undoes it."
    assert marks.incidents() == ()
    assert triage.undo() == "Undone: incident gnutella, 1 alert."
    assert len(marks.incidents()) == 1


def test_a_read_only_console_makes_no_incident(marks, book):
    """Nor does it end one."""
    triage = Triage(marks, book, read_only=True)
    for deed in (
        lambda: triage.gather("gnutella", [ALERT], ""),
        lambda: triage.annotate("gnutella", "x"),
        lambda: triage.dissolve("gnutella"),
    ):
        with pytest.raises(WallwatchError, match="read-only"):
            deed()
