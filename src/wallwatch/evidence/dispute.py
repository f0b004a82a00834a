"""Whether the witnesses of an alert contradict each other about what sent it, as far as the alert alone tells."""

from functools import lru_cache
from typing import Final

from wallwatch.evidence.kinship import contradicts, is_tool, kin
from wallwatch.fingerprint import schedule
from wallwatch.fingerprint.distance import HOPS_MAX, INITIAL_TTLS
from wallwatch.model import Alert, Stack

_TTLS: Final = {
    "windows": (32, 128),
    "linux": (64,),
    "macos": (64,),
    "freebsd": (64,),
    "openbsd": (64,),
    "netbsd": (64,),
}
"""What a family's systems set the TTL to at first (Windows 95 and NT 3.5 to 32)."""


_FITS: Final = frozenset({"exact", "generic"})
"""How a stack matches whose signature, the TTL in it, fits as it is."""


def is_disputed(alert: Alert, stack: Stack, own: Stack | None, reported: Stack | None) -> bool:
    """Tell whether another witness contradicts ``stack``: our own answer, p0f's, the TTL, or the waits between SYNs.

    A tool is not disputed: p0f does not know most of them, and they do what they like with the rest.
    """
    if is_tool(stack):
        return False
    if own is not None and reported is not None and contradicts(own, reported):
        return True
    if ttl_contradicts(stack, alert.ttl):
        return True
    if not alert.ladder:
        return False
    return schedule.agrees(schedule.reading(alert.ladder, alert.packets, tick=alert.tick), stack) is False


def ttl_contradicts(stack: Stack, ttl: int | None) -> bool:
    """Tell whether what is left of the TTL is none of the stack's; where its signature fits, its TTL does."""
    return stack.match not in _FITS and is_odd_ttl(stack.family, ttl)


@lru_cache(maxsize=4_096)
def is_odd_ttl(family: str | None, ttl: int | None) -> bool:
    """Tell whether no system of that family begins with a TTL that leaves ``ttl``; unknown ones may do anything."""
    starts = _TTLS.get(kin(family)) if family is not None else None
    if starts is None or ttl is None:
        return False
    return not any(0 <= start - ttl <= HOPS_MAX for start in starts) and ttl <= max(INITIAL_TTLS)
