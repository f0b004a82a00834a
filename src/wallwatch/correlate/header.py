"""What several sightings together say of the header of one packet."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from wallwatch.model import Kind, Sighting
from wallwatch.model.packet import HEADER_NAMES

RANK: Final[dict[Kind, int]] = {"dump": 0, "firewall": 1, "fingerprint": 2, "signature": 3}
"""Whose word counts first: a dump decodes the packet itself, p0f and an IDS tell what they made of it."""

_fields: Final = attrgetter(*HEADER_NAMES)


def header_fields(sightings: Sequence[Sighting]) -> tuple[Any, ...]:
    """Return the values of ``HEADER_NAMES``; a field that any of the sightings knows is known."""
    if len(sightings) == 1:
        return _fields(sightings[0])
    best, *others = sorted(sightings, key=_rank)
    fields: tuple[Any, ...] = _fields(best)
    for other in others:
        fields = tuple([theirs if mine is None else mine for mine, theirs in zip(fields, _fields(other), strict=True)])
    return fields


def _rank(sighting: Sighting) -> int:
    return RANK[sighting.kind]
