"""The records that everything above speaks in: sightings, packets, alerts, and the changes of an alert.

They are frozen, cheap, and know nothing of files, stores or screens. ``None`` in a field means *this source does not
log it* and is never the same as zero; the fingerprint matcher depends on the difference.
"""

from wallwatch.model.alert import GAP, AddressChange, Alert, Change, ChangeKind
from wallwatch.model.packet import Packet
from wallwatch.model.sighting import KINDS, SYNS, WITNESS, Header, Kind, Sighting, Signature, Stack

__all__ = [
    "GAP",
    "KINDS",
    "SYNS",
    "WITNESS",
    "AddressChange",
    "Alert",
    "Change",
    "ChangeKind",
    "Header",
    "Kind",
    "Packet",
    "Sighting",
    "Signature",
    "Stack",
]
