import os
import subprocess
import sys

import pytest

from tests.ui.desk import NOW, desk_of, until, watching
from wallwatch.errors import WallwatchError
from wallwatch.model import AddressChange
from wallwatch.noise.read import new_rule
from wallwatch.noise.rules import without_rule
from wallwatch.store import Batch, StoreWriter
from wallwatch.ui.rulebook import Rulebook

GNUTELLA = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)


@pytest.fixture
def book(tmp_path):
    tmp_path.chmod(0o700)
    return Rulebook(tmp_path / "noise.toml", clock=lambda: NOW)


def test_no_file_is_no_rule(book):
    """A file that is not there is no mistake."""
    assert not book.changed()
    assert (book.rules.names, book.problems) == ((), ())


def test_a_rule_is_in_force_when_it_is_written(book):
    """Adding writes the file and puts the rule in force at once; removing takes it away."""
    book.add(GNUTELLA)
    assert book.rules.names == ("gnutella",)
    assert 'match = "dport:6346"' in book.path.read_text()
    book.remove("gnutella")
    assert book.rules.names == ()
    assert not book.changed(), "its own writing is no news"


def test_what_others_write_is_noticed(book):
    """A file that people edited is read again; comments in it survive what is added."""
    book.path.write_text(
        '# ours\n[[rule]]\nname = "web"\nwhy = "scans"\nmatch = "dport:80"\nexpires = "address-change"\n'
    )
    assert book.changed()
    assert book.rules.names == ("web",)
    book.add(GNUTELLA)
    assert book.path.read_text().startswith("# ours\n")
    assert book.rules.names == ("web", "gnutella")


def test_a_broken_file_leaves_the_rules_in_force(book):
    """A mistake is named with its place, and the last good rules hold."""
    book.add(GNUTELLA)
    book.path.write_text("[[rule\n")
    assert book.changed()
    assert book.rules.names == ("gnutella",)
    assert book.problems[0].line == 1


def test_a_rule_with_a_mistake_holds_as_it_was(book):
    """The others follow the file: one that was taken out of it is gone, one that is new is there."""
    for name in ("gnutella", "web", "telnet"):
        book.add(new_rule(name, "leftovers", "dport:6346", now=NOW))
    good = book.path.read_text()
    text = without_rule(good.replace('"gnutella"', '"new"', 1), "telnet").replace('"dport:6346"', '"dport:x"')
    book.path.write_text(text.replace('"dport:x"', '"dport:80"', 1))
    assert book.changed()
    assert [(rule.name, rule.match) for rule in book.rules.rules] == [("new", "dport:80"), ("web", "dport:6346")]
    assert (book.problems[0].line, book.problems[0].key) == (12, "rule.match")


REPLACED = [
    ("emptied", ""),
    ("only comments", "# nothing left\n"),
]


@pytest.mark.parametrize("text", [text for _, text in REPLACED], ids=[name for name, _ in REPLACED])
def test_a_file_that_was_emptied_has_no_rules(book, text):
    """That is what its owner wants; it is no mistake."""
    book.add(GNUTELLA)
    book.path.write_text(text)
    assert book.changed()
    assert (book.rules.names, book.problems) == ((), ())


def test_a_file_that_takes_the_place_of_the_old_one_is_read(book):
    """As editors save: another file, renamed; even of the same size and time."""
    book.add(GNUTELLA)
    status = book.path.stat()
    new = book.path.with_name("new")
    new.write_text(book.path.read_text().replace("6346", "6347"))
    os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
    new.rename(book.path)
    assert book.changed()
    assert book.rules.rules[0].match == "dport:6347"


def test_what_is_saved_while_a_rule_is_written_is_kept(book, monkeypatch):
    """An editor takes no lock: what it saved in between has the new rule added."""
    theirs = '[[rule]]\nname = "web"\nwhy = "scans"\nmatch = "dport:80"\nexpires = "address-change"\n'
    texts = iter(["", theirs, theirs])
    monkeypatch.setattr("wallwatch.paths.read_text", lambda _: next(texts))
    book.add(GNUTELLA)
    assert book.rules.names == ("web", "gnutella")


