"""Names of registries become addresses, checked before anything is connected to them."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Final

from wallwatch.errors import WallwatchError
from wallwatch.whois.public import is_public

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Returns the addresses of a host that may be connected to at a port."""

DEADLINE: Final = 10.0
"""Seconds for a question, with all its redirections."""
BODY_MAX: Final = 262_144
"""Bytes of an answer; a longer one is no answer."""


class AskError(WallwatchError):
    """A registry could not be asked, or its answer cannot be used."""


async def public_addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host, all of which have to be out on the Internet.

    Raises:
        AskError: it has none, or one that is not: a name server that leads to an address of ours.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise AskError(f"{host} is not found: {error.strerror or error}.") from error
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    if not addresses or not all(map(is_public, addresses)):
        raise AskError(f"{host} leads to an address that is not on the Internet; it was not connected to.")
    return addresses
