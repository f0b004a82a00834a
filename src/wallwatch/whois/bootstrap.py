"""Which registry answers for an address: IANA's RDAP bootstrap registry (RFC 9224), shipped and refreshed.

Only registries that are known are ever asked, whatever a refreshed list says: a list from outside may tell which of
them has a block, and not whom to trust.
"""

import ipaddress
import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from wallwatch.model.address import packed

HOSTS: Final = frozenset(
    {
        "rdap.arin.net", "rdap.db.ripe.net", "rdap.apnic.net", "rdap.lacnic.net", "rdap.afrinic.net",
        "rdap.registro.br", "jpnic.rdap.apnic.net", "krnic.rdap.apnic.net", "twnic.rdap.apnic.net",
        "idnic.rdap.apnic.net",
    }
)  # fmt: skip
"""The hosts of the registries; no other is asked, and no redirection to another is followed."""

_DEFAULT: Final = "https://rdap.arin.net/registry/"
"""ARIN sends on what is another's: blocks that were recovered and transferred are in no list."""

_BLOCKS_MIN: Final = 200
"""Blocks of a /8 that a list of IPv4 has at least; the real one has 221."""
_IPV6_MIN: Final = 20


class _Service(NamedTuple):
    first: bytes
    last: bytes
    url: str


class Bootstrap:
    """The registries by block; the smallest block that holds an address says who answers."""

    def __init__(self, services: Iterable[tuple[str, str]]) -> None:
        found = [_service(prefix, url) for prefix, url in services]
        # From the widest to the smallest, so that the last one that fits is the best.
        self._services = sorted(found, key=lambda each: int.from_bytes(each.first) - int.from_bytes(each.last))

    def find(self, address: str) -> str:
        """Return the base of the URLs of the registry that answers for an address.

        Raises:
            ValueError: it is no address.
        """
        key = packed(address)
        fitting = (each.url for each in reversed(self._services) if each.first <= key <= each.last)
        return next(fitting, _DEFAULT)


def shipped(name: str) -> tuple[tuple[str, str], ...]:
    """Return a list (``ipv4.json``, ``ipv6.json``) as it is shipped."""
    return parse(files("wallwatch.whois").joinpath("registries", name).read_bytes()) or ()


def parse(body: bytes) -> tuple[tuple[str, str], ...] | None:
    """Return the blocks of a list, each with its registry's URL; ``None`` if the list looks wrong.

    It is right when it is whole (it has about as many blocks as the Internet), and names registries that are known.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    services = found.get("services") if isinstance(found, dict) else None
    if not isinstance(services, list):
        return None
    pairs = [pair for service in services for pair in _pairs(service)]
    if not pairs or not all(url and _is_block(prefix) for prefix, url in pairs):
        return None
    known = tuple((prefix, url) for prefix, url in pairs if url)
    return known if len(known) >= (_IPV6_MIN if ":" in known[0][0] else _BLOCKS_MIN) else None


def _pairs(service: object) -> list[tuple[str, str | None]]:
    """Return the blocks of one registry with the first of its URLs that is known, ``None`` if none is."""
    if not (isinstance(service, list) and len(service) >= 2 and all(isinstance(each, list) for each in service[:2])):  # noqa: PLR2004
        return [("", None)]
    url = next((each for each in service[1] if isinstance(each, str) and is_known(each)), None)
    return [(prefix if isinstance(prefix, str) else "", url) for prefix in service[0]]


def is_known(url: str) -> bool:
    """Tell whether a URL is one of a registry: HTTPS, its usual port, and a host of the list."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname in HOSTS and port in {None, 443} and not parts.username


def _service(prefix: str, url: str) -> _Service:
    network = ipaddress.ip_network(prefix)
    return _Service(packed(str(network[0])), packed(str(network[-1])), url if url.endswith("/") else f"{url}/")


def _is_block(prefix: str) -> bool:
    try:
        ipaddress.ip_network(prefix)
    except ValueError:
        return False
    return True
