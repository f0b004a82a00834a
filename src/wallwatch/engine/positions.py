"""How far a source was read: which files its streams are now, and how many bytes of each are in the store."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from wallwatch.engine.files import File, files_of
from wallwatch.model.line import Committed
from wallwatch.sources.handle import UnfitError, open_regular


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """How far a stream was read: ``read`` bytes of the ``size`` that the file at ``path`` has now.

    ``path`` and ``size`` are ``None`` where no file that is there is this stream, ``stream`` is empty where a file is
    none yet. Of an archive ``read`` counts what is in it, and its ``size`` is not known. ``cursor`` is the source's own
    word for a position that is not one of bytes.
    """

    stream: str
    read: int
    path: Path | None = None
    size: int | None = None
    cursor: str = ""

    @property
    def rest(self) -> int:
        """How many bytes are there and not read."""
        return max(self.size - self.read, 0) if self.size is not None else 0


def positions(path: Path | None, committed: Mapping[str, Committed]) -> tuple[Position, ...]:
    """Return how far each stream of a source was read: the file at ``path``, its copies, what is not there. Blocks."""
    files = files_of(path, committed) if path else []
    there = [_of(file.stream, file) for file in reversed(files) if file.stream is not None]
    if path and not any(position.path == path for position in there) and (size := _size(path)) is not None:
        there.insert(0, Position(stream="", read=0, path=path, size=size))
    seen = {position.stream for position in there}
    return (*there, *(_of(entry, None) for entry in committed.values() if entry.stream not in seen))


def told(found: Sequence[Position]) -> list[str]:
    """Return in words how far a source was read: of each file that is there; of what is no file here, all together."""
    files = [f"read {_part(each)} of {each.path}" for each in found if each.path]
    cursors = [f"read up to {each.cursor}" for each in found if each.cursor]
    if files or cursors or not found:
        return files + cursors
    return [f"read {sum(each.read for each in found):,} bytes"]


def _part(position: Position) -> str:
    return f"{position.read:,} {'' if position.size is None else f'of {position.size:,} '}bytes"


def _of(entry: Committed, file: File | None) -> Position:
    return Position(
        stream=entry.stream,
        read=sum(end - start for start, end in entry.ranges),
        path=file.path if file else None,
        size=file.size if file else None,
        cursor=entry.cursor,
    )


def _size(path: Path) -> int | None:
    """Return how many bytes there are in a log that can be read."""
    try:
        descriptor = open_regular(path)
    except (OSError, UnfitError):
        return None
    try:
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
