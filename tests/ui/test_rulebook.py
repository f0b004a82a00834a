import os

import pytest

from tests.ui.desk import NOW, desk_of, until, watching
from wallwatch.errors import WallwatchError
from wallwatch.model import AddressChange
from wallwatch.noise.read import new_rule
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
    book.restore(text)
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
