"""The blocks of addresses as registries write them: ``a - b``, ``a/len``, shortened or padded with zeros."""

import ipaddress
import re
from typing import Final, NamedTuple

from wallwatch.model.address import canonical, packed

_RANGE: Final = re.compile(r"([0-9a-fA-F.:]{2,45}) *- *([0-9a-fA-F.:]{2,45})(?![0-9a-fA-F.:/])")
_PREFIX: Final = re.compile(r"([0-9a-fA-F.:]{1,45})/([0-9]{1,3})(?![0-9.])")
_OCTETS: Final = 4


class Span(NamedTuple):
    """The first and the last address of a block, as canonical text."""

    first: str
    last: str

    @property
    def size(self) -> int:
        """How many addresses it has."""
        return int.from_bytes(packed(self.last)) - int.from_bytes(packed(self.first)) + 1

    def holds(self, address: str) -> bool:
        """Tell whether an address is in it."""
        return packed(self.first) <= packed(address) <= packed(self.last)


def read_span(text: str) -> Span | None:
    """Return the first block that ``text`` names, ``None`` if there is none that makes sense.

    LACNIC leaves the last octets out (``192.0.2/24``), ARIN's RDAP once padded with zeros (``192.000.002.000``).
    Several prefixes that follow each other (ARIN's ``CIDR``) are one block.
    """
    if found := _RANGE.search(text):
        return span_of(found[1], found[2])
    spans = [span for found in _PREFIX.finditer(text) if (span := _network(found[1], found[2]))]
    whole = spans[0] if spans else None
    for span in spans[1:]:
        if whole is not None and _follows(whole, span):
            whole = Span(whole.first, span.last)
    return whole


def span_of(first: str, last: str) -> Span | None:
    """Return the block between two addresses of one family, ``None`` if they are none or stand the wrong way round."""
    low, high = address_of(first), address_of(last)
    if low is None or high is None or (":" in low) != (":" in high) or packed(low) > packed(high):
        return None
    return Span(low, high)


def address_of(text: str) -> str | None:
    """Return an address in canonical text, without the zeros that it may be padded with."""
    if ":" in text:
        return canonical(text)
    octets = text.split(".")
    if len(octets) != _OCTETS or not all(octet.isascii() and octet.isdigit() for octet in octets):
        return None
    return canonical(".".join(str(int(octet[:4])) for octet in octets))


def _network(start: str, length: str) -> Span | None:
    if ":" not in start:
        octets = start.strip(".").split(".")
        start = ".".join((*octets, *("0",) * (_OCTETS - len(octets))))
    address = address_of(start)
    if address is None:
        return None
    try:
        network = ipaddress.ip_network(f"{address}/{length}", strict=False)
    except ValueError:
        return None
    return span_of(str(network[0]), str(network[-1]))


def _follows(before: Span, span: Span) -> bool:
    return int.from_bytes(packed(span.first)) == int.from_bytes(packed(before.last)) + 1
