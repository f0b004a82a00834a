"""Addresses: one canonical text for each (RFC 5952), and a byte form that sorts and compares as numbers do."""

import ipaddress
from functools import lru_cache
from typing import Final

_CACHED: Final = 4_096
"""Addresses whose other form is at hand, those that were asked for last: each takes some three hundred bytes."""

MAPPED: Final = b"\0" * 10 + b"\xff\xff"
"""What the packed form of an IPv4 address begins with."""
AROUND: Final = {4: 24, 6: 64}
"""Bits of the network that stands for an address of which no registered one is known, by the version of IP."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@lru_cache(maxsize=_CACHED)
def canonical(text: str) -> str | None:
    """Return the canonical text of an address, or ``None`` if ``text`` is none.

    Zero-padded and uncompressed IPv6 (netfilter, p0f) comes out as RFC 5952 writes it, an IPv4 address in it with dots
    (which Python does from 3.13 on). A zone index is refused.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    if "%" in text:
        return None
    found = str(address) if mapped is None else f"::ffff:{mapped}"
    return text if found == text else found  # the same object: both are remembered


@lru_cache(maxsize=_CACHED)
def packed(text: str) -> bytes:
    """Return 16 bytes for an address; IPv4 is mapped (``::ffff:a.b.c.d``), so that one order holds both.

    Raises:
        ValueError: ``text`` is no address.
    """
    address = ipaddress.ip_address(text)
    return address.packed if address.version == 6 else MAPPED + address.packed  # noqa: PLR2004


def around(text: str) -> str | None:
    """Return the network that stands for an address of which no registered one is known."""
    try:
        return str(ipaddress.ip_network(f"{text}/{AROUND[6 if ':' in text else 4]}", strict=False))
    except ValueError:
        return None


def network_of(prefix: bytes) -> str:
    """Return the network of all addresses whose packed form begins with ``prefix``."""
    if prefix.startswith(MAPPED):
        prefix = prefix.removeprefix(MAPPED)
        return f"{ipaddress.IPv4Address(prefix.ljust(4, bytes(1)))}/{8 * len(prefix)}"
    return f"{ipaddress.IPv6Address(prefix.ljust(16, bytes(1)))}/{8 * len(prefix)}"


def network_bounds(text: str) -> tuple[bytes, bytes] | None:
    """Return the first and last address of a network or single address, packed; ``None`` if it is neither.

    Host bits may be set (``207.95.12.112/19``).
    """
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    return packed(str(network[0])), packed(str(network[-1]))
