"""One question over HTTPS, bounded in time and size, that follows no redirection but to another registry."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from importlib import import_module
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import msgspec

from wallwatch.whois.bootstrap import is_known
from wallwatch.whois.dial import BODY_MAX, DEADLINE, AskError, Resolve, public_addresses

if TYPE_CHECKING:
    import aiohttp

_HOPS: Final = 3
_CHUNK: Final = 16_384
_HEADERS: Final = {
    "Accept": "application/rdap+json, application/json;q=0.9",
    "Accept-Encoding": "identity",
    "User-Agent": "wallwatch (a firewall console; asks for single addresses)",
}
_REDIRECTIONS: Final = frozenset({301, 302, 303, 307, 308})


class Reply(msgspec.Struct, frozen=True):
    """What a registry answered, and the host that did; ``retry_after`` is in seconds."""

    host: str
    status: int
    body: bytes
    retry_after: int | None = None


class Fetch:
    """Asks over HTTPS. ``known`` tells whether a URL may be asked; all arguments are there to be replaced in tests."""

    def __init__(
        self,
        *,
        resolve: Resolve = public_addresses,
        known: Callable[[str], bool] = is_known,
        context: ssl.SSLContext | None = None,
        deadline: float = DEADLINE,
    ) -> None:
        self._resolve = resolve
        self._known = known
        self._context = context
        self._deadline = deadline

    async def __call__(self, url: str) -> Reply:
        """Return the answer from ``url``, or from where a registry sends on to.

        Raises:
            AskError: there is none in time, it is too long, or it leads to a stranger.
        """
        # It takes 160 ms, which only a look-up is worth, and no key should wait for.
        aiohttp = await asyncio.to_thread(import_module, "aiohttp")
        try:
            async with asyncio.timeout(self._deadline), self._session() as session:
                for _ in range(_HOPS + 1):
                    if not self._known(url):
                        raise AskError(f"{_host(url)} is no registry that is known; it was not asked.")
                    reply = await _get(session, url)
                    if isinstance(reply, Reply):
                        return reply
                    url = reply
        except TimeoutError as error:
            raise AskError(f"{_host(url)} did not answer in {self._deadline:g} seconds.") from error
        except (aiohttp.ClientError, OSError) as error:
            raise AskError(f"{_host(url)} cannot be asked: {_reason(error)}.") from error
        raise AskError(f"{_host(url)} sends on and on.")

    def _session(self) -> "aiohttp.ClientSession":
        import aiohttp  # noqa: PLC0415 - as above

        connector = aiohttp.TCPConnector(
            resolver=_resolver(self._resolve), ssl=self._context or True, force_close=True, use_dns_cache=False
        )
        return aiohttp.ClientSession(
            connector=connector,
            headers=_HEADERS,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
        )


async def _get(session: "aiohttp.ClientSession", url: str) -> Reply | str:
    """Return the answer, or the URL that it sends on to."""
    async with session.get(url, allow_redirects=False) as response:
        if response.status in _REDIRECTIONS:
            return _joined(url, response.headers.get("Location", ""))
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise AskError(f"{_host(url)} sent what nobody asked for: a packed answer.")
        retry_after = _seconds(response.headers.get("Retry-After", ""), response.headers.get("Date", ""))
        return Reply(_host(url), response.status, await _body(response, url), retry_after)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


async def _body(response: "aiohttp.ClientResponse", url: str) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > BODY_MAX:
            raise AskError(f"{_host(url)} sent more than {BODY_MAX:,} bytes.")
        # What is buffered is read without a pause: a fast sender would keep the keys and the deadline waiting.
        await asyncio.sleep(0)
    return bytes(body)


def _resolver(resolve: Resolve) -> "aiohttp.abc.AbstractResolver":
    from aiohttp.abc import AbstractResolver, ResolveResult  # noqa: PLC0415 - as above

    class Checked(AbstractResolver):
        """The addresses that were checked are those that are connected to."""

        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
        ) -> list[ResolveResult]:
            addresses = await resolve(host, port)
            return [
                ResolveResult(
                    hostname=host,
                    host=address,
                    port=port,
                    family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                    proto=0,
                    flags=socket.AI_NUMERICHOST,
                )
                for address in addresses
                if family in {socket.AF_UNSPEC, socket.AF_INET6 if ":" in address else socket.AF_INET}
            ]

        async def close(self) -> None:
            """There is nothing to close."""

    return Checked()


def _seconds(retry_after: str, date: str) -> int | None:
    """Return how long to wait, which is said in seconds or as a date."""
    if retry_after.isascii() and retry_after.isdigit():
        return int(retry_after[:9])
    try:
        wait = parsedate_to_datetime(retry_after) - parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return None
    return max(int(wait.total_seconds()), 0)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "a URL without a host"
    except ValueError:
        return "what is no URL"


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
