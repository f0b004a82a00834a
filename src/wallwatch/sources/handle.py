"""A regular file, open for reading. Whatever stands at a path, opening it never blocks."""

import asyncio
import io
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

import msgspec
from aiofiles.threadpool.binary import AsyncFileIO

from wallwatch.errors import SourceError


class UnfitError(SourceError):
    """What stands at the path is no regular file; ``mode`` is that of ``stat``."""

    def __init__(self, path: Path, mode: int) -> None:
        super().__init__(f"{path} is no regular file.")
        self.mode = mode


Opened = TypeVar("Opened")


class FileState(msgspec.Struct, frozen=True, gc=False):
    """How an open file is: its bytes, the names that it has, and when it was written to (µs since the epoch)."""

    size: int
    names: int
    changed: int


class Handle:
    """An open file, read in a thread from any place. It owns ``descriptor`` until it is closed."""

    trouble: str | None = None
    """Why it cannot be read to its end, as in ``cut off before its end``."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        status = os.fstat(descriptor)
        self.device, self.inode = status.st_dev, status.st_ino
        self._file = io.FileIO(descriptor)
        self._reader = AsyncFileIO(self._file, None, None)

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the regular file at ``path``.

        Raises:
            OSError: it is not there or may not be read.
            UnfitError: it is a directory, a named pipe, a device.
        """
        return cls(await opened(lambda: open_regular(path), os.close))

    async def read(self, offset: int, size: int) -> bytes:
        """Return up to ``size`` bytes at ``offset``; fewer only where the file ends."""
        # To seek in a regular file only notes a number; it is not worth a thread's switch.
        self._file.seek(offset)
        return await self._reader.read(size)

    def peek(self, offset: int, size: int) -> bytes:
        """Return the same as :meth:`read`. Blocks: called from a thread."""
        return os.pread(self.descriptor, size, offset)

    def state(self) -> FileState:
        """Return how the file is, whatever it is called by now. Blocks: called from a thread."""
        status = os.fstat(self.descriptor)
        return FileState(status.st_size, status.st_nlink, status.st_mtime_ns // 1000)

    def is_file(self, status: os.stat_result) -> bool:
        """Tell whether ``status`` is of this file."""
        return (status.st_dev, status.st_ino) == (self.device, self.inode)

    def begins_with(self, head: bytes) -> bool:
        """Tell whether the file begins with ``head`` now. Blocks: called from a thread."""
        return self.peek(0, len(head)) == head

    def holds(self, offset: int, piece: bytes) -> bool:
        """Tell whether ``piece`` still stands at ``offset``. Blocks: called from a thread."""
        return self.peek(offset, len(piece)) == piece

    def close(self) -> None:
        """Close the file, at once: closing must not be cut short by a cancellation."""
        self._file.close()


async def opened(opens: Callable[[], Opened], close: Callable[[Opened], None]) -> Opened:
    """Return what ``opens`` opens in a thread. If we are cancelled meanwhile, it is closed."""
    opening = asyncio.get_running_loop().run_in_executor(None, opens)
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(lambda late: _close_late(late, close))
        raise


def open_regular(path: Path) -> int:
    """Return a descriptor of the regular file at ``path``, without waiting for a pipe's writer.

    Raises:
        OSError: it is not there or may not be read.
        UnfitError: it is something else than a regular file. It is not even opened: that can have effects.
    """
    _must_be_regular(path, path.stat().st_mode)
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        _must_be_regular(path, os.fstat(descriptor).st_mode)
    except UnfitError:
        os.close(descriptor)
        raise
    return descriptor


def _must_be_regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise UnfitError(path, mode)


def _close_late(opening: asyncio.Future[Opened], close: Callable[[Opened], None]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        close(opening.result())
