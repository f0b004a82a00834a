"""Which of the files that are there is which stream of a source: the log itself, its rotated copies, packed or not."""

import stat
from collections.abc import Container, Mapping
from pathlib import Path

import msgspec

from wallwatch.engine.reread import heads_of
from wallwatch.model.line import Committed
from wallwatch.sources.copies import is_copy
from wallwatch.sources.identity import parse_stream
from wallwatch.sources.matching import matching
from wallwatch.sources.ranges import top


class File(msgspec.Struct, frozen=True):
    """A file, and the stream that it is; ``None`` if the store knows none that it could be."""

    path: Path
    stream: Committed | None
    size: int | None = None
    """Bytes in it, ``None`` if only unpacking would tell."""

    @property
    def is_read(self) -> bool:
        """Tell whether all of it is read, as far as its size tells."""
        if self.stream is None or len(self.stream.ranges) != 1:
            return False
        start, end = self.stream.ranges[0]
        return start == 0 and (self.size is None or end >= self.size)


def files_of(path: Path, streams: Mapping[str, Committed], held: Container[str] = ()) -> list[File]:
    """Return the copies of the log at ``path`` and the log itself, the oldest first, from the first known one on.

    What is older than anything that was read was there before anybody watched, and so was a copy of which it is only
    noted that it is there: nothing of it was read, and no record of it is among the streams ``held``. Blocks.
    """
    rest = {stream: entry for stream, entry in streams.items() if entry.ranges or stream in held}
    found = [file for each in (path, *copies_of(path)) if (file := _file(each, rest)) is not None]
    found.reverse()
    known = next((at for at, file in enumerate(found) if file.stream is not None), len(found))
    return found[known:]


def files_matching(pattern: str, streams: Mapping[str, Committed]) -> list[File]:
    """Return the files that match ``pattern`` and were read, in the order of their names. Blocks."""
    rest = dict(streams)
    found = (_file(Path(path), rest) for path in sorted(matching(pattern)))
    return [file for file in found if file is not None and file.stream is not None]


def copies_of(path: Path) -> list[Path]:
    """Return the rotated copies beside a log, packed ones among them, the newest first. Blocks."""
    begins = (f"{path.name}.", f"{path.name}-", f"{path.stem}-")
    try:
        found = [each for each in path.parent.iterdir() if each.name.startswith(begins) and is_copy(each.name)]
        return sorted(found, key=lambda each: each.stat().st_mtime_ns, reverse=True)
    except OSError:
        return []


def _file(path: Path, streams: dict[str, Committed]) -> File | None:
    """Take the stream out of ``streams`` that the file is: by its inode, or by its head where it was copied.

    ``None`` is returned where there is no file.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    heads = heads_of(path)
    # Of what is packed there are two heads.
    size = status.st_size if len(heads) <= 1 else None
    found: list[tuple[bool, int, str]] = []
    for stream, entry in streams.items():
        identity = parse_stream(stream)
        if identity is None or not any(map(identity.begins, heads)):
            continue
        if size is not None and top(entry.ranges) > size:
            continue
        # A file that was emptied is its newest stream; a copy is the oldest one that nobody else is.
        same = identity.is_file(status.st_dev, status.st_ino)
        found.append((same, identity.generation if same else -identity.generation, stream))
    return File(path, streams.pop(max(found)[2]) if found else None, size)
