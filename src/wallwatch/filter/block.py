"""Blocks of addresses: one address, a network, or a range."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, summarize_address_range
from itertools import islice
from typing import Final

import msgspec

from wallwatch.model.address import network_bounds

_MAPPED: Final = IPv6Network("::ffff:0:0/96")


class Block(msgspec.Struct, frozen=True, gc=False):
    """An address from ``first`` to ``last`` (``model.address.packed``); ``name`` is how the block is written."""

    first: bytes
    last: bytes
    name: str


def parse_block(text: str) -> Block | None:
    """Read ``192.0.2.1``, ``192.0.2.0/24``, ``192.0.2.1-192.0.2.9`` or the same in IPv6; ``None`` if it is none.

    Two texts for the same addresses give the same block. A range runs upwards, between addresses of one version.
    """
    low, dash, high = (part.strip() for part in text.partition("-"))
    if "%" in text or (dash and "/" in text):
        return None
    bounds, ends = network_bounds(low), network_bounds(high if dash else low)
    if bounds is None or ends is None:
        return None
    first, last = bounds[0], ends[1]
    if first > last or (dash and _is_mapped(first) is not _is_mapped(last)):
        return None
    return Block(first, last, _name(first, last))


def _is_mapped(packed: bytes) -> bool:
    return IPv6Address(packed) in _MAPPED


def _name(first: bytes, last: bytes) -> str:
    if _is_mapped(first) and _is_mapped(last):
        return _range_name(IPv4Address(first[-4:]), IPv4Address(last[-4:]))
    return _range_name(IPv6Address(first), IPv6Address(last))


def _range_name(first: IPv4Address | IPv6Address, last: IPv4Address | IPv6Address) -> str:
    if first == last:
        return str(first)
    networks = list(islice(summarize_address_range(first, last), 2))
    return str(networks[0]) if len(networks) == 1 else f"{first}-{last}"
