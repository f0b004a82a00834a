"""The bytes of a packet become the fields of a header: what a capture file and Suricata's ``packet`` hold.

A header that is cut short gives the fields that are there. What lies beyond the packet's own length (Ethernet pads
frames to 60 bytes) is not read.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address
from typing import Final

from wallwatch.formats import tcpopt
from wallwatch.formats.grammar import Fields
from wallwatch.formats.link_bytes import inside
from wallwatch.formats.protocol import PORTED, proto
from wallwatch.model import Header
from wallwatch.model.address import canonical

_FRAGMENT_UNIT: Final = 8
_IPV4_HEADER: Final = 20
_IPV6_HEADER: Final = 40
_TCP_HEADER: Final = 20
_PORTS: Final = 4
_SEQ_END: Final = 8
_UDP_LENGTH_END: Final = 6
_LETTERS: Final = "CEUAPRSF"

_FRAGMENT: Final = 44
_AH: Final = 51
_EXTENSIONS: Final = frozenset({0, 43, _FRAGMENT, _AH, 60, 135})
"""Hop-by-hop options, routing, fragment, authentication, destination options, mobility (RFC 8200, RFC 4302)."""

_MOST_EXTENSIONS: Final = 8
_QUOTING: Final = {"icmp": frozenset({3, 4, 5, 11, 12}), "icmp6": frozenset({1, 2, 3, 4})}
"""Types of ICMP that carry the start of the packet they answer."""

_ECHOING: Final = {"icmp": frozenset({0, 8, 13, 14, 15, 16, 17, 18}), "icmp6": frozenset({128, 129})}
"""Types of ICMP that carry an identifier and a sequence number."""


def decode(data: bytes, linktype: int) -> Fields | None:
    """Return the fields of ``Header`` for a frame, with ``mac_src`` and ``quote`` where the frame has them.

    ``linktype`` is that of the capture file: Ethernet (1; with VLAN tags or PPPoE), raw IP (12, 14, 101, 228, 229),
    Linux cooked (113, 276), BSD null and loop (0, 108), PPP (9). ``None`` for anything but IP, and for a frame without
    a whole IP header.
    """
    found = inside(data, linktype)
    if found is None:
        return None
    packet, mac = found
    fields = decode_ip(packet)
    return fields if fields is None or mac is None else fields | {"mac_src": mac}


def decode_ip(packet: bytes) -> Fields | None:
    """Return the fields of a packet that begins with its IP header, with ``quote`` if it is an ICMP error."""
    layers = _ip(packet)
    if layers is None:
        return None
    fields, carried = layers
    if fields["frag_offset"]:
        return fields
    read = _CARRIED.get(fields["proto"])
    if read is not None:
        return fields | read(carried)
    return fields | (_ports(carried) if fields["proto"] in PORTED else {})


def _ip(packet: bytes) -> tuple[Fields, bytes] | None:
    """Return the fields of the IP header and the bytes behind it."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= _IPV4_HEADER:  # noqa: PLR2004
        return _ipv4(packet)
    if version == 6 and len(packet) >= _IPV6_HEADER:  # noqa: PLR2004
        return _ipv6(packet)
    return None


def _ipv4(packet: bytes) -> tuple[Fields, bytes] | None:
    size = (packet[0] & 15) * 4
    if size < _IPV4_HEADER:
        return None
    length, ip_id, fragment = _number(packet, 2), _number(packet, 4), _number(packet, 6)
    fields: Fields = {
        "proto": proto(str(packet[9])),
        "src": str(IPv4Address(packet[12:16])),
        "dst": str(IPv4Address(packet[16:20])),
        "ttl": packet[8],
        "tos": packet[1],
        "ip_id": ip_id,
        "length": length,
        "reserved": bool(fragment & 0x8000),
        "df": bool(fragment & 0x4000),
        "mf": bool(fragment & 0x2000),
        "frag_offset": (fragment & 0x1FFF) * _FRAGMENT_UNIT,
        "ip_header": size,
    }
    # A length of 0 is what segmentation offload leaves in a packet that this machine sends.
    return fields, packet[size : length if length >= size else None]


