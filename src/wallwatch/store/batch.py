"""What is committed at once: the changes of a batch, and the bytes that they came from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from wallwatch.model import AddressChange, Change, ChangeKind, Sighting
from wallwatch.model.line import Gap, Reading, SourceStatus
from wallwatch.model.scan import Scan

ENDED: Final[frozenset[ChangeKind]] = frozenset({"merged", "gone"})
"""The kinds of change after which an alert is no row any more."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that becomes true in one commit.

    The readings' sightings are not looked at: what they say is in ``changes``, and in ``spare`` for those that no
    packet keeps. ``raw`` has the lines of each sighting that came, in order of arrival, ``number`` is that of the
    first; the sightings themselves carry their number and no lines. ``evicted`` counts the alerts that the correlator
    has closed to make room since the last batch. ``memory`` is what the engine wants to know
    at its next start, by names of its own; what it gives no words for is forgotten. ``scans`` are new or have grown,
    ``joined`` has the number of the scan that an alert belongs to from now on, whether it is among the changes or not;
    ``turned`` has the reason of those not among them that are a scanner's from now on.
    """

    changes: Sequence[Change] = ()
    readings: Sequence[Reading] = ()
    statuses: Sequence[SourceStatus] = ()
    evicted: int = 0
    gaps: Sequence[Gap] = ()
    address_changes: Sequence[AddressChange] = ()
    number: int = 0
    raw: Sequence[str] = ()
    spare: Sequence[Sighting] = ()
    memory: Mapping[str, bytes] = {}
    scans: Sequence[Scan] = ()
    joined: Mapping[int, int] = {}
    turned: Mapping[int, str] = {}

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to commit."""
        said = self.changes or self.readings or self.statuses or self.gaps or self.address_changes
        return not (said or self.evicted or self.memory or self.scans)


def folded(changes: Iterable[Change]) -> list[Change]:
    """Return one change for each alert: its last record, and all packets that were touched.

    An alert that came and grew is ``new``; whatever came before it was merged or pruned does not matter any more.
    """
    by_alert: dict[int, Change] = {}
    for change in changes:
        earlier = by_alert.get(change.alert.id)
        by_alert[change.alert.id] = change if earlier is None else _joined(earlier, change)
    return list(by_alert.values())


def _joined(earlier: Change, later: Change) -> Change:
    if later.kind in ENDED:
        return later
    kind: ChangeKind = "new" if "new" in {earlier.kind, later.kind} else later.kind
    touched = tuple((dict(earlier.touched) | dict(later.touched)).items())
    return msgspec.structs.replace(later, kind=kind, touched=touched)
