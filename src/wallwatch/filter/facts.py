"""What a filter needs to know beside the record: the time, people's marks, and the noise rules."""

from collections.abc import Collection, Mapping
from datetime import UTC, tzinfo
from typing import Final, Protocol

import msgspec

from wallwatch.filter.clause import Sql
from wallwatch.model import Alert, Sighting
from wallwatch.model.scan import KINDS, ScanKind

Record = Alert | Sighting


INCIDENT: Final = "incident"


def incident_key(folded_name: str) -> str:
    """Return the key of the alerts of an incident in ``Facts.marks``."""
    return f"{INCIDENT}:{folded_name}"


def scan_key(kind: str) -> str:
    """Return the key of the scans of a kind in ``Facts.marks``."""
    return f"scan:{kind}"


def scans_by_kind(kinds: Mapping[int, ScanKind]) -> dict[str, frozenset[int]]:
    """Return the numbers of the scans of each kind, for ``Facts.marks``; ``kinds`` has the kind of each scan."""
    return {scan_key(kind): frozenset(number for number in kinds if kinds[number] == kind) for kind in KINDS}


class Rules(Protocol):
    """The noise rules as far as a filter asks for them (``noise:gnutella``). A rule hides a record or it does not."""

    def hides(self, name: str, record: Record, facts: "Facts") -> bool:
        """Tell whether the rule of this name is in force and matches the record."""
        ...

    def hidden(self, name: str, facts: "Facts") -> Sql:
        """Return the same as a condition on the table of alerts, never NULL."""
        ...


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known at ``now`` (microseconds since the epoch).

    ``marks`` holds the ids of the alerts that bear a mark, by its field: ``done``, ``starred``, ``note``, ``odd``. A
    mark that is missing here is not known, and so neither true nor false; the same goes for ``noise:`` without rules.
    Under :data:`INCIDENT` it holds the ids of the alerts that are in any incident, under :func:`incident_key` those of
    one. Under :func:`scan_key` it holds the numbers of the scans of a kind.
    A time without an offset in a filter (``since:2002-03-02``) is a wall clock in ``zone``.
    """

    now: int
    zone: tzinfo = UTC
    marks: Mapping[str, Collection[int]] = msgspec.field(default_factory=dict)
    noise: Rules | None = None