WRITERS = 3
RULES_EACH = 12

_WRITER = """
import sys
from pathlib import Path
from wallwatch.noise.read import new_rule
from wallwatch.noise.rules import without_rule
from wallwatch.ui.rulebook import Rulebook
path, name, count, now = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
book = Rulebook(path, clock=lambda: now)
sys.stdin.read(1)
for number in range(count):
    rule = new_rule(f"{name}{number}", "a race", f"dport:{number + 1}", now=now)
    book.add(rule)
    if number % 3 == 2:
        book.remove(rule.name)
"""


def test_consoles_that_write_at_once_lose_nothing(book):
    """Three processes add rules to one file as fast as they can, and take every third out again."""
    command = [sys.executable, "-c", _WRITER, str(book.path)]
    consoles = [
        subprocess.Popen([*command, name, str(RULES_EACH), str(NOW)], stdin=subprocess.PIPE, text=True)
        for name in "abc"[:WRITERS]
    ]
    for console in consoles:
        console.stdin.write("g")
        console.stdin.close()
    assert [console.wait(60) for console in consoles] == [0] * WRITERS
    book.changed()
    kept = {f"{name}{number}" for name in "abc"[:WRITERS] for number in range(RULES_EACH) if number % 3 != 2}
    assert (set(book.rules.names), book.problems) == (kept, ())


def test_a_file_that_may_not_be_read_is_named(book):
    """A file without read permission is a problem and no crash."""
    if os.geteuid() == 0:
        book.path.mkdir()
    else:
        book.path.write_text("")
        book.path.chmod(0)
    assert book.changed()
    assert "cannot be read" in book.problems[0].sentence


def test_a_removed_rule_comes_back_as_it_was(book):
    """The text of a rule that was written down is enough to have it again."""
    book.add(GNUTELLA)
    text = book.path.read_text()
    book.remove("gnutella")
    assert book.put_back(book.read(text)) == ""
    assert book.rules.names == ("gnutella",)


def test_a_read_only_console_writes_no_rule(tmp_path):
    """With --read-only the file is only read."""
    book = Rulebook(tmp_path / "noise.toml", clock=lambda: NOW, read_only=True)
    with pytest.raises(WallwatchError, match="read-only"):
        book.add(GNUTELLA)
    assert not book.path.exists()


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    """Where the file cannot be written the sentence says why."""
    (tmp_path / "noise.toml").mkdir()
    tmp_path.chmod(0o700)
    with pytest.raises(WallwatchError, match="cannot be"):
        Rulebook(tmp_path / "noise.toml", clock=lambda: NOW).add(GNUTELLA)


def test_the_rules_heed_the_newest_change_of_our_address(book):
    """It is news once, and holds when the file is read again."""
    book.add(GNUTELLA)
    changes = [AddressChange(at=at, before="203.0.113.1", after="203.0.113.2") for at in (NOW - 9, NOW - 5)]
    assert not book.heed([])
    assert book.heed(changes)
    assert not book.heed(changes)
    assert book.rules.address_changed == NOW - 5
    book.add(new_rule("web", "scans", "dport:80", now=NOW))
    assert book.rules.address_changed == NOW - 5
    assert book.rules.names == ("gnutella", "web")


async def test_what_calls_the_new_address_is_shown_again(session):
    """A rule for what the last holder left behind ends when the engine finds that our address is another one."""
    rule = new_rule("leftovers", "they call who was here", "dport:6346", now=NOW - 60_000_000, expires="address-change")
    Rulebook(session.rules, clock=lambda: NOW).add(rule)
    async with watching(session) as pilot:
        rows = desk_of(pilot).follower
        await until(pilot, lambda: rows.rows.counts.hidden)
        writer = StoreWriter(session.store, clock=lambda: NOW)
        writer.open()
        change = AddressChange(at=NOW, before="192.0.2.1", after="192.0.2.9")
        writer.commit(Batch(address_changes=[change]))
        writer.close()
        await until(pilot, lambda: not rows.rows.counts.hidden)
        assert rows.rows.counts.shown
