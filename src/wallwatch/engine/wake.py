"""How the engine tells the screens that something was committed: a byte each, over a socket beside the store.

A byte says "look"; what to look at is in the store. The engine never waits for a screen: a screen that does not
read loses bytes it does not need, because one is enough. What cannot be in the store, because it cannot be written,
goes over the socket as a sentence. The socket also tells the engine how many screens there are: an engine that a
screen started ends when the last of them is gone.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

from wallwatch.paths import file_mode
from wallwatch.text import visible

_BYTE: Final = b"."
_SAID: Final = b"\x02"
"""Before a sentence, which ends with its line; an empty one says that the trouble is over."""
_LINE: Final = b"\n"
_LONGEST: Final = 4_096
"""Bytes of a sentence."""
_ENOUGH: Final = 64
"""Bytes that may wait for a slow screen before further ones are spared."""
_AGAIN: Final = 0.1
"""Seconds between two attempts to reach an engine that is not there (yet)."""


def socket_path(store: Path) -> Path:
    """Return the place of the engine's socket for a store."""
    return store.with_name(f"{store.name}.sock")


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """Give ``path`` a name short enough for a socket (108 bytes), by way of its open directory."""
    descriptor = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{path.name}"
    finally:
        os.close(descriptor)


class Bell:
    """The engine's end of the socket: rings at every screen that listens."""

    def __init__(self) -> None:
        self._screens: set[asyncio.Transport] = set()
        self._gone = asyncio.Event()
        self._open = False
        self._sentence = ""
        self.greeted = asyncio.Event()
        """Set when the first screen has come."""

    @property
    def listeners(self) -> int:
        """How many screens listen now."""
        return len(self._screens)

    @contextlib.asynccontextmanager
    async def serve(self, path: Path) -> AsyncIterator[None]:
        """Listen at ``path`` for the time of the block; it is for those who may use the store.

        What an engine that died left there is replaced.
        """
        path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with _short(path) as name:
            listening.bind(name)
        path.chmod(file_mode(path.parent))
        server = await asyncio.get_running_loop().create_unix_server(lambda: _Listener(self), sock=listening)
        self._open = True
        try:
            yield
        finally:
            self._open = False
            server.close()
            for screen in tuple(self._screens):
                screen.abort()
            await server.wait_closed()
            path.unlink(missing_ok=True)

    def ring(self) -> None:
        """Send a byte to every screen, unless enough of them wait there already."""
        for screen in self._screens:
            if screen.get_write_buffer_size() < _ENOUGH:
                screen.write(_BYTE)

    def tell(self, sentence: str) -> None:
        """Say to every screen, and to those that come later, what is wrong; nothing says that all is well again."""
        self._sentence = sentence
        for screen in self._screens:
            screen.write(_framed(sentence))

    async def deserted(self) -> None:
        """Return when no screen listens any more; a screen must have come before."""
        await self.greeted.wait()
        while self._screens:
            self._gone.clear()
            await self._gone.wait()

    def came(self, screen: asyncio.Transport) -> None:
        """Note a screen that listens; one whose connection was made while the engine closed is let go."""
        if not self._open:
            screen.abort()
            return
        self._screens.add(screen)
        self.greeted.set()
        if self._sentence:
            screen.write(_framed(self._sentence))

    def went(self, screen: asyncio.Transport) -> None:
        """Forget a screen that is gone."""
        self._screens.discard(screen)
        self._gone.set()


class _Listener(asyncio.Protocol):
    """One screen's connection; what a screen says is of no interest, only that it is there."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            self._bell.came(transport)

    def connection_lost(self, _error: Exception | None) -> None:
        if self._transport is not None:
            self._bell.went(self._transport)


def _framed(sentence: str) -> bytes:
    return _SAID + visible(sentence.encode()).encode("utf-8", "replace")[:_LONGEST] + _LINE


async def wakeups(path: Path) -> AsyncIterator[bool | str]:
    """Yield ``True`` whenever the engine has committed something, and once after each connection.

    A text is what the engine says it cannot do; an empty one says that it can again. An engine that is not there, or
    goes away, is tried again, with a ``False`` before each wait; the iterator ends only with its task.
    """
    while True:
        try:
            with _short(path) as name:
                reader, writer = await asyncio.open_unix_connection(name)
        except OSError:
            yield False
            await asyncio.sleep(_AGAIN)
            continue
        try:
            yield True
            async for heard in _heard(reader):
                yield heard
        except ConnectionError:
            pass
        finally:
            await _close(writer)


async def _heard(reader: asyncio.StreamReader) -> AsyncIterator[bool | str]:
    """Yield what one engine says, as long as it is there."""
    rest = b""
    while chunk := await reader.read(_ENOUGH):
        bells, *sentences = (rest + chunk).split(_SAID)
        rest = b""
        if bells:
            yield True
        for sentence in sentences:
            said, end, more = sentence.partition(_LINE)
            if end:
                yield said.decode("utf-8", "replace")
                if more:
                    yield True
            else:
                rest = _SAID + said


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
