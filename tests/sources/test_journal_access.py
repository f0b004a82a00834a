"""Whether the journal can be read."""

import os
from pathlib import Path

import pytest

from wallwatch.sources.journal_access import journal_trouble

ANY = "sh"
"""A program that is there."""


def _journal(root: Path, where: str = "var/log") -> Path:
    file = root / where / "journal" / "0123" / "system.journal"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"")
    return file


def test_without_the_program_there_is_no_journal(tmp_path):
    """It says what to watch instead."""
    _journal(tmp_path)
    status = journal_trouble(root=tmp_path, program="no-such-program")
    assert (status.state, status.reason) == ("missing", "There is no no-such-program on this box.")


def test_a_box_may_keep_no_journal(tmp_path):
    """A directory without one is none."""
    (tmp_path / "var/log/journal").mkdir(parents=True)
    assert journal_trouble(root=tmp_path, program=ANY).state == "missing"


@pytest.mark.parametrize("where", ["var/log", "run/log"])
def test_a_journal_that_can_be_read_is_no_trouble(tmp_path, where):
    """On disk or in memory."""
    _journal(tmp_path, where)
    assert journal_trouble(root=tmp_path, program=ANY) is None


def test_a_closed_journal_has_a_remedy(outsider):
    """The group that may read it is named."""
    _journal(outsider).chmod(0)
    status = journal_trouble("journal", root=outsider, program=ANY)
    assert status.state == "denied"
    assert "usermod -aG systemd-journal" in status.remedy
    assert os.geteuid() != 0
