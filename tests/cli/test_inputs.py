"""Arguments that name sources and wall clocks."""

import gzip
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import click
import pytest

from wallwatch.cli.inputs import sources, zone_option
from wallwatch.errors import SourceError
from wallwatch.sources.archive import ArchiveSource
from wallwatch.sources.command import CommandSource
from wallwatch.sources.file import FileSource
from wallwatch.sources.journal import JournalSource
from wallwatch.sources.pattern import PatternSource
from wallwatch.sources.stream import StreamSource

NOON = datetime(2026, 7, 1, 12)  # noqa: DTZ001 - the zone under test is put on it


def _zone(value: str | None) -> tzinfo | None:
    return zone_option(click.Context(click.Command("x")), click.Option(["--zone"]), value)


@pytest.mark.parametrize(("value", "hours"), [("+02:00", 2.0), ("-0530", -5.5), ("Europe/Berlin", 2.0), ("UTC", 0.0)])
def test_a_zone_is_a_name_or_an_offset(value: str, hours: float) -> None:
    """Both forms give the same kind of wall clock."""
    zone = _zone(value)
    assert zone is not None
    assert zone.utcoffset(NOON) == timedelta(hours=hours)


@pytest.mark.parametrize("value", ["Nowhere/Town", "../etc/passwd", "+2", ""])
def test_what_is_no_zone_is_refused(value: str) -> None:
    """A mistake is named, and nothing outside the tz database is opened."""
    with pytest.raises(click.BadParameter):
        _zone(value)


def test_each_path_is_a_source_with_a_name_of_its_own() -> None:
    """Names are short and differ; standard input comes last."""
    found = sources(["/var/log/kern.log", "-", "/srv/kern.log"])
    assert [type(source) for source in found] == [FileSource, FileSource, StreamSource]
    assert len({source.name for source in found}) == 3


def test_a_log_that_others_write_into_is_less_trusted(tmp_path: Path) -> None:
    """Anybody on the box can have a line written into the common log."""
    assert [source.trust for source in sources([str(tmp_path / "messages"), str(tmp_path / "kern.log")])] == [
        "mixed",
        "file",
    ]


def test_what_is_packed_is_told_by_its_content(tmp_path: Path) -> None:
    """Whatever it is called."""
    packed, plain = tmp_path / "kern.log.1", tmp_path / "kern.log.2.gz"
    packed.write_bytes(gzip.compress(b"Mar  2 15:32:54 h x\n"))
    plain.write_bytes(b"Mar  2 15:32:54 h x\n")
    assert [type(source) for source in sources([str(packed), str(plain)], once=True)] == [ArchiveSource, FileSource]


@pytest.mark.parametrize(
    ("log", "kind", "name"),
    [
        ("journal", JournalSource, "journal"),
        ("./journal", FileSource, "journal"),
        ("ssh://admin@gate:2222/var/log/kern.log", CommandSource, "gate:kern"),
        ("/var/log/snort/*/TCP*", PatternSource, "TCP*"),
        ("/var/log/remote/*/*.log", PatternSource, "remote"),
    ],
)
def test_a_source_is_told_by_how_it_is_written(log: str, kind: type, name: str) -> None:
    """A file that is called as the journal is written with its directory."""
    (source,) = sources([log])
    assert (type(source), source.name) == (kind, name)


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    """If it is there."""
    path = tmp_path / "kern[1].log"
    assert isinstance(sources([str(path)])[0], PatternSource)
    path.touch()
    assert isinstance(sources([str(path)])[0], FileSource)


def test_names_differ_over_all_kinds_of_sources() -> None:
    """No file takes the name of the journal or of standard input, and no host that of another."""
    logs = ["journal", "-", "/a/journal.log", "/a/stdin", "/a/kern.log", "ssh://x/a/kern.log", "ssh://y/a/kern.log"]
    logs += ["ssh://x/b/kern.log", "ssh://me@y/a/kern.log", "/a/*/kern.log"]
    names = {type(source).__name__ + source.name: source.name for source in sources(logs)}
    assert len(set(names.values())) == len(logs)
    assert names["JournalSourcejournal"] == "journal"
    assert names["StreamSourcestdin"] == "stdin"


def test_where_others_write_is_the_same_on_another_host() -> None:
    """The common log is mixed there, too."""
    assert [source.trust for source in sources(["ssh://gate/var/log/messages", "ssh://gate/var/log/kern.log"])] == [
        "mixed",
        "file",
    ]


@pytest.mark.parametrize("log", ["ssh://-oProxyCommand=touch x/var/log/x", "ssh://gate", "ssh://gate/*"])
def test_an_address_that_ssh_could_misread_is_refused(log: str) -> None:
    """In a sentence, before anything is started."""
    with pytest.raises(SourceError):
        sources([log])


def test_a_scan_takes_the_files_of_a_pattern_apart(tmp_path: Path) -> None:
    """They are merged by time, as if a shell had named them; one that matches nothing is missing."""
    for name in ("b.log", "a.log"):
        (tmp_path / name).touch()
    pattern = f"{tmp_path}/*.log"
    assert [(type(source), source.name) for source in sources([pattern], once=True, apart=True)] == [
        (FileSource, "a"),
        (FileSource, "b"),
    ]
    assert [type(source) for source in sources([f"{tmp_path}/*.txt"], once=True, apart=True)] == [PatternSource]
