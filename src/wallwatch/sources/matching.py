"""The files that match a pattern: regular ones, each once, and no packed ones."""

import stat
from glob import iglob
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.sources.copies import COMPRESSED

MOST: Final = 20_000
"""Paths that are looked at, at most."""


class Match(msgspec.Struct, frozen=True):
    """A file that matches, as it is now; times are in nanoseconds since the epoch."""

    path: str
    device: int
    inode: int
    size: int
    changed: int

    @property
    def file(self) -> tuple[int, int]:
        """What tells it from all other files that are there now."""
        return self.device, self.inode


def matching(pattern: str) -> dict[str, Match]:
    """Return the files that match by path, the one that was written last as the last. Blocks: called from a thread.

    A packed file is left out: it is a copy of one that was read. So is another name of a file that is among them.
    """
    # Not Path.glob: that takes no pattern from the root on, and follows no links.
    paths = sorted(islice(iglob(pattern), MOST))  # noqa: PTH207
    matches = [match for path in paths if (match := _match(path)) is not None]
    once = {match.file: match for match in reversed(matches)}
    return {match.path: match for match in sorted(once.values(), key=lambda match: (match.changed, match.path))}


def _match(path: str) -> Match | None:
    if Path(path).suffix in COMPRESSED:
        return None
    try:
        status = Path(path).stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return Match(path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
