"""``wallwatch export``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.scans import write_log, write_slow_log
from tests.engine.incident import LOGS, SAMPLES
from wallwatch.cli import cli
from wallwatch.model import GAP, Alert, Change
from wallwatch.store import Batch, Marks, StoreWriter
from wallwatch.store.database import now

INCIDENT = [str(SAMPLES / log) for log in LOGS]


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store into which the incident was collected."""
    path = tmp_path / "own" / "s.db"
    _run("collect", "--once", "--store", str(path), *INCIDENT)
    return path


def _lines(*arguments: str) -> list[str]:
    return _run(*arguments).stdout.splitlines()


def test_it_prints_what_scan_prints_of_the_logs(store: Path) -> None:
    """Field for field, raw lines included, as text and as JSON; the order is that of arrival."""
    for options in ([], ["--json"]):
        exported = _lines("export", "--store", str(store), *options)
        assert sorted(exported) == sorted(_lines("scan", *options, *INCIDENT))
        for log in ("kern", "p0f", "snort"):
            mine = ["--where", f"source:{log}", *options]
            assert _lines("export", "--store", str(store), *mine) == _lines("scan", *mine, *INCIDENT)


def test_alerts_are_those_of_scan(store: Path) -> None:
    """In the order of their first packets."""
    for options in (["--alerts"], ["--alerts", "--json"]):
        assert _lines("export", "--store", str(store), *options) == _lines("scan", *options, *INCIDENT)


def test_the_store_of_named_logs_is_that_of_watch() -> None:
    """The same paths mean the same store, whichever command asks."""
    _run("collect", "--once", *INCIDENT)
    assert len(_lines("export", *INCIDENT)) == 21
    assert len(_lines("export", *reversed(INCIDENT))) == 21


def test_a_filter_chooses_and_nothing_found_is_exit_code_1(store: Path) -> None:
    """The language is that of scan."""
    assert len(_lines("export", "--store", str(store), "--alerts", "--where", "src:198.51.100.112")) == 1
    assert _run("export", "--store", str(store), "--where", "dport:22").return_value == 1


def test_a_database_of_ones_own_names_the_stacks(store: Path, tmp_path: Path) -> None:
    """Sightings and alerts alike; what an alert was taken for stays as it was judged when it came."""
    database = tmp_path / "own.fp"
    database.write_text(
        "[tcp:request]\nlabel = s:unix:Mine:x\nsig = *:128:0:*:*,*:mss,nop,nop,sok:df,id+:0\n", encoding="ascii"
    )
    for options in ([], ["--alerts"]):
        arguments = ["--json", *options, "--p0f-fp", str(database)]
        exported = [json.loads(line) for line in _lines("export", "--store", str(store), *arguments)]
        scanned = [json.loads(line) for line in _lines("scan", *arguments, *INCIDENT)]
        stacks = [sorted(str(each.get("os")) for each in found) for found in (exported, scanned)]
        assert stacks[0] == stacks[1]
        assert any("Mine" in stack for stack in stacks[0])


def test_marks_and_noise_rules_are_known(store: Path, tmp_path: Path) -> None:
    """What people marked on the screen can be asked for here; without marks nothing bears one."""
    asked = ["export", "--store", str(store), "--alerts", "--json", "--where"]
    assert _lines(*asked, "starred") == []
    assert len(_lines(*asked, "-starred")) == 2
    record = json.loads(_lines(*asked, "src:198.51.100.112")[0])
    alert = Alert(
        id=1, first=1_015_083_174_630_347, last=1_015_083_183_611_243, proto="tcp", src=record["src"],
        sport=record["sport"], dst=record["dst"], dport=record["dport"],
    )  # fmt: skip
    marks = Marks(tmp_path / "STATE" / "wallwatch" / "marks.db", clock=now)
    marks.open()
    marks.star([alert], True)
    marks.close()
    assert [json.loads(line)["src"] for line in _lines(*asked, "starred")] == ["198.51.100.112"]
    rules = tmp_path / "CONFIG" / "wallwatch" / "noise.toml"
    rules.parent.mkdir(parents=True)
    rules.write_text(
        '[[rule]]\nname = "old"\nwhy = "x"\nmatch = "starred"\ncreated = 2020-01-01\nexpires = "address-change"\n'
    )
    named = [json.loads(line).get("noise") for line in _lines(*asked, "proto:tcp")]
    assert named == ["old", None]


