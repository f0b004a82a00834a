"""``wallwatch collect``."""

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine.incident import EXPECTED, LOGS, SAMPLES, found
from wallwatch import paths
from wallwatch.cli import cli, main
from wallwatch.engine.launch import LET_GO, READ
from wallwatch.engine.lock import collector_lock, lock_path


def _collect(store: Path, *arguments: str) -> Result:
    logs = [str(SAMPLES / log) for log in LOGS]
    command = ["collect", "--store", str(store), *arguments, *logs]
    return CliRunner().invoke(cli, command, standalone_mode=False, catch_exceptions=False)


def test_once_reads_what_is_there_and_ends(tmp_path: Path) -> None:
    """The store holds the incident afterwards."""
    assert _collect(tmp_path / "own" / "s.db", "--once").return_value == 0
    assert found(tmp_path / "own" / "s.db") == EXPECTED


def test_once_tells_where_it_is_and_what_is_not_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs that are named have a store of their own; a log that is not there is a failure, the others are read."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    log = SAMPLES / LOGS[0]
    good = CliRunner().invoke(cli, ["collect", "--once", str(log)], standalone_mode=False)
    store = next((tmp_path / ".local").rglob("watch-*.db"))
    assert (good.return_value, good.stderr.splitlines()[-1]) == (
        0,
        f"It is all in {store}; other commands ask that with --store.",
    )
    missing = CliRunner().invoke(cli, ["collect", "--once", str(log), str(tmp_path / "no")], standalone_mode=False)
    assert missing.return_value == 1
    assert f"no: There is no {tmp_path / 'no'}.\n" in missing.stderr
    shown = CliRunner().invoke(cli, ["export", "--alerts", "--store", str(store)], standalone_mode=False)
    assert shown.stdout


def test_a_second_collector_says_so(tmp_path: Path) -> None:
    """Nothing is done twice, and the exit code asks for attention."""
    with collector_lock(lock_path(tmp_path / "s.db")):
        outcome = _collect(tmp_path / "s.db", "--once")
    assert outcome.return_value == 1
    assert "Another wallwatch collects" in outcome.stderr


def test_root_is_told_once_how_to_do_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On standard error; an engine that a screen started leaves that to the screen."""
    monkeypatch.setattr(paths, "ROOT", os.geteuid())
    assert paths.AS_ROOT in _collect(tmp_path / "own" / "s.db", "--once").stderr
    monkeypatch.setattr(paths, "ROOT", -1)
    assert paths.AS_ROOT not in _collect(tmp_path / "own" / "s.db", "--once").stderr


def test_an_attached_engine_says_by_its_exit_code_whether_there_is_more_to_do(tmp_path: Path) -> None:
    """A screen starts no other one when all sources have ended, but when the store was another's."""
    assert _collect(tmp_path / "own" / "s.db", "--once", "--attached").return_value == READ
    with collector_lock(lock_path(tmp_path / "own" / "s.db")):
        outcome = _collect(tmp_path / "own" / "s.db", "--once", "--attached")
    assert outcome.return_value == LET_GO
    assert outcome.stderr == ""


def test_the_store_of_a_group_is_for_the_group(tmp_path: Path) -> None:
    """Whatever the umask, whoever shares the directory may open all of it."""
    box = tmp_path / "box"
    box.mkdir()
    box.chmod(0o2770)
    assert _collect(box / "s.db", "--once").return_value == 0
    assert {stat.S_IMODE(path.stat().st_mode) for path in box.iterdir() if path.is_file()} == {0o660}


def test_a_program_with_the_rights_of_another_user_refuses(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Setuid is not needed, and nothing here is made for it."""
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    with pytest.raises(SystemExit) as ended:
        main(["formats"])
    assert ended.value.code == 2
    assert "setuid" in capsys.readouterr().err
