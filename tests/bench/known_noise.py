"""A history of known noise: nine of ten alerts call for a Gnutella node that the last holder of our address ran.

Twelve of these deviate in one thing each. Every tenth alert is something else, of many sources and ports.
"""

import random
from collections.abc import Iterator
from typing import Any, Final

from wallwatch.model import Alert, Signature, Stack

SEED: Final = 20020302
START: Final = 1_015_083_174_000_000
"""2 March 2002, 15:32:54 UTC, in microseconds."""
MATCH: Final = "dport:6346-6349 proto:tcp"
"""The rule that the noise is known by."""

_SECOND: Final = 1_000_000
_DAYS: Final = 10
_LADDER: Final = {1: 0, 2: 3, 3: 9}
"""Seconds from the first to the last of so many SYNs."""
_BSD: Final = Stack("FreeBSD 4", family="FreeBSD", hops=12)
_FAR: Final = Stack("Windows NT family", family="Windows", hops=61)

DEVIATIONS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("target port", {"dport": 6348}),
    ("target port", {"dport": 6349}),
    ("flags", {"flags": "FPU"}),
    ("flags", {"flags": "SA"}),
    ("stack", {"os": _BSD}),
    ("stack", {"os": Stack("Linux 2.4", family="Linux", hops=14)}),
    ("hops", {"os": _FAR}),
    ("hops", {"os": Stack("Windows NT family", family="Windows", hops=1)}),
    ("packets", {"packets": 5, "seconds": 14}),
    ("packets", {"packets": 6, "seconds": 20}),
    ("spacing", {"packets": 2, "seconds": 90}),
    ("spacing", {"packets": 3, "seconds": 1}),
)
"""On which axis an alert deviates, and what it has there."""


def history(count: int, later: int = 0) -> Iterator[Alert]:
    """Yield ``count`` alerts of ten days, numbered from 1 in the order of time, the same ones every time.

    So many ``later`` ones follow, none of which deviates.
    """
    drawn = random.Random(SEED)
    odd = deviants(count)
    step = _DAYS * 86_400 * _SECOND // count
    for number in range(1, count + later + 1):
        first = START + number * step
        if number in odd:
            yield _member(number, first, drawn, **DEVIATIONS[odd[number]][1])
        elif number % 10:
            yield _member(number, first, drawn)
        else:
            yield _other(number, first, drawn)


def deviants(count: int) -> dict[int, int]:
    """Return which alerts deviate, with their place in :data:`DEVIATIONS`; they stand all over the history."""
    return {count * (place + 1) // (len(DEVIATIONS) + 1) // 10 * 10 + 1: place for place in range(len(DEVIATIONS))}


def _member(number: int, first: int, drawn: random.Random, **fields: Any) -> Alert:
    packets = fields.get("packets", drawn.choice((1, 2, 3, 3)))
    seconds = fields.pop("seconds", _LADDER.get(packets, 0))
    peer = drawn.randrange(200_000)
    known: dict[str, Any] = {
        "src": f"198.{18 + (peer >> 16)}.{peer >> 8 & 255}.{peer & 255}",
        "dport": 6347 if peer % 7 == 0 else 6346,
        "flags": "S",
        "packets": packets,
        "os": Stack("Windows NT family", family="Windows", hops=8 + peer % 15) if peer % 3 else None,
        "signature": Signature("TCP to 6346 gnutella", gid=1, sid=0) if peer % 4 == 0 else None,
    }
    return Alert(
        id=number,
        first=first,
        last=first + seconds * _SECOND,
        proto="tcp",
        dst="192.0.2.1",
        sport=1_024 + drawn.randrange(60_000),
        lines=packets,
        witnesses="-K--",
        seen=("-K--",) * packets,
        chain="input",
        sources=("kern.log",),
        **known | fields,
    )


def _other(number: int, first: int, drawn: random.Random) -> Alert:
    return Alert(
        id=number,
        first=first,
        last=first,
        proto="tcp",
        src=f"203.0.113.{drawn.randrange(250)}",
        sport=1_024 + drawn.randrange(60_000),
        dst="192.0.2.1",
        dport=drawn.choice((22, 23, 80, 443, 445, 3389)),
        flags="S",
        witnesses="-K--",
        seen=("-K--",),
        chain="input",
        sources=("kern.log",),
    )
