"""A whole alert as one value of its row: its fields in a fixed order, without their names, which would need most room.

Stores of schema 1 and 2 have the names in it; both forms are read.
"""

from operator import attrgetter
from typing import Final

import msgspec

from wallwatch.model import Alert

NAMES: Final = (
    "id", "first", "last", "tick", "zone", "proto", "src", "dst", "sport", "dport", "icmp_type", "icmp_code", "flags",
    "ttl", "packets", "ladder", "witnesses", "seen", "lines", "signature", "action", "chain", "rule", "host", "iface",
    "sources", "os", "verdict", "because", "network", "asn",
    "scan",
)  # fmt: skip
"""The fields in the order in which they are written. A new one is added at the end: earlier records do without."""

_MAP: Final = frozenset({*range(0x80, 0x90), 0xDE, 0xDF})
"""The first bytes of a record that has the names in it."""

_FIELDS: Final = {field.name: field for field in msgspec.structs.fields(Alert)}
_Listed: Final = msgspec.defstruct(
    "_Listed",
    [
        (name, _FIELDS[name].type, msgspec.NODEFAULT if _FIELDS[name].required else _FIELDS[name].default)
        for name in NAMES
    ],
    array_like=True,
    kw_only=True,
    gc=False,
)

_values: Final = attrgetter(*NAMES)
_encode: Final = msgspec.msgpack.Encoder().encode
_decode_named: Final = msgspec.msgpack.Decoder(Alert).decode
_decode_listed: Final = msgspec.msgpack.Decoder(_Listed).decode


def record_of(alert: Alert) -> bytes:
    """Return the record of an alert.

    Raises:
        OverflowError: a number in it is too large.
    """
    return _encode(_values(alert))


def alert_of(record: bytes) -> Alert:
    """Return the alert of a record.

    Raises:
        msgspec.DecodeError: the record is garbled.
    """
    if record[:1] and record[0] in _MAP:
        return _decode_named(record)
    return Alert(**msgspec.structs.asdict(_decode_listed(record)))
