import os
from pathlib import Path

import pytest

from tests.store.make import NOON, subject
from wallwatch.errors import StoreError
from wallwatch.store.complaints import FullError
from wallwatch.store.journal import Journal, Made, Moved
from wallwatch.store.ledger import Operation

MADE = Made(NOON, Operation(1, "note", True, "asked\nthe owner", "", "applied", "mara"), (subject(), subject(5)))
MOVED = Moved(NOON, 1, "undone")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "marks.jsonl")


def test_entries_come_back_in_their_order(journal: Journal) -> None:
    """The file is private, and has a line for each."""
    size = journal.append(MOVED, journal.append(MADE, 0))
    assert list(journal.entries()) == [MADE, MOVED]
    assert (journal.size, journal.path.stat().st_mode & 0o777) == (size, 0o600)
    assert journal.path.read_bytes().count(b"\n") == 2


def test_what_was_never_committed_is_written_over(journal: Journal) -> None:
    """The program was killed between the journal and the database: its person never saw the mark."""
    size = journal.append(MADE, 0)
    journal.append(MOVED, size)
    journal.append(MADE, size)
    assert list(journal.entries()) == [MADE, MADE]


def test_a_torn_line_is_passed_over(journal: Journal) -> None:
    """The others are read."""
    journal.append(MOVED, journal.append(MADE, 0))
    with journal.path.open("ab") as file:
        file.write(b'\xff\n{"type":"other"}\n\n{"type":"moved","at":1')
    assert list(journal.entries()) == [MADE, MOVED]


def test_no_journal_has_no_entries(journal: Journal) -> None:
    """Asking makes no file."""
    assert (journal.size, list(journal.entries())) == (0, [])
    assert not journal.path.exists()


def test_a_journal_is_replaced_whole(journal: Journal) -> None:
    """Nothing else is left lying about."""
    journal.append(MOVED, 0)
    assert journal.rewrite([MADE]) == journal.size
    assert list(journal.entries()) == [MADE]
    assert [each.name for each in journal.path.parent.iterdir()] == ["marks.jsonl"]


@pytest.mark.parametrize(("number", "error", "sentence"), [
    (28, FullError, "no room left"),
    (5, StoreError, "cannot be written"),
])  # fmt: skip
def test_what_goes_wrong_is_a_sentence(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, number: int, error: type[StoreError], sentence: str
) -> None:
    """The operation is not made then."""

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    for write in (lambda: journal.append(MADE, 0), lambda: journal.rewrite([MADE])):
        with pytest.raises(error, match=sentence):
            write()
