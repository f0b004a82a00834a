"""What of an answer may be kept: a block that can be somebody's, in text that is safe for the eye."""

from typing import Final

import msgspec

from wallwatch.model.address import canonical, packed
from wallwatch.text import visible
from wallwatch.whois.record import NetworkRecord

TEXT_MAX: Final = 256
"""Characters of a name, an organisation or a mail address that are kept."""

_ASN_MAX: Final = (1 << 32) - 1

# Nobody was given more than a /8 of IPv4, and no registry hands out more than a /16 of IPv6.
_WIDEST_IPV4: Final = 1 << 24
_WIDEST_IPV6: Final = 1 << 112
_GLOBAL_IPV6: Final = packed("2000::"), packed("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
"""IPv6 outside this range is not assigned; inside ``::ffff:0:0/96`` it would speak for all of IPv4."""

_PLACEHOLDERS: Final = ("IANA-BLK", "NON-RIPE-NCC-MANAGED")
"""Beginnings of the names under which registries answer for what they do not manage."""


def accept(record: NetworkRecord) -> NetworkRecord | None:
    """Return the record as it may be kept, or ``None``: it holds no block, too wide a one, or a placeholder."""
    first, last = canonical(record.first), canonical(record.last)
    if first is None or last is None or not _is_block(first, last):
        return None
    if record.name is not None and record.name.upper().startswith(_PLACEHOLDERS):
        return None
    return msgspec.structs.replace(
        record,
        first=first,
        last=last,
        name=_text(record.name),
        organisation=_text(record.organisation),
        country=_text(record.country),
        abuse=_text(record.abuse),
        abuse_found=_text(record.abuse_found),
        kind=_text(record.kind),
        asn=record.asn if record.asn is not None and 0 <= record.asn <= _ASN_MAX else None,
        source=visible(record.source, TEXT_MAX),
    )


def _is_block(first: str, last: str) -> bool:
    low, high = packed(first), packed(last)
    size = int.from_bytes(high) - int.from_bytes(low) + 1
    if ":" in first and ":" in last:
        return _GLOBAL_IPV6[0] <= low <= high <= _GLOBAL_IPV6[1] and size <= _WIDEST_IPV6
    return ":" not in first + last and 1 <= size <= _WIDEST_IPV4


def _text(text: str | None) -> str | None:
    return visible(text, TEXT_MAX) if text else None
