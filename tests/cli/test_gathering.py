"""What ``report`` and ``abuse`` share."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.cli.scans import write_log
from tests.engine.incident import LOGS, SAMPLES
from wallwatch.cli import cli
from wallwatch.cli.gathering import Output, Wanted, gathered, put
from wallwatch.cli.held import chosen, opened
from wallwatch.errors import FilterError, WallwatchError
from wallwatch.store import Marks, UnbuiltError

INCIDENT = tuple(str(SAMPLES / log) for log in LOGS)


@pytest.fixture
def store() -> Path:
    """Return the store of this person, with the incident in it, of which the first alert was put into an incident."""
    places = chosen((), None)
    CliRunner().invoke(cli, ["collect", "--once", "--store", str(places.store), *INCIDENT], catch_exceptions=False)
    marks = Marks(places.marks)
    marks.open()
    with opened(places.store) as reader:
        first = reader.alerts([1])
    marks.put_into("old peers", first, "the last holder's")
    marks.note(first, "asked")
    marks.close()
    return places.store


def test_a_store_and_its_logs_give_the_same_evidence(store: Path) -> None:
    """Line for line."""
    kept, read = gathered(Wanted(store=store)), gathered(Wanted(logs=INCIDENT))
    assert [part.alert.src for part in kept.parts] == ["198.51.100.112", "198.51.100.148"]
    for one, two in zip(kept.parts, read.parts, strict=True):
        assert [sighting.raw for sighting in one.sightings] == [sighting.raw for sighting in two.sightings]
    assert [part.note for part in read.parts] == ["asked", ""]


@pytest.mark.parametrize("logs", [(), INCIDENT])
def test_an_incident_is_found_by_its_name(store: Path, logs: tuple[str, ...]) -> None:
    """In the store, and in logs of which nothing is kept; a filter chooses among its alerts."""
    found = gathered(Wanted(logs=logs, incident="OLD PEERS"))
    assert [part.alert.src for part in found.parts] == ["198.51.100.112"]
    assert (found.name, found.note, found.chosen) == ("old peers", "the last holder's", "incident old peers")
    assert gathered(Wanted(logs=logs, incident="old peers", where="dport:22")).parts == ()
    assert store.exists()


def test_an_incident_that_is_none_is_told(store: Path) -> None:
    """With those that there are, or how one is made."""
    with pytest.raises(WallwatchError, match="There are: old peers"):
        gathered(Wanted(incident="new", store=store))
    chosen((), None).marks.unlink()
    with pytest.raises(WallwatchError, match=r"There is no incident new\. m on the screen"):
        gathered(Wanted(incident="new", store=store))


@pytest.mark.parametrize("logs", [(), INCIDENT])
@pytest.mark.parametrize(("where", "count"), [("src:198.51.100.112", 1), ("dport:6346", 2), ("dport:22", 0)])
def test_a_filter_chooses(store: Path, logs: tuple[str, ...], where: str, count: int) -> None:
    """The language is that of the screen."""
    found = gathered(Wanted(logs=logs, where=where, store=store))
    assert (len(found.parts), found.chosen) == (count, f"filter {where}")


@pytest.mark.parametrize(
    ("where", "count"),
    [("scan:vertical", 300), ("scan:block", 24), ("scan:any", 324), ("-scan:any", 30), ("scan:distributed", 0)],
)
@pytest.mark.parametrize("kept", [False, True])
def test_scans_are_known_of_logs_as_of_a_store(tmp_path: Path, where: str, count: int, *, kept: bool) -> None:
    """Each alert of a scan, also those that came before it was one."""
    log, store = write_log(tmp_path / "kern.log"), tmp_path / "own" / "s.db"
    if kept:
        CliRunner().invoke(cli, ["collect", "--once", "--store", str(store), log], catch_exceptions=False)
    found = gathered(Wanted(store=store, where=where) if kept else Wanted(logs=(log,), where=where))
    assert len(found.parts) == count
    assert all((part.alert.scan is not None) is not where.startswith("-") for part in found.parts)


def test_mistakes_are_told(tmp_path: Path) -> None:
    """A filter that is none, a store that is not there."""
    with pytest.raises(FilterError):
        gathered(Wanted(logs=INCIDENT, where="nofield:3"))
    with pytest.raises(UnbuiltError):
        gathered(Wanted(store=tmp_path / "none.db"))


def test_our_own_networks_are_those_of_the_configuration(tmp_path: Path) -> None:
    """And this machine's name is one of the hosts."""
    folder = tmp_path / "CONFIG" / "wallwatch"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('own = ["198.51.100.148"]\n')
    found = gathered(Wanted(logs=INCIDENT, anonymise=True))
    assert [part.alert.src for part in found.parts] == ["198.51.100.112", "192.0.2.2"]
    assert {part.alert.dst for part in found.parts} == {"192.0.2.1"}


def test_a_report_goes_to_a_file_or_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is said on standard error; it is not replaced unasked."""
    put("text\n", Output())
    assert capsys.readouterr().out == "text\n"
    put("text\n", Output(file=tmp_path / "a.txt"))
    assert capsys.readouterr().err == f"Written to {tmp_path}/a.txt\n"
    with pytest.raises(WallwatchError, match="--force"):
        put("other\n", Output(file=tmp_path / "a.txt"))
    put("other\n", Output(file=tmp_path / "a.txt", force=True))
    assert (tmp_path / "a.txt").read_text() == "other\n"
    assert click.get_current_context(silent=True) is None


def test_a_file_that_is_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are reported."""
    assert len(gathered(Wanted(logs=(*INCIDENT, str(tmp_path / "no.log")))).parts) == 2
    assert "no: " in capsys.readouterr().err
