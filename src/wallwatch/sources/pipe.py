"""An open descriptor, read without holding the loop: a pipe, a terminal, a socket, or a file that was redirected."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, Protocol

import aiofiles
from aiofiles.threadpool.binary import AsyncFileIO

CHUNK: Final = 262_144
"""Bytes per read, at most."""


class Pipe(Protocol):
    """What can be read from an open descriptor, which is not closed and not changed."""

    async def read(self) -> bytes:
        """Wait for bytes and return them; none at the end."""
        ...

    async def ready(self, seconds: float) -> bool:
        """Tell whether there are bytes, or the end, within ``seconds``."""
        ...


class _Waiting:
    """A descriptor that the kernel can tell about: bytes are read when they are there, so that no read blocks."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._readable = asyncio.Event()

    async def read(self) -> bytes:
        while True:
            await self._wait()
            try:
                return os.read(self._descriptor, CHUNK)
            except BlockingIOError:
                continue  # Someone else reads from it, too, and was faster.

    async def ready(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._wait()
        except TimeoutError:
            return False
        return True

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        self._readable.clear()
        loop.add_reader(self._descriptor, self._readable.set)
        try:
            await self._readable.wait()
        finally:
            loop.remove_reader(self._descriptor)


class _Redirected:
    """A regular file or ``/dev/null``, which are always ready: read in a thread."""

    def __init__(self, file: AsyncFileIO) -> None:
        self._file = file

    async def read(self) -> bytes:
        return await self._file.read(CHUNK)

    async def ready(self, _seconds: float) -> bool:
        return True


@asynccontextmanager
async def open_pipe(descriptor: int) -> AsyncIterator[Pipe]:
    """Read from an open ``descriptor``, which is left open."""
    if _can_wait(descriptor):
        yield _Waiting(descriptor)
        return
    async with aiofiles.open(descriptor, "rb", buffering=0, closefd=False) as file:
        yield _Redirected(file)


def _can_wait(descriptor: int) -> bool:
    loop = asyncio.get_running_loop()
    try:
        loop.add_reader(descriptor, bool)
    except PermissionError:
        return False  # epoll(7) takes no regular files.
    loop.remove_reader(descriptor)
    return True
