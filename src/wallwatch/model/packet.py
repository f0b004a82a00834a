"""One packet on the wire: its sightings, stitched."""

from typing import Final

import msgspec

from wallwatch.model.sighting import KINDS, WITNESS, Header, Sighting

_ABSENT: Final = "-"


class Packet(Header, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """One packet, with what all its sightings together say of it.

    ``time`` is the best stamp (microseconds since the epoch), true to within ``tick``. ``estimated`` marks a packet
    that only a "last message repeated" line stands for: its time is spread, not logged.
    """

    time: int
    tick: int = 1_000_000
    estimated: bool = False
    sightings: tuple[Sighting, ...] = ()

    @property
    def seen(self) -> str:
        """The witnesses as four letters in the order ``SKPD``, ``-`` for each that did not see it."""
        return seen_by(self.sightings)

    @property
    def translated(self) -> Sighting | None:
        """What was told of it on the other side of a NAT: with another source or target than it is shown with."""
        if len(self.sightings) < 2:  # noqa: PLR2004 - it takes two
            return None
        here = self.src, self.dst
        return next((told for told in self.sightings if (told.src, told.dst) != here), None)


def seen_by(sightings: tuple[Sighting, ...]) -> str:
    """Return the witnesses of ``sightings`` as in ``SK-D``."""
    kinds = {sighting.kind for sighting in sightings}
    return "".join(WITNESS[kind] if kind in kinds else _ABSENT for kind in KINDS)


HEADER_FIELDS: Final = msgspec.structs.fields(Header)
HEADER_NAMES: Final = tuple(field.name for field in HEADER_FIELDS)
