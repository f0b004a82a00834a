"""Rotated copies: the files beside a log that were the log once, packed or not."""

import errno
import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.errors import SourceError
from wallwatch.sources.handle import Handle, UnfitError, open_regular
from wallwatch.sources.identity import HEAD
from wallwatch.sources.packed import PackedHandle
from wallwatch.sources.unpack import is_packed

COMPRESSED: Final = frozenset({".gz", ".bz2", ".xz", ".zst", ".lz4", ".Z"})

_COUNT_MAX: Final = 9999
"""A number up to this counts the rotations since; a larger one is a date or a time."""

_TRIES: Final = 10
"""Times that the copies are listed again because somebody was renaming them meanwhile."""

_EXHAUSTED: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
"""What says nothing about the file, and is over in a while."""

# logrotate's log.1, log-20240131, log-20240131-1706659200 and (extension) log-20240131.log; savelog's log.0; log.old.
_COPY: Final = re.compile(r"(?:\.[0-9]{1,10}|-[0-9]{6,10}(?:-[0-9]{1,10})?(?:\.[a-z]{1,8})?|\.old|\.bak)\Z")
_NUMBER: Final = re.compile(r"[0-9]{1,10}")


class Copy(msgspec.Struct, frozen=True):
    """A rotated copy that was opened, or why it could not be.

    ``age`` sorts the oldest of a ``series`` first; one that has not the name of a copy is of none.
    """

    path: Path
    place: tuple[int, int]
    """Device and inode."""
    handle: Handle | None
    head: bytes
    series: str
    age: tuple[int, int]
    trouble: str = ""

    @property
    def size(self) -> int | None:
        """The bytes in it, ``None`` where only unpacking would tell."""
        if self.handle is None or isinstance(self.handle, PackedHandle):
            return None
        return os.fstat(self.handle.descriptor).st_size

    def is_of(self, handle: Handle) -> bool:
        """Tell whether it is the file that is open there."""
        return self.place == (handle.device, handle.inode)

    def close(self) -> None:
        """Close it."""
        if self.handle is not None:
            self.handle.close()


def is_copy(name: str) -> bool:
    """Tell whether a file of that name is a rotated copy of some log."""
    return Path(name).suffix in COMPRESSED or _COPY.search(name) is not None


def open_copies(path: Path, inodes: Collection[int] = ()) -> list[Copy]:
    """Open the copies of the log at ``path``, the oldest first; all as they were at one moment. Blocks.

    The files of ``inodes`` are copies whatever their names are.

    Raises:
        OSError: no more files can be opened.
    """
    copies: list[Copy] = []
    for _ in range(_TRIES):
        names = listed(path, inodes)
        copies = _opened(path, names)
        if listed(path, inodes) == names:
            break
        close_all(copies)
    else:
        # Somebody renames them as fast as we look. What was seen last may be what there is.
        copies = _opened(path, listed(path, inodes))
    return sorted(copies, key=lambda copy: copy.age)


def close_all(copies: list[Copy]) -> None:
    """Close copies that nobody reads."""
    for copy in copies:
        copy.close()


def listed(path: Path, inodes: Collection[int] = ()) -> dict[str, tuple[int, int]]:
    """Return the names of the copies of the log at ``path``, and which file (device and inode) has which name. Blocks.

    Raises:
        OSError: no more files can be opened.
    """
    try:
        with os.scandir(path.parent) as entries:
            beside = ((entry.name, entry.inode()) for entry in entries if entry.name != path.name)
            names = [name for name, inode in beside if inode in inodes or _is_copy_of(path, name)]
    except OSError as error:
        if error.errno in _EXHAUSTED:
            raise
        return {}
    files = {}
    for name in names:
        try:
            status = path.with_name(name).stat()
        except OSError:
            continue
        # While a file is being packed, both are there.
        if Path(name).suffix not in COMPRESSED or Path(name).stem not in names:
            files[name] = (status.st_dev, status.st_ino)
    return files


def _is_copy_of(path: Path, name: str) -> bool:
    if Path(name).suffix in COMPRESSED:
        name = Path(name).stem
        if name == path.name:
            return True
    if name.startswith(path.name):
        return _COPY.fullmatch(name, len(path.name)) is not None
    return name.startswith(path.stem) and name.endswith(path.suffix) and bool(_COPY.fullmatch(name, len(path.stem)))


def _opened(path: Path, names: dict[str, tuple[int, int]]) -> list[Copy]:
    copies: list[Copy] = []
    try:
        for name, place in names.items():
            copy = _open(path.with_name(name), place, *_age(path, name))
            if copy is not None:
                copies.append(copy)
    except OSError:
        close_all(copies)
        raise
    return copies


def _open(path: Path, place: tuple[int, int], series: str, number: int) -> Copy | None:
    try:
        descriptor = open_regular(path)
    except (FileNotFoundError, NotADirectoryError, UnfitError):
        return None
    except OSError as error:
        if error.errno in _EXHAUSTED:
            raise
        return Copy(path, place, None, b"", series, (number, 0), error.strerror or str(error))
    status = os.fstat(descriptor)
    head = os.pread(descriptor, HEAD, 0)
    age = (number, status.st_mtime_ns)
    if path.suffix not in COMPRESSED:
        return Copy(path, place, Handle(descriptor), head, series, age)
    try:
        handle = _unpacked(descriptor, head)
    except SourceError as error:
        return Copy(path, place, None, b"", series, age, error.sentence.removesuffix("."))
    return Copy(path, place, handle, handle.head, series, age)


def _unpacked(descriptor: int, head: bytes) -> PackedHandle:
    """Return what reads a packed copy, which owns ``descriptor`` from now on.

    Raises:
        SourceError: it breaks off before there is enough to know it by; it is closed.
    """
    if not is_packed(head):
        os.close(descriptor)
        raise SourceError("It is packed in no way that is known.")
    handle = PackedHandle(descriptor)
    if handle.trouble:
        handle.close()
        raise SourceError(f"It is {handle.trouble}.")
    return handle


def _age(path: Path, name: str) -> tuple[str, int]:
    """Return the series of a copy's name, and a number that is smaller for an older one of it.

    ``log.2`` is older than ``log.1``; a date is older than a later one.
    """
    if not _is_copy_of(path, name):
        return "", 0
    name = name.removeprefix(path.name)
    if Path(name).suffix in COMPRESSED:
        name = name[: -len(Path(name).suffix)]
    numbers = [int(number) for number in _NUMBER.findall(name.removeprefix(path.stem))]
    if not numbers:
        return "name", 0
    return ("count", -numbers[-1]) if numbers[-1] <= _COUNT_MAX else ("date", numbers[-1])
