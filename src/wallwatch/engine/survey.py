"""How every source is now: what the store says of it, what its file looks like, and what asks for attention.

It needs no engine that runs: without one, what the store says of a file is of the past, and the file itself is asked.
"""

import grp
import os
import pwd
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.engine.clues import Clues, look
from wallwatch.engine.memory import skews
from wallwatch.engine.positions import Position, positions
from wallwatch.engine.remedies import WELL, Finding, Known, findings, sightings_of
from wallwatch.model.line import Committed
from wallwatch.sources import Source, health
from wallwatch.sources.archive import ArchiveSource
from wallwatch.sources.file import FileSource
from wallwatch.sources.handle import UnfitError, open_regular
from wallwatch.sources.journal_access import JOURNAL, journal_trouble
from wallwatch.sources.pattern import PatternSource
from wallwatch.store.sources import SourceRow

_PASSING: Final = frozenset({"waiting", "missing", "denied", "unfit"})
"""States of a file that end when it can be opened."""
_CONTAINERS: Final = (Path("/run/systemd/container"), Path("/.dockerenv"), Path("/run/.containerenv"))

Streams = Callable[[str], Mapping[str, Committed]]
"""Returns what the store holds of each stream of a source."""


class Surveyed(msgspec.Struct, frozen=True, kw_only=True):
    """A source: its row as it is now, what is known beside it, and how far it was read."""

    row: SourceRow
    known: Known = Known()
    positions: tuple[Position, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What asks for attention, the most urgent first."""
        return findings(self.row, self.known)

    @property
    def position(self) -> Position | None:
        """How far the file was read that stands at the path now, or what is no file."""
        there = [each for each in self.positions if each.path == self.known.path]
        return there[-1] if there else None


def survey(
    rows: Sequence[SourceRow],
    logs: Mapping[str, Path | None],
    streams: Streams,
    *,
    collected: bool,
    memory: Mapping[str, bytes] | None = None,
) -> tuple[Surveyed, ...]:
    """Return how the sources are that a store has ``rows`` of or that are to be watched. Blocks: it looks at files.

    ``logs`` tells the path of each source by its name, as far as it has one. ``collected`` tells that an engine reads
    them now, so that its word counts; ``memory`` is what engines remember in the store.
    """
    ahead = skews(memory or {})
    known = {row.name: row for row in rows}
    named = [known.get(name) or SourceRow(name) for name in {**dict.fromkeys(logs), **known}]
    present = [row if collected else as_it_is(row, logs.get(row.name)) for row in named]
    clues = {row.name: _clues(row, logs.get(row.name)) for row in present}
    firewall = any(_has_packets(row, clues[row.name]) for row in present)
    return tuple(
        Surveyed(
            row=row,
            known=Known(
                path=path,
                clues=clues[row.name],
                firewall=firewall,
                contained=_contained(),
                ahead=ahead.get(row.name, 0),
                joined=_joined(path) if path and row.state == "denied" else "",
            ),
            positions=positions(path, streams(row.name)),
        )
        for row, path in ((row, logs.get(row.name)) for row in present)
    )


def as_it_is(row: SourceRow, path: Path | None) -> SourceRow:
    """Return the row of a source with the state that its file at ``path``, or the journal of this box, has now."""
    if path is None:
        return _as_the_journal_is(row) if row.name == JOURNAL else row
    try:
        _must_open(path)
    except (OSError, UnfitError) as error:
        return row.with_status(health.unreadable(row.name, path, error))
    return row.with_status(health.ok(row.name)) if row.state in _PASSING else row


def _as_the_journal_is(row: SourceRow) -> SourceRow:
    trouble = journal_trouble(row.name)
    if trouble is not None:
        return row.with_status(trouble)
    return row.with_status(health.ok(row.name)) if row.state in _PASSING else row


def _must_open(path: Path) -> None:
    os.close(open_regular(path))


def paths_of(sources: Iterable[Source]) -> dict[str, Path | None]:
    """Return where the log of each source is, by its name; ``None`` for one that is no file."""
    return {source.name: path_of(source) for source in sources}


def path_of(source: Source) -> Path | None:
    """Return where the log of a source is; ``None`` if it is no file."""
    return source.path if isinstance(source, FileSource | ArchiveSource) else None


def pattern_of(source: Source) -> str | None:
    """Return which files a source reads, by their names; ``None`` if it is not one of many files."""
    return source.path if isinstance(source, PatternSource) else None


def _clues(row: SourceRow, path: Path | None) -> Clues:
    """Return what the log of a source says; of one that has none, what was counted."""
    if path is not None:
        return look(path) if row.state in WELL else Clues()
    # The journal's kernel transport has nothing but the kernel's lines.
    return Clues(kernel=row.other if row.name == JOURNAL else 0, packets=sightings_of(row) > 0)


def _has_packets(row: SourceRow, clues: Clues) -> bool:
    """Tell whether a firewall's lines come in here, or came before the log was rotated."""
    return clues.packets or bool(clues.kernel and sightings_of(row))


def _joined(path: Path) -> str:
    """Return the group that may read a log, if we are in it, but not yet in this session."""
    try:
        status = path.stat()
        group, user = grp.getgrgid(status.st_gid), pwd.getpwuid(os.geteuid())
    except (OSError, KeyError):
        return ""
    new = user.pw_name in group.gr_mem and group.gr_gid not in {os.getegid(), *os.getgroups()}
    return group.gr_name if new and status.st_mode & stat.S_IRGRP else ""


def _contained() -> bool:
    return any(path.exists() for path in _CONTAINERS)
