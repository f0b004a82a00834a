"""Where the fields of a packet stand: in the text of a log line, in the bytes of a capture."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from wallwatch.formats import FORMATS, pcap
from wallwatch.formats.format import Block, Span
from wallwatch.formats.link_bytes import inside
from wallwatch.model import Sighting

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "addresses": ("src", "dst"),
    "id": ("ip_id", "icmp_id"),
    "length": ("length", "udp_length"),
    "header": ("ip_header", "tcp_header"),
    "bits": ("df", "mf", "reserved"),
    "fragment": ("frag_offset",),
    "ports": ("sport", "dport"),
    "urgent": ("urgent",),
    "type": ("icmp_type",),
    "code": ("icmp_code",),
    "sequence": ("icmp_seq",),
    "option": ("options",),
    "through": ("iface_in", "iface_out"),
    "hardware": ("mac_src",),
    "signature": ("message", "signature", "gid", "sid", "rev"),
    "class": ("classification",),
    "target": ("dst", "dport"),
}
"""What the fields of a sighting are called on the screen, where that is not their own name."""

_FORMATS: Final = {each.name: each for each in FORMATS}

# RFC 791, RFC 8200, RFC 9293, RFC 768, RFC 792: first byte and byte after, from the header on.
_IP4: Final[Mapping[str, Span]] = {
    "ip_header": (0, 1), "tos": (1, 2), "length": (2, 4), "ip_id": (4, 6), "df": (6, 7), "mf": (6, 7),
    "reserved": (6, 7), "frag_offset": (6, 8), "ttl": (8, 9), "src": (12, 16), "dst": (16, 20),
}  # fmt: skip
_IP6: Final[Mapping[str, Span]] = {
    "tos": (0, 2), "flow_label": (1, 4), "length": (4, 6), "ttl": (7, 8), "src": (8, 24), "dst": (24, 40),
}  # fmt: skip
_TCP: Final[Mapping[str, Span]] = {
    "sport": (0, 2), "dport": (2, 4), "seq": (4, 8), "ack": (8, 12), "tcp_header": (12, 13), "flags": (12, 14),
    "window": (14, 16), "urgent": (18, 20), "options": (20, 60),
}  # fmt: skip
_UDP: Final[Mapping[str, Span]] = {"sport": (0, 2), "dport": (2, 4), "udp_length": (4, 6)}
_ICMP: Final[Mapping[str, Span]] = {
    "icmp_type": (0, 1), "icmp_code": (1, 2), "icmp_id": (4, 6), "icmp_seq": (6, 8),
}  # fmt: skip
_TRANSPORTS: Final = {"tcp": _TCP, "udp": _UDP, "icmp": _ICMP, "icmp6": _ICMP}
_IP6_HEADER: Final = 40
_HEADERS: Final = {"udp": 8, "icmp": 8, "icmp6": 8}


class Captured(NamedTuple):
    """The bytes of an IP packet, how many of them are headers, and where each field stands."""

    octets: bytes
    headers: int
    spans: Mapping[str, Span]


def fields_of(shown: str) -> tuple[str, ...]:
    """Return the names of a sighting's fields that a field on the screen is made of."""
    return NAMES.get(shown, (shown,))


@lru_cache(maxsize=64)
def spans(format_name: str, raw: str) -> Mapping[str, Span]:
    """Return where fields stand in the text of a record; nothing where it was taken out of a mail or an envelope."""
    reads = _FORMATS.get(format_name)
    return {} if reads is None else reads.spans(Block(tuple(raw.split("\n"))))


@lru_cache(maxsize=64)
def captured(raw: str, proto: str, ip_header: int | None, tcp_header: int | None) -> Captured | None:
    """Return the packet that stands in the text of a capture's record, ``None`` for any other record."""
    packet = pcap.packet(raw)
    found = None if packet is None else inside(*packet)
    if found is None or not found[0]:
        return None
    octets = found[0]
    four = octets[0] >> 4 == 4  # noqa: PLR2004 - the version of IP
    start = (ip_header or 4 * (octets[0] & 15)) if four else (ip_header or _IP6_HEADER)
    transport = _TRANSPORTS.get(proto, {})
    header = (tcp_header or 20) if proto == "tcp" else _HEADERS.get(proto, 0)
    placed = {name: (start + first, start + min(end, header or end)) for name, (first, end) in transport.items()}
    return Captured(octets, start + header, {**(_IP4 if four else _IP6), **placed})


def marks(sighting: Sighting, shown: str) -> Iterator[Span]:
    """Yield where the field that is ``shown`` under that name stands in the raw text of a sighting."""
    known = spans(sighting.format, sighting.raw) if shown else {}
    yield from (known[name] for name in fields_of(shown) if name in known)
