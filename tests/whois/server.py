"""A registry on this machine that misbehaves: one way a path for HTTP, one a question for whois."""

import asyncio
import gzip
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


def reply(body: bytes, status: str = "200 OK", *headers: str) -> Behaviour:
    """Return a behaviour that answers over HTTP."""
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""))

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(head.encode() + body)

    return answer


def plain(body: bytes) -> Behaviour:
    """Return a behaviour that answers and closes."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(body)

    return answer


def redirect(url: str) -> Behaviour:
    """Return a behaviour that sends on."""
    return reply(b"", "302 Found", f"Location: {url}")


def bomb() -> Behaviour:
    """Return a behaviour that answers with 16 MiB of nothing, packed, which nobody asked for."""
    return reply(gzip.compress(bytes(16 * 1024 * 1024)), "200 OK", "Content-Encoding: gzip")


async def silent(_writer: asyncio.StreamWriter) -> None:
    """Say nothing."""
    await asyncio.Event().wait()


async def dripping(writer: asyncio.StreamWriter) -> None:
    """Say one byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def slow_headers(writer: asyncio.StreamWriter) -> None:
    """Never come to the body."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X: y\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


async def endless(writer: asyncio.StreamWriter) -> None:
    """Say more and more, as fast as it goes."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
        await writer.drain()


async def endless_text(writer: asyncio.StreamWriter) -> None:
    """The same without HTTP."""
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


@asynccontextmanager
async def registry(behaviours: Mapping[str, Behaviour]) -> AsyncIterator[tuple[int, Counter[str]]]:
    """Serve on a port of the loopback; gives the port, and how often each path or question came."""
    asked: Counter[str] = Counter()
    open_ones: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.add(writer)
        try:
            line = (await reader.readline()).decode().strip()
            question = line.removeprefix("GET ").removesuffix(" HTTP/1.1")
            asked[question] += 1
            await behaviours[question](writer)
            await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], asked
    finally:
        server.close()
        for writer in open_ones:
            writer.transport.abort()
