"""``wallwatch sources``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine.incident import LOGS, SAMPLES
from tests.engine.kernel_log import LINK, NOTICES, packets
from wallwatch.cli import cli
from wallwatch.engine.made_room import NAME, MadeRoom, room_words
from wallwatch.store import Batch, StoreWriter
from wallwatch.store.room import Space


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)


def _log(path: Path, *lines: str) -> str:
    path.write_text("".join(f"{line}\n" for line in lines))
    return str(path)


def test_sources_that_are_well_are_exit_code_0() -> None:
    """How each is, and how far it was read, after a collector has read all of them."""
    logs = [str(SAMPLES / log) for log in LOGS]
    _run("collect", "--once", *logs)
    outcome = _run("sources", *logs)
    assert outcome.return_value == 0
    lines = outcome.stdout.splitlines()
    assert lines[0].startswith("kern  ended  ")
    assert "6 lines  0 unparsed (0%)  0 lost  0 gaps" in lines[0]
    assert lines[1] == f"  read 886 of 886 bytes of {SAMPLES / 'kern.log'}"
    assert "Nobody collects into" in outcome.stderr


def test_a_full_disk_asks_for_attention(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources that were read to their ends are not well while nothing can be collected."""
    logs = [str(SAMPLES / log) for log in LOGS]
    _run("collect", "--once", *logs)
    monkeypatch.setattr("wallwatch.cli.sources.space_at", lambda _: Space(total=2**30, free=2**20))
    outcome = _run("sources", *logs)
    assert outcome.return_value == 1
    assert "is full (1,024 KiB free, the last 52,428 are left alone): collecting waits" in outcome.stderr


def test_what_was_dropped_from_memory_is_told(tmp_path: Path) -> None:
    """By sources and by status; nothing of it where nothing was."""
    log, store = _log(tmp_path / "kern.log", *packets(3, 1)), tmp_path / "own" / "s.db"
    _run("collect", "--once", "--store", str(store), log)
    assert "To keep memory small" not in _run("sources", "--store", str(store), log).stderr
    writer = StoreWriter(store)
    writer.open()
    writer.commit(Batch(evicted=3, memory={NAME: room_words(MadeRoom(scans=2))}))
    writer.close()
    told = "To keep memory small: 3 alerts were closed early, 2 scans cannot go on."
    assert told in _run("sources", "--store", str(store), log).stderr.splitlines()
    assert f"memory     {told}" in _run("status", "--store", str(store), log).stdout.splitlines()
    found = json.loads(_run("status", "--json", "--store", str(store), log).stdout)
    assert found["made_room"] == {"alerts": 3, "scans": 2, "knocks": 0}


def test_json_is_one_object_a_source() -> None:
    """The figures under names, the positions and the findings as lists."""
    logs = [str(SAMPLES / log) for log in LOGS]
    _run("collect", "--once", *logs)
    found = [json.loads(line) for line in _run("sources", "--json", *logs).stdout.splitlines()]
    assert [each["source"] for each in found] == ["kern", "messages", "p0f", "snort"]
    kern = found[0]
    assert {name: kern[name] for name in ("state", "received", "sightings", "unparsed_share", "lost", "gaps")} == {
        "state": "ended", "received": 6, "sightings": 6, "unparsed_share": 0.0, "lost": 0, "gaps": 0,
    }  # fmt: skip
    assert "-03-02T16:44:0" in kern["last_event"]
    (position,) = kern["positions"]
    assert (position["read"], position["size"], position["path"]) == (886, 886, str(SAMPLES / "kern.log"))
    assert kern["findings"] == []


def test_without_a_store_the_logs_are_looked_at(tmp_path: Path) -> None:
    """One is missing, one has no firewall in it: each with what to do, and the exit code asks for attention."""
    outcome = _run("sources", _log(tmp_path / "kern.log", LINK), str(tmp_path / "p0f.log"))
    assert outcome.return_value == 1
    assert "  ! No LOG rule" in outcome.stdout
    assert "    sudo nft insert rule" in outcome.stdout
    assert f"    Start p0f with it: sudo p0f -i eth0 -d -o {tmp_path / 'p0f.log'}" in outcome.stdout


def test_a_rate_limit_that_was_reached_is_named_with_the_limit_to_raise(tmp_path: Path) -> None:
    """What the collector counted as lost, and the notice that said so."""
    log = _log(tmp_path / "kern.log", *packets(3, 7), NOTICES["net_ratelimit: 12 callbacks suppressed"])
    _run("collect", "--once", log)
    outcome = _run("sources", log)
    assert outcome.return_value == 1
    assert "  ! Rate limit, at least 12 lines lost: net_ratelimit: 12 callbacks suppressed" in outcome.stdout
    assert "    sudo sysctl -w net.core.message_cost=0" in outcome.stdout


def test_a_log_that_may_not_be_read_says_who_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The group or the ACL, as a command."""

    def closed(_path: Path) -> int:
        raise PermissionError

    monkeypatch.setattr("wallwatch.engine.survey.open_regular", closed)
    outcome = _run("sources", _log(tmp_path / "kern.log", LINK))
    assert outcome.return_value == 1
    assert "setfacl" in outcome.stdout


def test_help_has_an_example() -> None:
    """As every command."""
    assert "wallwatch sources /var/log/kern.log" in _run("sources", "--help").stdout