def test_a_gap_is_a_line_and_an_object(tmp_path: Path) -> None:
    """What nobody can read any more is told like an alert, with what is known of it."""
    store = tmp_path / "own" / "s.db"
    writer = StoreWriter(store)
    writer.open()
    gap = Alert(
        id=1, first=1_700_000_000_000_000, last=1_700_000_000_000_000, proto=GAP, src="kern", dst="", packets=0,
        lines=0, because="kern.log.1 was deleted before it was read.",
    )  # fmt: skip
    writer.commit(Batch(changes=[Change(kind="new", alert=gap)]))
    writer.close()
    asked = ["export", "--store", str(store), "--alerts"]
    assert _lines(*asked) == ["2023-11-14T22:13:20+00:00 gap kern: kern.log.1 was deleted before it was read."]
    (found,) = [json.loads(line) for line in _lines(*asked, "--json", "--where", "proto:gap")]
    assert (found["proto"], found["src"], found["packets"]) == ("gap", "kern", 0)
    assert found["because"] == "kern.log.1 was deleted before it was read."


def test_a_store_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    """It is built by who collects."""
    runner = CliRunner()
    outcome = runner.invoke(cli, ["export", "--store", str(tmp_path / "none.db")], standalone_mode=False)
    assert "wallwatch collect" in str(outcome.exception)


def test_scans_and_their_alerts_are_those_of_scan(tmp_path: Path) -> None:
    """One line a scan; which alerts are a part of one is kept."""
    log, path = write_log(tmp_path / "kern.log"), str(tmp_path / "own" / "s.db")
    _run("collect", "--once", "--store", path, log)
    for options in (["--scans"], ["--scans", "--json"], ["--alerts", "--json"], ["--scans", "--where", "scan:block"]):
        exported = _lines("export", "--store", path, *options)
        assert sorted(exported) == sorted(_lines("scan", *options, log))
    assert len(_lines("export", "--store", path, "--scans")) == 2
    assert len(_lines("export", "--store", path, "--alerts", "--where", "scan:2")) == 24
    assert _run("export", "--store", path, "--scans", "--where", "src:198.51.100.9").return_value == 1


@pytest.mark.parametrize("pieces", [(16,), (7, 16), (10, 12, 16)])
def test_the_knocks_of_a_slow_scan_are_a_scanners(tmp_path: Path, pieces: tuple[int, ...]) -> None:
    """Also those that are in the store when there are enough of them, by an earlier run; scan says the same."""
    log, path = tmp_path / "kern.log", str(tmp_path / "own" / "s.db")
    for ports in pieces:
        write_slow_log(log, ports)
        _run("collect", "--once", "--store", path, str(log))
    found = list(map(json.loads, _lines("export", "--store", path, "--alerts", "--json")))
    assert {each["verdict"] for each in found} == {"scanner"}
    reasons = [each["because"] for each in found]
    pace = "within {}, one every 5 min"
    assert reasons[:10] == [f"part of a scan: knocks at 10 ports of one host {pace.format('45 min')}"] * 10
    assert reasons[-1] == f"part of a scan: knocks at 16 ports of one host {pace.format('75 min')}"
    whole = list(map(json.loads, _lines("scan", "--alerts", "--json", str(log))))
    assert [(each["verdict"], each["because"]) for each in whole] == [("scanner", reason) for reason in reasons]
    assert len(_lines("export", "--store", path, "--alerts", "--where", "verdict:scanner")) == 16


def test_nine_knocks_are_no_scan_yet(tmp_path: Path) -> None:
    """They are what each is for itself."""
    found = _lines("scan", "--alerts", "--json", write_slow_log(tmp_path / "kern.log", 9))
    assert {json.loads(line)["verdict"] for line in found} <= {"client", "unknown"}
