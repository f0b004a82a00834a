"""``wallwatch collect``."""

from pathlib import Path

from click.testing import CliRunner, Result

from tests.engine.incident import EXPECTED, LOGS, SAMPLES, found
from wallwatch.cli import cli
from wallwatch.engine.lock import collector_lock, lock_path


def _collect(store: Path, *arguments: str) -> Result:
    logs = [str(SAMPLES / log) for log in LOGS]
    command = ["collect", "--store", str(store), *arguments, *logs]
    return CliRunner().invoke(cli, command, standalone_mode=False, catch_exceptions=False)


def test_once_reads_what_is_there_and_ends(tmp_path: Path) -> None:
    """The store holds the incident afterwards."""
    assert _collect(tmp_path / "own" / "s.db", "--once").return_value == 0
    assert found(tmp_path / "own" / "s.db") == EXPECTED


def test_a_second_collector_says_so(tmp_path: Path) -> None:
    """Nothing is done twice, and the exit code asks for attention."""
    with collector_lock(lock_path(tmp_path / "s.db")):
        outcome = _collect(tmp_path / "s.db", "--once")
    assert outcome.return_value == 1
    assert "Another wallwatch collects" in outcome.stderr
