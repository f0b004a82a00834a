"""One question in the old whois protocol (RFC 3912): plain text, port 43. Used only where the user has said so."""

import asyncio
from collections.abc import Mapping
from typing import Final

from wallwatch.whois.dial import BODY_MAX, DEADLINE, AskError, Resolve, public_addresses

PORT: Final = 43
_CHUNK: Final = 16_384

SERVERS: Final[Mapping[str, tuple[str, str]]] = {
    "rdap.arin.net": ("whois.arin.net", "n + {address}"),
    "rdap.db.ripe.net": ("whois.ripe.net", "-r {address}"),
    "rdap.apnic.net": ("whois.apnic.net", "{address}"),
    "rdap.lacnic.net": ("whois.lacnic.net", "{address}"),
    "rdap.afrinic.net": ("whois.afrinic.net", "{address}"),
    "rdap.registro.br": ("whois.registro.br", "{address}"),
    "jpnic.rdap.apnic.net": ("whois.nic.ad.jp", "NET {address}/e"),
    "krnic.rdap.apnic.net": ("whois.kisa.or.kr", "{address}"),
    "twnic.rdap.apnic.net": ("whois.twnic.tw", "{address}"),
    "idnic.rdap.apnic.net": ("whois.idnic.id", "{address}"),
}
"""For each host of RDAP the server of the same registry, and how it is asked: RIPE without people (``-r``), ARIN with
all of a network (``n +``), JPNIC in English (``/e``). No other server is asked, whatever an answer refers to."""


class Port43:
    """Asks in the whois protocol. ``resolve`` and ``port`` are there to be replaced in tests."""

    def __init__(self, *, resolve: Resolve = public_addresses, port: int = PORT, deadline: float = DEADLINE) -> None:
        self._resolve = resolve
        self._port = port
        self._deadline = deadline

    async def __call__(self, host: str, question: str) -> bytes:
        """Return what the server answers, at most what an answer may have.

        Raises:
            AskError: it is not there, or does not come to an end in time.
        """
        try:
            async with asyncio.timeout(self._deadline):
                address = (await self._resolve(host, self._port))[0]
                return await _ask(address, self._port, question)
        except TimeoutError as error:
            raise AskError(f"{host} did not answer in {self._deadline:g} seconds.") from error
        except OSError as error:
            raise AskError(f"{host} cannot be asked: {error.strerror or error}.") from error


async def _ask(address: str, port: int, question: str) -> bytes:
    reader, writer = await asyncio.open_connection(address, port, limit=_CHUNK)
    try:
        writer.write(f"{question}\r\n".encode("ascii"))
        await writer.drain()
        body = bytearray()
        while len(body) < BODY_MAX and (chunk := await reader.read(_CHUNK)):
            body += chunk
            # As for HTTPS: what is buffered is read without a pause.
            await asyncio.sleep(0)
        return bytes(body[:BODY_MAX])
    finally:
        writer.transport.abort()
