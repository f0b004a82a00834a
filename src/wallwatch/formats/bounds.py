"""What the fields of a header can hold: a greater number is a sign of a torn or doubled digit."""

from typing import Final

from wallwatch.formats.grammar import Fields

BYTE: Final = 0xFF
WORD: Final = 0xFFFF
LONG: Final = 0xFFFFFFFF

_GREATEST: Final = {
    **dict.fromkeys(("ttl", "tos", "icmp_type", "icmp_code"), BYTE),
    **dict.fromkeys(("sport", "dport", "ip_id", "length", "window", "urgent", "udp_length", "frag_offset"), WORD),
    **dict.fromkeys(("icmp_id", "icmp_seq"), WORD),
    **dict.fromkeys(("seq", "ack"), LONG),
    "flow_label": 0xFFFFF,
}


def sound(fields: Fields) -> bool:
    """Tell whether every number fits the field of the header that it is of."""
    return all(value <= _GREATEST[name] for name, value in fields.items() if name in _GREATEST and value is not None)
