"""``wallwatch status``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine.incident import LOGS, SAMPLES
from tests.ui.alerts import an_alert
from tests.ui.desk import OK, commit
from tests.ui.hostile import HOSTILE, leaks
from wallwatch.cli import cli
from wallwatch.engine.lock import collector_lock, lock_path
from wallwatch.model import Change
from wallwatch.model.line import SourceStatus
from wallwatch.store.database import now


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["status", *arguments], catch_exceptions=False, standalone_mode=False)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with an attempt of this moment, and a source that cannot be read."""
    (tmp_path / "own").mkdir(mode=0o700)
    path = tmp_path / "own" / "store.db"
    failing = [SourceStatus(source=f"s#{number}", state="denied", reason="Not ours.") for number in range(3)]
    commit(path, [Change(kind="new", alert=an_alert(first=now(), last=now()))], statuses=(*OK, *failing))
    return path


def test_a_line_for_a_status_bar(store: Path) -> None:
    """What is new, and what is wrong; what a status bar would take for a command is none."""
    outcome = _run("--one-line", "--store", str(store))
    assert outcome.return_value == 1
    assert outcome.stdout == (
        "wallwatch: 1 new in 1h; nobody collects; s?0 denied; s?1 denied; 1 source more failing\n"
    )


@pytest.mark.parametrize("text", [*HOSTILE, "two\nlines", "#(reboot)"])
def test_a_name_is_never_more_than_a_name(tmp_path: Path, text: str) -> None:
    """Whatever a source is called, it is one line, without a control character, and no command of tmux."""
    tmp_path.chmod(0o700)
    text = text.encode("utf-8", "replace").decode()
    commit(tmp_path / "store.db", statuses=[SourceStatus(source=text, state="failed")])
    shown = _run("--one-line", "--store", str(tmp_path / "store.db")).stdout
    assert shown.endswith("failed\n")
    assert leaks(shown.removesuffix("\n")) == []
    assert "\n" not in shown[:-1]
    assert "#" not in shown


def test_while_all_is_well_the_line_is_short(tmp_path: Path) -> None:
    """Exit code 0."""
    tmp_path.chmod(0o700)
    commit(tmp_path / "store.db")
    with collector_lock(lock_path(tmp_path / "store.db")):
        outcome = _run("--one-line", "--store", str(tmp_path / "store.db"))
    assert (outcome.return_value, outcome.stdout) == (0, "wallwatch: 0 new in 1h\n")


def test_what_was_never_collected_is_said() -> None:
    """The store of the configuration is meant, which is not there."""
    assert _run("--one-line").stdout == "wallwatch: nothing is collected yet\n"
    assert _run().return_value == 1
    assert json.loads(_run("--json").stdout)["well"] is False


def test_at_length_it_has_the_sum_and_each_source() -> None:
    """Of the store that the same logs were collected into."""
    logs = [str(SAMPLES / log) for log in LOGS]
    CliRunner().invoke(cli, ["collect", "--once", *logs], standalone_mode=False)
    lines = _run(*logs).stdout.splitlines()
    assert "57 = 57 in 2 alerts + 0 archived + 0 other + 0 unparsed + 0 lost" in lines[3]
    assert [line.split()[1] for line in lines if line.startswith("source ")] == ["kern", "messages", "p0f", "snort"]
    assert "was ended" in lines[4]


def test_json_has_the_same_under_names(store: Path) -> None:
    """What is not known is left out."""
    found = json.loads(_run("--json", "--store", str(store)).stdout)
    assert found["hour"] == {"new": 1, "noise": 0, "at_least": False}
    assert found["lines"]["received"] == 1
    assert found["sources"][-2] == {"source": "s#2", "state": "denied", "reason": "Not ours."}


def test_it_starts_without_what_reads_logs_and_paints_screens(store: Path) -> None:
    """A status bar asks every few seconds: what takes long to import stays where it is."""
    program = f"""
import sys
from wallwatch.cli import cli
cli.main(["status", "--one-line", "--store", {str(store)!r}], standalone_mode=False)
heavy = ("textual", "rich", "asyncio", "wallwatch.formats", "wallwatch.sources.file", "wallwatch.store.writer")
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
