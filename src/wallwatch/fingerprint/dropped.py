"""Options that a sender leaves out when it tries again: evidence of what it is, not a new system.

A system that gets no answer may suspect that something on the way dislikes its options. Windows Vista to 8 leaves out
window scaling from the third SYN on, macOS scaling and timestamps from the eighth on (both as captured). Where the
options were not logged, the SYN is shorter all the same.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final, NamedTuple

import msgspec

from wallwatch.model import Header

_WORDS: Final = {"mss": "the MSS", "ws": "window scaling", "sok": "SACK", "ts": "timestamps"}
"""Options that say what a system can do; the others only fill."""

_LOOKED_AT: Final = 32
"""Packets of a connection that are looked at: no system tries that often."""

_HEADERS: Final = {False: 40, True: 60}
"""Bytes of the IP and TCP header without options, in IPv4 and IPv6."""


class Dropped(msgspec.Struct, frozen=True, gc=False):
    """Options of the first SYN of a connection that a later one goes without."""

    options: tuple[str, ...]
    """Their kinds: ``mss``, ``ws``, ``sok``, ``ts``."""
    place: int
    """Which SYN of the connection the later one is; the first is 1."""
    words: str
    families: tuple[str, ...] = ()


class _Habit(NamedTuple):
    """Who leaves ``options`` out, so that of that many bytes of options others are left, in so many SYNs at most."""

    options: tuple[str, ...]
    sizes: tuple[int, int]
    tries: int
    name: str
    families: tuple[str, ...]


# The number of the SYN is a lower bound, because a rate limit may keep packets out of the log.
_HABITS: Final = (
    _Habit(("ws",), (12, 8), 3, "Windows Vista to 8", ("Windows",)),
    _Habit(("ws", "ts"), (24, 8), 11, "macOS", ("macOS", "iOS")),
)


def options_dropped(first: Header, later: Header, place: int) -> Dropped | None:
    """Return what ``later``, SYN number ``place`` of the connection, goes without; ``None`` if nothing, or unknown."""
    if first.options is None or later.options is None:
        return _shorter(first, later, place)
    had, has = _kinds(first.options), _kinds(later.options)
    options = tuple([kind for kind in _WORDS if kind in had and kind not in has])
    if not options:
        return None
    habit = next((habit for habit in _HABITS if habit.options == options and place <= habit.tries), None)
    return _dropped(options, place, habit)


def first_drop(packets: Iterable[Header]) -> Dropped | None:
    """Return what the first of the later SYNs that differs goes without; ``packets`` of one connection, in order."""
    numbered = enumerate(islice(packets, _LOOKED_AT), 1)
    _, first = next(numbered, (1, None))
    if first is None:
        return None
    drops = (options_dropped(first, later, place) for place, later in numbered)
    return next((drop for drop in drops if drop is not None), None)


def _shorter(first: Header, later: Header, place: int) -> Dropped | None:
    """Answer from the lengths alone, where they are those of somebody known."""
    sizes = (_size(first), _size(later))
    habit = next((habit for habit in _HABITS if habit.sizes == sizes and place <= habit.tries), None)
    return None if habit is None else _dropped(habit.options, place, habit)


def _size(header: Header) -> int | None:
    """Return the bytes of options in a SYN without data."""
    return None if header.length is None else header.length - _HEADERS[":" in header.src]


def _dropped(options: tuple[str, ...], place: int, habit: _Habit | None) -> Dropped:
    words = f"{' and '.join(_WORDS[kind] for kind in options)} left out from SYN {place} on"
    if habit is None:
        return Dropped(options, place, words)
    return Dropped(options, place, f"{words}: as {habit.name}", habit.families)


def _kinds(options: tuple[str, ...]) -> frozenset[str]:
    return frozenset([option.partition(":")[0] for option in options])
