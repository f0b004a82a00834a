"""Lines to a terminal, a pipe or a file, without waiting for who reads them: the loop goes on meanwhile."""

import asyncio
import os
import select
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from wallwatch.cli.gate import harmless

_CHUNK: Final = 512
"""Bytes that a pipe which can be written to takes at once (POSIX's PIPE_BUF)."""


@contextmanager
def told_alone(kind: type[BaseException]) -> Iterator[None]:
    """Raise an error of this kind by itself, where the tasks of the block raised it in a group."""
    try:
        yield
    except BaseExceptionGroup as several:
        if several.subgroup(kind) is None:
            raise
        raise kind from None


class Outlet:
    """Writes to a descriptor. All methods are for the loop that runs."""

    def __init__(self, descriptor: int, encoding: str = "utf-8") -> None:
        self._descriptor = descriptor
        self._encoding = encoding
        self._kind = os.fstat(descriptor).st_mode
        self._turn = asyncio.Lock()

    async def write(self, lines: Iterable[str]) -> None:
        """Write lines, each with its end; what the encoding does not have, and no terminal should, is an escape.

        Raises:
            BrokenPipeError: nobody reads any more.
        """
        async with self._turn:
            for line in lines:
                rest = memoryview(f"{harmless(line)}\n".encode(self._encoding, "backslashreplace"))
                while rest:
                    await self._writable()
                    rest = rest[os.write(self._descriptor, rest[:_CHUNK]) :]

    async def deserted(self) -> None:
        """Return when nobody reads any more, of a pipe; of anything else that is not told."""
        gone = asyncio.Event()
        if not (stat.S_ISFIFO(self._kind) or stat.S_ISSOCK(self._kind)):
            await gone.wait()
        loop = asyncio.get_running_loop()
        # The end of a pipe that is written to is readable only when its other end is closed.
        loop.add_reader(self._descriptor, gone.set)
        try:
            await gone.wait()
        finally:
            loop.remove_reader(self._descriptor)

    async def _writable(self) -> None:
        if stat.S_ISREG(self._kind) or select.select([], [self._descriptor], [], 0)[1]:
            return
        loop, free = asyncio.get_running_loop(), asyncio.Event()
        loop.add_writer(self._descriptor, free.set)
        try:
            await free.wait()
        finally:
            loop.remove_writer(self._descriptor)