def _ipv6(packet: bytes) -> tuple[Fields, bytes]:
    word = int.from_bytes(packet[:4])
    length = _number(packet, 4) + _IPV6_HEADER
    following, at, offset, more = _chain(packet[:length], packet[6])
    fields: Fields = {
        "proto": proto(str(following)),
        "src": canonical(str(IPv6Address(packet[8:24]))),
        "dst": canonical(str(IPv6Address(packet[24:40]))),
        "ttl": packet[7],
        "tos": word >> 20 & 0xFF,
        "length": length,
        "mf": more,
        "frag_offset": offset,
        "ip_header": _IPV6_HEADER,
        "flow_label": word & 0xFFFFF,
    }
    return fields, packet[at:length]


def _chain(packet: bytes, following: int) -> tuple[int, int, int, bool]:
    """Follow the extension headers: the protocol behind them, where it starts, fragment offset, more fragments."""
    at, offset, more = _IPV6_HEADER, 0, False
    for _ in range(_MOST_EXTENSIONS):
        if following not in _EXTENSIONS or offset or at + 8 > len(packet):
            break
        size = (packet[at + 1] + 1) * 8
        if following == _FRAGMENT:
            size = 8
            offset, more = _number(packet, at + 2) & 0xFFF8, bool(packet[at + 3] & 1)
        elif following == _AH:
            size = (packet[at + 1] + 2) * 4
        following = packet[at]
        at += size
    return following, at, offset, more


def _ports(carried: bytes) -> Fields:
    return {"sport": _number(carried, 0), "dport": _number(carried, 2)} if len(carried) >= _PORTS else {}


def _tcp(carried: bytes) -> Fields:
    fields = _ports(carried)
    if len(carried) >= _SEQ_END:
        fields["seq"] = int.from_bytes(carried[4:8])
    if len(carried) < _TCP_HEADER:
        return fields
    size = (carried[12] >> 4) * 4
    fields |= {
        "ack": int.from_bytes(carried[8:12]),
        "flags": "".join(letter for bit, letter in enumerate(_LETTERS) if carried[13] << bit & 0x80),
        "window": _number(carried, 14),
        "urgent": _number(carried, 18),
        "tcp_header": size,
    }
    if not _TCP_HEADER <= size <= len(carried):
        return fields
    options = tcpopt.decode(carried[_TCP_HEADER:size].hex())
    if options is None:
        return fields
    return fields | {
        "options": options.names,
        "options_bad": options.bad,
        "eol_pad": options.eol_pad,
        "eol_data": options.eol_data,
    }


def _udp(carried: bytes) -> Fields:
    length = {"udp_length": _number(carried, 4)} if len(carried) >= _UDP_LENGTH_END else {}
    return _ports(carried) | length


def _icmp(carried: bytes, protocol: str) -> Fields:
    if len(carried) < 2:  # noqa: PLR2004
        return {}
    fields: Fields = {"icmp_type": carried[0], "icmp_code": carried[1]}
    if carried[0] in _ECHOING[protocol] and len(carried) >= 8:  # noqa: PLR2004
        fields |= {"icmp_id": _number(carried, 4), "icmp_seq": _number(carried, 6)}
    quoted = _quoted(carried[8:]) if carried[0] in _QUOTING[protocol] else None
    return fields if quoted is None else fields | {"quote": quoted}


def _quoted(packet: bytes) -> Header | None:
    """Return the packet that an error quotes; an error that itself quotes one is not followed further."""
    fields = decode_ip(packet) if _plain(packet) else None
    return Header(**fields) if fields is not None else None


def _plain(packet: bytes) -> bool:
    """Tell whether a quoted packet is no ICMP error itself, which no host answers (RFC 1122, RFC 4443)."""
    layers = _ip(packet)
    if layers is None:
        return False
    fields, carried = layers
    return fields["proto"] not in _QUOTING or carried[:1] not in {bytes([kind]) for kind in _QUOTING[fields["proto"]]}


def _number(octets: bytes, at: int) -> int:
    return int.from_bytes(octets[at : at + 2])


_CARRIED: Final[dict[str, Callable[[bytes], Fields]]] = {
    "tcp": _tcp,
    "udp": _udp,
    # Of UDP-Lite it is the bytes that the checksum covers; the kernel prints them as LEN, too.
    "136": _udp,
    "icmp": lambda carried: _icmp(carried, "icmp"),
    "icmp6": lambda carried: _icmp(carried, "icmp6"),
}
