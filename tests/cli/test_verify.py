"""``wallwatch verify``."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine.kernel_log import LINK, packets
from wallwatch.cli import cli
from wallwatch.engine.lock import collector_lock, lock_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log that was collected into a store."""
    path = tmp_path / "kern.log"
    path.write_text("".join(f"{line}\n" for line in [LINK, *packets(9, 7)]))
    _run("collect", "--once", "--store", str(tmp_path / "own" / "s.db"), str(path))
    return path


def _verify(log: Path, *options: str) -> Result:
    return _run("verify", "--store", str(log.parent / "own" / "s.db"), *options, str(log))


def test_a_store_that_holds_the_log_is_exit_code_0(log: Path) -> None:
    """Every record agrees, in every field."""
    outcome = _verify(log)
    assert outcome.return_value == 0
    assert outcome.stdout == f"kern {log}: 9 records agree\n"


def test_what_is_not_read_yet_is_said_and_no_fault(log: Path) -> None:
    """A collector comes to it."""
    with log.open("a") as file:
        file.write(f"{LINK}\n")
    outcome = _verify(log)
    assert outcome.return_value == 0
    assert f"{len(LINK) + 1} bytes not read yet: the engine is not done" in outcome.stdout


def test_a_record_that_is_another_one_is_exit_code_1(log: Path) -> None:
    """Where it stands, in which fields, and what the log says."""
    head, ttl, tail = log.read_bytes().rpartition(b"TTL=50")
    log.write_bytes(head + ttl.replace(b"5", b"6") + tail)
    outcome = _verify(log)
    assert outcome.return_value == 1
    assert "is another one in the store (ttl, raw): Nov 22 10:00:56 gate kernel: FW" in outcome.stdout
    (fault, account) = [
        found for found in map(json.loads, _verify(log, "--json").stdout.splitlines()) if found["source"] == "kern"
    ][::-1]
    assert (fault["kind"], fault["fields"]) == ("different", ["ttl", "raw"])
    assert (account["agree"], account["faults"], account["unread"]) == (8, 1, 0)


def test_bytes_that_are_not_noted_as_read_would_be_read_again(log: Path) -> None:
    """The store would hold their records twice."""
    database = sqlite3.connect(log.parent / "own" / "s.db")
    database.execute("DELETE FROM ranges")
    database.commit()
    database.close()
    outcome = _verify(log)
    assert outcome.return_value == 1
    assert "it would be read again" in outcome.stdout or "nothing of it was read" in outcome.stdout


def test_while_somebody_collects_it_compares_what_there_is(log: Path) -> None:
    """The lock of the collector is not touched."""
    with collector_lock(lock_path(log.parent / "own" / "s.db")):
        assert _verify(log).return_value == 0


def test_nothing_to_compare_is_exit_code_1(log: Path) -> None:
    """A log that is gone cannot be held against anything."""
    log.unlink()
    outcome = _verify(log)
    assert outcome.return_value == 1
    assert "not compared" in outcome.stdout
    assert "9 records of the store cannot be compared" in outcome.stderr
