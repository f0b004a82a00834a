"""A regular file, open for reading. Whatever stands at a path, opening it never blocks."""

import asyncio
import io
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Self

from aiofiles.threadpool.binary import AsyncFileIO

from wallwatch.errors import SourceError


class UnfitError(SourceError):
    """What stands at the path is no regular file; ``mode`` is that of ``stat``."""

    def __init__(self, path: Path, mode: int) -> None:
        super().__init__(f"{path} is no regular file.")
        self.mode = mode


class Handle:
    """An open file, read in a thread from any place. It owns ``descriptor`` until it is closed."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        status = self.status()
        self.device, self.inode = status.st_dev, status.st_ino
        self._file = io.FileIO(descriptor)
        self._reader = AsyncFileIO(self._file, None, None)
        self._at = 0

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the regular file at ``path``.

        Raises:
            OSError: it is not there or may not be read.
            UnfitError: it is a directory, a named pipe, a device.
        """
        (descriptor,) = await opened(lambda: [open_regular(path)])
        return cls(descriptor)

    async def read(self, offset: int, size: int) -> bytes:
        """Return up to ``size`` bytes at ``offset``; fewer only where the file ends."""
        if offset != self._at:
            await self._reader.seek(offset)
        chunk = await self._reader.read(size)
        self._at = offset + len(chunk)
        return chunk

    def status(self) -> os.stat_result:
        """Return the file's status, whatever it is called by now. Blocks: called from a thread."""
        return os.fstat(self.descriptor)

    def is_file(self, status: os.stat_result) -> bool:
        """Tell whether ``status`` is of this file."""
        return (status.st_dev, status.st_ino) == (self.device, self.inode)

    def begins_with(self, head: bytes) -> bool:
        """Tell whether the file begins with ``head`` now. Blocks: called from a thread."""
        return os.pread(self.descriptor, len(head), 0) == head

    def close(self) -> None:
        """Close the file, at once: closing must not be cut short by a cancellation."""
        self._file.close()


async def opened(opens: Callable[[], list[int]]) -> list[int]:
    """Return the descriptors that ``opens`` opens in a thread. If we are cancelled meanwhile, they are closed."""
    opening = asyncio.get_running_loop().run_in_executor(None, opens)
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close_late)
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


def _close_late(opening: asyncio.Future[list[int]]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        for descriptor in opening.result():
            os.close(descriptor)
