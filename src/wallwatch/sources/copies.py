"""Rotated copies: the files beside a log that were the log once."""

import os
import re
from collections.abc import Collection
from itertools import takewhile
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.errors import SourceError
from wallwatch.sources.handle import Handle, open_regular
from wallwatch.sources.identity import HEAD, Identity, identify

COMPRESSED: Final = frozenset({".gz", ".bz2", ".xz", ".zst", ".lz4", ".Z"})

_COUNT_MAX: Final = 9999
"""A number up to this counts the rotations since; a larger one is a date or a time."""

# logrotate's log.1, log-20240131, log-20240131-1706659200 and (extension) log-20240131.log; savelog's log.0; log.old.
_COPY: Final = re.compile(r"(?:\.[0-9]{1,10}|-[0-9]{6,10}(?:-[0-9]{1,10})?(?:\.[a-z]{1,8})?|\.old|\.bak)\Z")
_NUMBER: Final = re.compile(r"[0-9]{1,10}")


class Copy(msgspec.Struct, frozen=True):
    """A rotated copy that was opened, and by what it can be known again. ``age`` sorts the oldest first."""

    descriptor: int
    device: int
    inode: int
    head: bytes
    age: tuple[int, int]

    @property
    def identity(self) -> Identity:
        """The stream it is, as far as its head tells."""
        return identify(self.device, self.inode, self.head)

    def is_of(self, handle: Handle) -> bool:
        """Tell whether it is the file that is open there."""
        return (self.device, self.inode) == (handle.device, handle.inode)


class KnownCopies:
    """The copies of one log, as far as they were seen: a new one stood at the log's path for a while."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[Identity, ...] = ()

    def look(self, held: Collection[Handle] = (), current: Handle | None = None) -> list[int]:
        """Return descriptors of the copies that nobody has seen, the oldest first.

        A copy of a file that is ``held`` open was not moved there but copied by somebody, or is that file itself. If
        the ``current`` one has become a copy meanwhile, those after it are left for the next look. Blocks: called from
        a thread.
        """
        copies = open_copies(self._path)
        older = list(takewhile(lambda copy: current is None or not copy.is_of(current), copies))
        new = [copy for copy in older if self._is_new(copy, held)]
        self._seen = tuple(copy.identity for copy in older)
        for copy in copies:
            if copy not in new:
                os.close(copy.descriptor)
        return [copy.descriptor for copy in new]

    def note(self) -> None:
        """Take all copies that are there as seen. Blocks: called from a thread."""
        for descriptor in self.look():
            os.close(descriptor)

    def _is_new(self, copy: Copy, held: Collection[Handle]) -> bool:
        seen = any(each.matches(copy.device, copy.inode, copy.head) for each in self._seen)
        return not seen and not any(handle.begins_with(copy.head) for handle in held)


def is_copy(name: str) -> bool:
    """Tell whether a file of that name is a rotated copy of some log."""
    return Path(name).suffix in COMPRESSED or _COPY.search(name) is not None


def open_copies(path: Path) -> list[Copy]:
    """Open the readable, uncompressed copies of the log at ``path``, the oldest first. Blocks."""
    try:
        beside = list(path.parent.iterdir())
    except OSError:
        return []
    copies = (_open(each) for each in beside if _is_copy_of(path, each.name))
    return sorted((copy for copy in copies if copy), key=lambda copy: copy.age)


def _is_copy_of(path: Path, name: str) -> bool:
    begins = name.startswith((path.name, f"{path.stem}-"))
    return begins and name != path.name and is_copy(name) and Path(name).suffix not in COMPRESSED


def _open(path: Path) -> Copy | None:
    try:
        descriptor = open_regular(path)
    except (OSError, SourceError):
        return None
    status = os.fstat(descriptor)
    age = _age(path.name), status.st_mtime_ns
    return Copy(descriptor, status.st_dev, status.st_ino, os.pread(descriptor, HEAD, 0), age)


def _age(name: str) -> int:
    """Return a number that is smaller for an older copy: ``log.2`` is older than ``log.1``, a date than a later one."""
    numbers = [int(number) for number in _NUMBER.findall(name)]
    last = numbers[-1] if numbers else 0
    return -last if last <= _COUNT_MAX else last
