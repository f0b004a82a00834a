"""The raw lines of an alert in sections, as an analyst puts them: alert lines, dumps, firewall lines, fingerprints."""

from string import digits
from typing import Final

import msgspec

from wallwatch.model.sighting import Kind
from wallwatch.reports.report import Part

DUMP: Final = "snort-dump"
SEPARATOR: Final = "=+" * 37
"""What Snort writes before the first of its dumps, and after each."""

_ORDER: Final[tuple[Kind, ...]] = ("signature", "dump", "firewall", "fingerprint")
_WHAT: Final[dict[Kind, str]] = {
    "signature": "alerts",
    "dump": "packet dumps",
    "firewall": "firewall lines",
    "fingerprint": "fingerprints",
}


class Section(msgspec.Struct, frozen=True):
    """The lines of one emitter in one source, each as it was logged; one of ``records`` may be several lines."""

    title: str
    format: str
    records: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """All lines; before the first dump of Snort stands what stands between them."""
        before = [SEPARATOR] if self.format == DUMP else []
        return [*before, *(line for record in self.records for line in record.split("\n"))]


def sections(part: Part) -> list[Section]:
    """Return the lines of an alert by emitter and source: what an IDS said comes first, then dumps and firewalls."""
    groups: dict[tuple[int, str, str], list[str]] = {}
    for sighting in part.sightings:
        if sighting.raw:
            key = _ORDER.index(sighting.kind), sighting.format, sighting.source
            groups.setdefault(key, []).append(sighting.raw)
    return [Section(_title(*key), key[1], tuple(records)) for key, records in sorted(groups.items())]


def _title(place: int, name: str, source: str) -> str:
    """Return ``snort alerts (messages)``: which program, what it says, and the source it stands in."""
    what = _WHAT[_ORDER[place]]
    program = name.partition("-")[0].rstrip(digits if name.startswith("p0f") else "")
    return f"{program} {what} ({source})" if source else f"{program} {what}"
