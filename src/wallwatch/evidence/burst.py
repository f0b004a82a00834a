"""Which knocks make a scan: so many different doors, with no long pause between them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from wallwatch.evidence.knocks import Door, Knock
from wallwatch.model.times import SECOND


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """From when on knocks are a scan. Times are microseconds between one knock and the next.

    ``doors`` different pairs of host and port from one source make one if no pause is longer than ``gap``; where pauses
    are up to ``slow_gap``, it takes ``slow_doors`` of them. Once known, a scan goes on until its source was silent for
    ``slow_gap``. ``sources`` with the same tool at ``doors`` ports of one host make a distributed one, if no pause is
    longer than ``sources_gap``; nor is one when it goes on. A tool in common is not enough for that: see
    :func:`of_crew`.
    """

    doors: int = 5
    gap: int = 60 * SECOND
    slow_doors: int = 10
    slow_gap: int = 900 * SECOND
    sources: int = 10
    sources_gap: int = 10 * SECOND

    @property
    def fewest(self) -> int:
        """The number of doors below which nothing is a scan of one source."""
        return min(self.doors, self.slow_doors)


USUAL: Final = Limits()

_SHARED_OUT: Final = 0.8
"""Doors for each knock from which on they were shared out."""
_ALONE: Final = 3
"""So many times more sources it takes then: peers that call some services come to a few different ones at first."""
_ALONE_MOST: Final = 48
"""Fewer than the knocks that are looked at together."""


def of_source(knocks: Iterable[Knock], newest: Knock, limits: Limits) -> Sequence[Knock]:
    """Return the knocks of one source that are a scan together with the ``newest`` one, oldest first; none if none."""
    ordered = sorted(knocks)
    for gap, doors in ((limits.gap, limits.doors), (limits.slow_gap, limits.slow_doors)):
        together = _together(ordered, newest, gap)
        if _doors(together) >= doors:
            return together
    return ()


def of_crew(knocks: Iterable[Knock], newest: Knock, limits: Limits) -> Sequence[Knock]:
    """Return the knocks of one tool at one host that are a distributed scan together with the ``newest`` one.

    Each source of one knocks at several doors, as decoys and the machines of a swarm do, or the sources share the doors
    out among them, so that hardly any is knocked at twice. Whoever only happens to use the tool calls one door, which
    others call as well: bots that look for telnet, small systems that are taken for a tool.
    """
    together = _together(sorted(knocks), newest, limits.sources_gap)
    movers, fewest = _of_movers(together), max(min(_ALONE * limits.sources, _ALONE_MOST), limits.sources)
    if newest in movers and _sources(movers) >= limits.sources and _doors(movers) >= limits.doors:
        return movers
    is_shared = _doors(together) >= max(_SHARED_OUT * len(together), limits.doors)
    return together if is_shared and _sources(together) >= fewest else ()


def is_shared_out(knocks: Sequence[Knock]) -> bool:
    """Tell whether there is a source among them that knocked at one door only."""
    return len(_of_movers(knocks)) < len(knocks)


def _of_movers(knocks: Sequence[Knock]) -> Sequence[Knock]:
    """Return the knocks of those sources that knocked at several doors."""
    doors: defaultdict[str, set[Door]] = defaultdict(set)
    for knock in knocks:
        doors[knock.src].add(knock.door)
    return [knock for knock in knocks if len(doors[knock.src]) > 1]


def _together(ordered: Sequence[Knock], newest: Knock, gap: int) -> Sequence[Knock]:
    """Return the knocks that hang together with one of them by pauses of up to ``gap``."""
    at = ordered.index(newest)
    start = end = at
    while start and ordered[start].time - ordered[start - 1].time <= gap:
        start -= 1
    while end + 1 < len(ordered) and ordered[end + 1].time - ordered[end].time <= gap:
        end += 1
    return ordered[start : end + 1]


def _sources(knocks: Sequence[Knock]) -> int:
    return len({knock.src for knock in knocks})


def _doors(knocks: Sequence[Knock]) -> int:
    return len({knock.door for knock in knocks})
