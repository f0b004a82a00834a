"""Arguments that name sources and wall clocks, turned into what the engine takes."""

import os
import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta, timezone, tzinfo
from glob import iglob
from pathlib import Path, PurePath
from typing import Final, TypedDict
from zoneinfo import ZoneInfo

import click

from wallwatch.cli.stores import STDIN, WORDS, placed
from wallwatch.formats import record_start
from wallwatch.sources import Source
from wallwatch.sources.address import SCHEME, Address
from wallwatch.sources.archive import ArchiveSource, is_archive
from wallwatch.sources.command import CommandSource
from wallwatch.sources.discover import trust_of
from wallwatch.sources.file import FileSource
from wallwatch.sources.journal import JournalSource
from wallwatch.sources.journal_access import JOURNAL
from wallwatch.sources.names import source_names
from wallwatch.sources.pattern import MAGIC, PatternSource
from wallwatch.sources.plan import Boundary
from wallwatch.sources.stream import StreamSource

_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d)")


class _Terms(TypedDict):
    """What all files have in common."""

    once: bool
    from_end: bool
    boundary: Boundary | None


def sources(
    logs: Sequence[str], *, once: bool = False, from_end: bool = False, apart: bool = False, in_order: bool = False
) -> list[Source]:
    """Return a source for each log: a path, a pattern of paths, ``journal``, ``ssh://host/path``, ``-`` for input.

    ``once`` ends each at what is there now; ``from_end`` begins each with what comes later. What is packed is read
    once, whole; a capture is told by the source itself. ``apart`` makes a source of each file that a pattern matches.
    Of much that is unread the newest part is read first, unless it is to be ``in_order``.

    Raises:
        SourceError: an address cannot be one.
    """
    logs = [each for log in logs for each in (_matching(log) if apart else (log,))]
    names = _names(logs)
    terms = _Terms(once=once, from_end=from_end, boundary=None if in_order else record_start)
    return [_source(log, names[log], terms) for log in sorted(logs, key=STDIN.__eq__)]


def _source(log: str, name: str, terms: _Terms) -> Source:
    if log == STDIN:
        return StreamSource(0, name)
    if log == JOURNAL:
        return JournalSource(name=name, once=terms["once"], from_end=terms["from_end"])
    trust = trust_of(PurePath(log))
    if log.startswith(SCHEME):
        return CommandSource(Address.parse(log), name=name, trust=trust, once=terms["once"], from_end=terms["from_end"])
    if _is_pattern(log):
        return PatternSource(placed(log), name=name, trust=trust, **terms)
    path = Path(log)
    if is_archive(path):
        return ArchiveSource(path, name=name, trust=trust)
    return FileSource(path, name=name, trust=trust, **terms)


def _names(logs: Sequence[str]) -> dict[str, str]:
    """Return a short name for each log, different from all others: what is far away begins with its host."""
    far = {log: Address.parse(log) for log in logs if log.startswith(SCHEME)}
    near = [log for log in dict.fromkeys(logs) if log not in far]
    # A file may not be called what the other sources are called.
    names = dict(zip(near, source_names([PurePath(WORDS.get(log, log)) for log in near]), strict=True))
    names |= {log: PurePath(WORDS[log]).name for log in near if log in WORDS}
    for host in dict.fromkeys(address.host for address in far.values()):
        there = [log for log, address in far.items() if address.host == host]
        short = source_names([PurePath(far[log].path) for log in there])
        taken = Counter(short)
        names |= {log: f"{host}:{name}" if taken[name] == 1 else log for log, name in zip(there, short, strict=True)}
    return names


def _is_pattern(log: str) -> bool:
    return any(letter in log for letter in MAGIC) and not os.path.lexists(log)


def _matching(log: str) -> Sequence[str]:
    """Return the files that a pattern matches, and what is no pattern or matches nothing as it is."""
    if log in WORDS or log.startswith(SCHEME) or not _is_pattern(log):
        return (log,)
    return sorted(path for path in iglob(log) if Path(path).is_file()) or (log,)  # noqa: PTH207 - as PatternSource


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
