"""How far the clock of each source is ahead of the others'.

A sensor without NTP is seconds off, one in a stale time zone whole hours. What it says is then of no packet that the
others saw in the same moment, but of one that they saw a while before or after, with the same tuple and nothing that
contradicts. One such pair is chance (a first packet that was not logged), many that agree are a clock.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from itertools import accumulate
from statistics import median_low
from typing import Final

from msgspec.structs import replace

from wallwatch.correlate.stitch import Stitch
from wallwatch.model import Kind, Sighting
from wallwatch.model.times import SECOND

FARTHEST: Final = 26 * 3_600 * SECOND
"""Microseconds that a clock may be off: a day, for a date that was set wrongly, and a summer time on either side."""

_ENOUGH: Final = 12
_REMEMBERED: Final = 48
_AGREED: Final = 0.7
_NEAR: Final = SECOND + SECOND // 2
_ZONES: Final = 900 * SECOND
"""All time zones are whole quarters of an hour apart."""

Witness = tuple[str, Kind]
Apart = tuple[int, int]
"""How far two stamps may be apart at the least and at the most, in microseconds: some are cut to the second."""


class Skews:
    """Learns by how much each source is off from the others, and says so in its sightings.

    Of every tuple, the first lines of two sources are compared. Twelve of the last 48 times that they are apart
    by are enough, if seven of ten agree to within one and a half seconds. The clock of the source that agrees with
    fewer others is wrong; where that is no difference, that of the one that is no firewall. 48 more make it exact.
    """

    def __init__(self) -> None:
        self._ahead: dict[str, int] = {}
        self._apart: dict[tuple[str, str], deque[Apart]] = {}
        self._rough: frozenset[str] = frozenset()
        self.learned = 0
        """How many lessons there were."""

    @property
    def ahead(self) -> Mapping[str, int]:
        """The microseconds by which the clocks of sources are ahead, of those only that are off."""
        return self._ahead

    def go_on(self, ahead: Mapping[str, int]) -> None:
        """Go on with what an earlier run has learned."""
        self._ahead |= ahead

    def told(self, sighting: Sighting) -> Sighting:
        """Return a sighting that says by how much its source is off."""
        skew = self._ahead.get(sighting.source, 0)
        return sighting if sighting.skew == skew else replace(sighting, skew=skew)

    def compare(self, sighting: Sighting, first: Stitch) -> str | None:
        """Compare the first line of a source with the first packet of its tuple, of which another source has told.

        Return the source whose clock is known from now on to be off, if there is one.
        """
        off = None
        for other in first.sightings if not first.estimated else ():
            if other.source != sighting.source:
                # Who comes first when all is well comes second when its line is missing: both are one statistic.
                one, two = sorted((sighting, other), key=_source)
                off = off or self._compare(one, two)
        return off

    def _compare(self, one: Sighting, other: Sighting) -> str | None:
        apart = one.at - other.at - other.tick, one.at + one.tick - other.at
        if abs(_middle(apart)) > FARTHEST:
            return None
        known = self._apart.setdefault((one.source, other.source), deque(maxlen=_REMEMBERED))
        known.append(apart)
        if len(known) == _REMEMBERED and (rough := self._rough & {one.source, other.source}):
            self._rough -= {min(rough)}
            return self._correct(min(rough), one.source, _common(known))
        if abs(_middle(apart)) <= _NEAR or len(known) < _ENOUGH:
            return None
        median = _median(known)
        agreed = [each for each in known if abs(_middle(each) - median) <= _NEAR]
        if abs(median) <= _NEAR or len(agreed) < _AGREED * len(known):
            return None
        return self._learn((one.source, one.kind), (other.source, other.kind), _common(agreed))

    def _learn(self, one: Witness, other: Witness, apart: int) -> str:
        """Take the clock of ``one``, or of ``other`` from which it is ``apart``, for wrong; return whose it is."""
        wrong, _ = min(one, other, key=self._standing)
        ahead = self._ahead.get(wrong, 0) + (apart if wrong == one[0] else -apart)
        self._ahead[wrong] = ahead if abs(ahead) > _NEAR else 0
        self._apart = {pair: apart for pair, apart in self._apart.items() if wrong not in pair}
        if self._ahead[wrong] % _ZONES:
            self._rough |= {wrong}
        self.learned += 1
        return wrong

    def _correct(self, source: str, one: str, apart: int) -> str:
        """Set the clock of a source right by what is still there between it and another one."""
        self._ahead[source] += apart if source == one else -apart
        self.learned += 1
        return source

    def _standing(self, witness: Witness) -> tuple[int, bool, str]:
        """Return with how many others a source agrees, and what counts where that is the same."""
        source, kind = witness
        agreeing = {
            one if other == source else other
            for (one, other), apart in self._apart.items()
            if source in {one, other} and abs(_median(apart)) <= _NEAR
        }
        return len(agreeing), kind == "firewall", source


def _source(sighting: Sighting) -> str:
    return sighting.source


def _middle(apart: Apart) -> int:
    return sum(apart) // 2


def _median(known: Iterable[Apart]) -> int:
    return median_low(map(_middle, known))


def _common(agreed: Collection[Apart]) -> int:
    """Return the time that the stamps are apart by: the middle of what is possible for most of the pairs."""
    ends = sorted([(least, 1) for least, _ in agreed] + [(most, -1) for _, most in agreed])
    counts = list(accumulate(step for _, step in ends))
    best = counts.index(max(counts))
    return _rounded((ends[best][0] + ends[best + 1][0]) // 2)


def _rounded(apart: int) -> int:
    """Return whole quarters of an hour where it is near to them: another time zone, and nothing that was measured."""
    zones = round(apart / _ZONES) * _ZONES
    return zones if zones and abs(apart - zones) <= _NEAR else apart
