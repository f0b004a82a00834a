"""``wallwatch incidents``."""

import json

import pytest
from click.testing import CliRunner, Result

from tests.ui.alerts import MOMENT, SECOND, an_alert
from wallwatch.cli import cli
from wallwatch.cli.held import chosen
from wallwatch.store import Marks


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["incidents", *arguments], catch_exceptions=False, standalone_mode=False)


@pytest.fixture
def _two() -> None:
    """Put alerts into two incidents."""
    marks = Marks(chosen((), None).marks, person="ann")
    marks.open()
    later = an_alert(id=2, src="198.51.100.8", first=MOMENT + 60 * SECOND, last=MOMENT + 90 * SECOND)
    marks.put_into("gnutella", [an_alert(), later], "the same guy?")
    marks.put_into("other", [later], "")
    marks.close()


@pytest.mark.usefixtures("_two")
def test_incidents_are_listed() -> None:
    """With their alerts, their span in UTC, and their note."""
    result = _run()
    assert result.return_value == 0
    assert result.stdout.splitlines() == [
        "gnutella  2 alerts  2002-03-02T15:32:54+00:00 to 2002-03-02T15:34:24+00:00",
        "  the same guy?",
        "other  1 alert  2002-03-02T15:33:54+00:00 to 2002-03-02T15:34:24+00:00",
    ]


@pytest.mark.usefixtures("_two")
def test_incidents_are_objects_for_programs() -> None:
    """One a line."""
    first, _ = [json.loads(line) for line in _run("--json").stdout.splitlines()]
    assert first == {
        "name": "gnutella", "note": "the same guy?", "alerts": 2, "first": "2002-03-02T15:32:54+00:00",
        "last": "2002-03-02T15:34:24+00:00", "sources": ["198.51.100.7", "198.51.100.8"], "by": "ann",
    }  # fmt: skip


def test_none_is_exit_code_1() -> None:
    """Nobody has put alerts together yet."""
    result = _run()
    assert (result.return_value, result.stdout) == (1, "")
    assert result.stderr == "Nobody has put alerts together yet.\n"
