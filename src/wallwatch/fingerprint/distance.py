"""How many routers a packet passed, from what is left of its TTL."""

from typing import Final

INITIAL_TTLS: Final = (32, 64, 128, 255)
"""The values that systems start from."""

HOPS_MAX: Final = 35
"""A distance above this is no distance: the packet started from another TTL (p0f 3.09b, config.h)."""


def guessed_hops(ttl: int) -> int:
    """Return the distance if the packet started from the nearest usual TTL."""
    for initial in INITIAL_TTLS:
        if ttl <= initial:
            return initial - ttl
    return 0
