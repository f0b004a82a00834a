"""The source port of a connection: which systems draw theirs from there.

It supports what other evidence says and contradicts nothing: a router that translates addresses gives out ports of its
own, and a program may bind whatever port it likes.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import msgspec

PortStep = Literal["constant", "counting", "drawn", "unknown"]


class PortReading(msgspec.Struct, frozen=True, gc=False):
    """What a source port says, in ``words``, and the ``families`` that draw theirs from there (none: nobody does)."""

    words: str
    families: tuple[str, ...] = ()


class PortSteps(msgspec.Struct, frozen=True, gc=False):
    """How the source ports of several connections of one source follow each other; no ``words`` if it says nothing."""

    kind: PortStep = "unknown"
    words: str = ""


class _Range(NamedTuple):
    low: int
    high: int
    reading: PortReading | None


_RANGES: Final = (
    _Range(0, 1_023, PortReading("below 1024: made up, or given out by a NAT")),
    # Microsoft, MaxUserPort: 1025 to 5000 up to Windows 2003.
    _Range(1_025, 5_000, PortReading("1025 to 5000: as Windows before Vista and other old systems", ("Windows",))),
    # Linux, net.ipv4.ip_local_port_range: 32768 to 60999. IANA's dynamic ports: 49152 to 65535 (RFC 6335).
    _Range(32_768, 49_151, PortReading("32768 to 60999: as Linux", ("Linux",))),
    _Range(
        49_152,
        60_999,
        PortReading(
            "49152 to 60999: as Linux, Windows since Vista, macOS or BSD",
            ("Linux", "Windows", "macOS", "iOS", "FreeBSD", "OpenBSD", "NetBSD"),
        ),
    ),
    _Range(
        61_000,
        65_535,
        PortReading(
            "above 60999: as Windows since Vista, macOS or BSD",
            ("Windows", "macOS", "iOS", "FreeBSD", "OpenBSD", "NetBSD"),
        ),
    ),
)
"""Ranges by default. What is not in any says nothing."""

_LEAST: Final = 3
"""Connections that make a rule."""

_COUNTING_MAX: Final = 4
"""The longest step of a host that counts its ports: others may have been taken, or used for other peers."""

_MOST: Final = 0.75
"""Part that must follow a rule."""

_CONSTANT: Final = PortSteps("constant", "one source port for all: as nmap, masscan and other tools")
_COUNTING: Final = PortSteps("counting", "source ports that count up: as Windows before Vista, or hping")
_DRAWN: Final = PortSteps("drawn", "source ports that are drawn: as any system of today")


def reading(sport: int | None) -> PortReading | None:
    """Return what one source port says; ``None`` if it says nothing."""
    if sport is None:
        return None
    return next((known.reading for known in _RANGES if known.low <= sport <= known.high), None)


def steps(sports: Sequence[int]) -> PortSteps:
    """Return how the source ports of a source's connections, in order of time, follow each other."""
    if len(sports) < _LEAST:
        return PortSteps()
    if max(Counter(sports).values()) >= _MOST * len(sports):
        return _CONSTANT
    short = sum(0 < later - earlier <= _COUNTING_MAX for earlier, later in pairwise(sports))
    return _COUNTING if short >= _MOST * (len(sports) - 1) else _DRAWN
