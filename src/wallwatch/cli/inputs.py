"""Arguments that name sources and wall clocks, turned into what the engine takes."""

import re
from collections.abc import Sequence
from datetime import timedelta, timezone, tzinfo
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

from wallwatch.formats import record_start
from wallwatch.sources import Source
from wallwatch.sources.archive import ArchiveSource, is_archive
from wallwatch.sources.discover import trust_of
from wallwatch.sources.file import FileSource
from wallwatch.sources.names import source_names
from wallwatch.sources.stream import StreamSource

STDIN: Final = "-"
_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d)")


def sources(paths: Sequence[str], *, once: bool = False, from_end: bool = False) -> list[Source]:
    """Return a source for each path; ``-`` is standard input.

    ``once`` ends each at what is there now; ``from_end`` begins each with what comes later. What is packed is read
    once, whole; a capture is told by the source itself.
    """
    files = [Path(path) for path in paths if path != STDIN]
    named: list[Source] = [
        ArchiveSource(path, name=name, trust=trust_of(path))
        if is_archive(path)
        else FileSource(path, name=name, trust=trust_of(path), boundary=record_start, once=once, from_end=from_end)
        for path, name in zip(files, source_names(files), strict=True)
    ]
    return [*named, StreamSource(0, "stdin")] if STDIN in paths else named


def zone_option(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tzinfo | None:
    """Return the wall clock that ``value`` names: a zone of the tz database, or an offset such as ``+02:00``."""
    if value is None:
        return None
    if offset := _OFFSET.fullmatch(value):
        sign, hours, minutes = offset.groups()
        east = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-east if sign == "-" else east)
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise click.BadParameter(f"{value!r} is no time zone; try Europe/Berlin or +02:00") from error
