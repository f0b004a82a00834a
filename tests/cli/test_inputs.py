"""Arguments that name sources and wall clocks."""

import gzip
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import click
import pytest

from wallwatch.cli.inputs import sources, zone_option
from wallwatch.sources.archive import ArchiveSource
from wallwatch.sources.file import FileSource
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
