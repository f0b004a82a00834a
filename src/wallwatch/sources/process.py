"""A program that is asked for lines: started without a shell, read through a pipe, and never left behind."""

import asyncio
import fcntl
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final

import msgspec

from wallwatch.sources.pipe import CHUNK, Pipe, open_pipe
from wallwatch.text import visible

GRACE: Final = 2.0
"""Seconds that a program has to end by itself when it is asked to."""

_WORDS: Final = 4096
"""Bytes of what a program says on standard error that are kept, the last ones."""

_INHERITED: Final = ("PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "XDG_RUNTIME_DIR")


class Ending(msgspec.Struct, frozen=True):
    """How a program ended: its exit code, or less than 0 for a signal, and the last line of what it complained of."""

    code: int
    said: str = ""

    @property
    def words(self) -> str:
        """What it said, or else its code, without a stop at the end."""
        if self.said:
            return self.said.removesuffix(".")
        return f"signal {signal.Signals(-self.code).name}" if self.code < 0 else f"exit code {self.code}"


class Child:
    """A program that runs: its standard output in ``pipe``, and how it ended."""

    def __init__(self, process: asyncio.subprocess.Process, pipe: Pipe, words: "_Words") -> None:
        self.pipe = pipe
        self._process = process
        self._words = words

    async def end(self) -> "Ending":
        """Wait for its end, and return how it was."""
        return Ending(await self._process.wait(), self._words.last())


@asynccontextmanager
async def child(arguments: Sequence[str], environment: Mapping[str, str]) -> AsyncIterator[Child]:
    """Run a program as long as the context is open. Its standard input is empty, and it has no terminal.

    Raises:
        OSError: it cannot be started.
    """
    output, inlet = _wide_pipe()
    words = _Words()
    try:
        try:
            process = await asyncio.create_subprocess_exec(
                *arguments,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=inlet,
                stderr=words.inlet,
                env=dict(environment),
                start_new_session=True,
            )
        finally:
            os.close(inlet)
            words.opened()
        try:
            async with open_pipe(output) as pipe:
                yield Child(process, pipe, words)
        finally:
            await _end(process)
    finally:
        os.close(output)
        words.close()


def minimal_environment(environment: Mapping[str, str], **more: str) -> dict[str, str]:
    """Return what of an environment a program needs to find its files and its agent; its words are in English."""
    return {name: environment[name] for name in _INHERITED if name in environment} | {"LC_ALL": "C"} | more


def _wide_pipe() -> tuple[int, int]:
    """Return both ends of a pipe that takes a whole read, so that few batches bring much."""
    output, inlet = os.pipe()
    if sys.platform == "linux":
        with suppress(PermissionError):  # the user has too many of them
            fcntl.fcntl(inlet, fcntl.F_SETPIPE_SZ, CHUNK)
    return output, inlet


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        _send(process, signal.SIGTERM)
        try:
            async with asyncio.timeout(GRACE):
                await process.wait()
        except TimeoutError:
            _send(process, signal.SIGKILL)
    await process.wait()


def _send(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    # Not process.terminate(): it would take the exit code, if there is one by now, away from who waits for it.
    with suppress(ProcessLookupError):
        os.kill(process.pid, number)


class _Words:
    """The last of what a program says on standard error, taken as it comes: a full pipe would hold the program."""

    def __init__(self) -> None:
        self._outlet, self.inlet = os.pipe()
        self._said = b""

    def opened(self) -> None:
        """The program has the inlet, or never will: read from now on."""
        os.close(self.inlet)
        os.set_blocking(self._outlet, False)
        asyncio.get_running_loop().add_reader(self._outlet, self._take)

    def last(self) -> str:
        """Return the last line that was said."""
        while self._take():
            pass
        lines = [line for line in self._said.decode("utf-8", "replace").splitlines() if line.strip()]
        return visible(lines[-1].strip())[:300] if lines else ""

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._outlet)
        os.close(self._outlet)

    def _take(self) -> bool:
        """Take what is there, or a part of it; tell whether there may be more."""
        try:
            said = os.read(self._outlet, _WORDS)
        except BlockingIOError:
            return False
        if not said:
            asyncio.get_running_loop().remove_reader(self._outlet)
        self._said = (self._said + said)[-_WORDS:]
        return bool(said)
