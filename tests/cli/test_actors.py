"""``wallwatch actors``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine.incident import LOGS, SAMPLES
from wallwatch.cli import cli
from wallwatch.paths import state_directory
from wallwatch.store import Marks, StoreReader

INCIDENT = [str(SAMPLES / log) for log in LOGS]


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store into which the incident was collected."""
    path = tmp_path / "own" / "s.db"
    _run("collect", "--once", "--store", str(path), *INCIDENT)
    return path


def _decide(store: Path, word: str) -> None:
    reader = StoreReader(store)
    reader.open()
    one, other = reader.alerts(reader.index().ids)
    reader.close()
    state_directory().mkdir(parents=True, exist_ok=True, mode=0o700)
    marks = Marks(state_directory() / "marks.db", person="mara")
    marks.open()
    marks.decide(one, other, word, "re-dialled")  # type: ignore[arg-type]
    marks.close()


def test_the_incident_has_one_actor_with_its_ledger() -> None:
    """Read from the logs: what is for it, by how much, and how many others it may be."""
    shown = _run("actors", *INCIDENT).stdout.splitlines()
    assert shown[0] == (
        "198.51.100.112 and 198.51.100.148: supported, 6 to 1, not proven;"
        " for it: block, stack, hops, ladder, target, ip ids"
    )
    entries = [line.split()[:2] for line in shown if line.startswith(("  +", "  .", "  -"))]
    assert [side for side, _ in entries] == ["+"] * 5 + [".", "+", "."]
    assert shown[-2] == "  = base rate: no other source in the store matches all but the IP IDs; about 0.4 unseen"


def test_the_store_says_the_same(store: Path) -> None:
    """As text and as JSON."""
    for options in ([], ["--json"]):
        assert _run("actors", *options, "--store", str(store)).stdout == _run("actors", *options, *INCIDENT).stdout


def test_the_json_holds_all_that_the_odds_are_made_of(store: Path) -> None:
    """The product of the prior and of all factors are the odds."""
    (line,) = _run("actors", "--json", "--store", str(store)).stdout.splitlines()
    actor = json.loads(line)
    odds = actor["prior"]["factor"]
    for entry in actor["entries"]:
        odds *= entry["factor"]
    assert odds == pytest.approx(actor["odds"], rel=0.01)
    assert (actor["result"], actor["addresses"]) == ("supported", ["198.51.100.112", "198.51.100.148"])
    assert actor["base_rate"] == {"others": 0, "of": 0, "unseen": 0.4}
    assert actor["chance"] == pytest.approx(0.1675, abs=0.0005)
    assert "decision" not in actor


def test_what_a_person_decided_stands_beside_it(store: Path) -> None:
    """With the note."""
    _decide(store, "same")
    assert "  decided by mara: same: re-dialled" in _run("actors", "--store", str(store)).stdout.splitlines()
    actor = json.loads(_run("actors", "--json", "--store", str(store)).stdout)
    assert actor["decision"] == {"word": "same", "note": "re-dialled", "person": "mara"}


def test_a_decision_outlives_its_alerts(store: Path, tmp_path: Path) -> None:
    """Of another store, it is all that is left."""
    _decide(store, "not same")
    other = tmp_path / "own" / "other.db"
    _run("collect", "--once", "--store", str(other), str(SAMPLES.parent / "filterlog.log"))
    shown = _run("actors", "--store", str(other)).stdout.splitlines()
    assert shown[:2] == [
        "198.51.100.112 and 198.51.100.148: their alerts are gone",
        "  decided by mara: not same: re-dialled",
    ]


def test_none_is_exit_code_1() -> None:
    """And a sentence on standard error."""
    outcome = _run("actors", str(SAMPLES.parent / "filterlog.log"))
    assert (outcome.return_value, outcome.stdout) == (1, "")
    assert outcome.stderr.splitlines()[-1] == "No two addresses look like one machine's."
