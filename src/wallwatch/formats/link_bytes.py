"""Link layers: from the bytes of a frame to those of the IP packet in it (link types as on tcpdump.org/linktypes)."""

from collections.abc import Callable
from typing import Final

_ETHERTYPES: Final = frozenset({0x0800, 0x86DD})
_TAGS: Final = frozenset({0x8100, 0x88A8, 0x9100})
"""IEEE 802.1Q, 802.1ad, and the number that was used before it."""

_PPPOE: Final = 0x8864
_PPP_IP: Final = frozenset({0x0021, 0x0057})
_MOST_TAGS: Final = 4
_LOCAL: Final = frozenset({2, 10, 24, 28, 30})
"""Address families of IPv4, and of IPv6 on NetBSD and Linux, FreeBSD, macOS."""

_ETHERNET_ADDRESS: Final = (1, 6)
"""The hardware type and the length of an address in a cooked header (ARPHRD_ETHER)."""

Inside = tuple[bytes, str | None]
"""The bytes from the IP header on, and the sender's link address as ``00:1b:b9:76:9c:e4`` if there is one."""


def inside(frame: bytes, linktype: int) -> Inside | None:
    """Return the IP packet of a frame, ``None`` for another protocol, another link type, or a frame cut too short."""
    link = _LINKS.get(linktype)
    return link(frame) if link is not None else None


def _ethernet(frame: bytes) -> Inside | None:
    return _tagged(frame, 12, _mac(frame[6:12]))


def _cooked(frame: bytes) -> Inside | None:
    """Linux "any" (SLL): packet type, hardware type, address length, address, protocol."""
    return _tagged(frame, 14, _mac(frame[6:12]) if _is_ethernet(frame[2:6]) else None)


def _cooked_2(frame: bytes) -> Inside | None:
    """SLL2: protocol first; hardware type at 8, address length at 11, address at 12."""
    mac = _mac(frame[12:18]) if _is_ethernet(frame[8:10] + b"\0" + frame[11:12]) else None
    return _tagged(frame[:20] + frame[:2] + frame[20:], 20, mac)


def _local(frame: bytes) -> Inside | None:
    """BSD null and loop: a family of four bytes, in the byte order of the machine or of the network."""
    family = frame[:4]
    known = {int.from_bytes(family, "big"), int.from_bytes(family, "little")} & _LOCAL
    return (frame[4:], None) if known else None


def _ppp(frame: bytes) -> Inside | None:
    at = 2 if frame[:2] == b"\xff\x03" else 0
    return (frame[at + 2 :], None) if _number(frame, at) in _PPP_IP else None


def _raw(frame: bytes) -> Inside | None:
    return frame, None


def _tagged(frame: bytes, at: int, mac: str | None) -> Inside | None:
    """Read the ethertype at ``at``, behind it VLAN tags and a PPPoE header."""
    ethertype = _number(frame, at)
    for _ in range(_MOST_TAGS):
        if ethertype not in _TAGS:
            break
        at += 4
        ethertype = _number(frame, at)
    if ethertype == _PPPOE:
        return (frame[at + 10 :], mac) if _number(frame, at + 8) in _PPP_IP else None
    return (frame[at + 2 :], mac) if ethertype in _ETHERTYPES else None


def _number(frame: bytes, at: int) -> int:
    return int.from_bytes(frame[at : at + 2])


def _is_ethernet(kind_and_length: bytes) -> bool:
    return (int.from_bytes(kind_and_length[:2]), int.from_bytes(kind_and_length[2:])) == _ETHERNET_ADDRESS


def _mac(octets: bytes) -> str:
    return octets.hex(":")


_LINKS: Final[dict[int, Callable[[bytes], Inside | None]]] = {
    0: _local,
    1: _ethernet,
    9: _ppp,
    12: _raw,
    14: _raw,
    101: _raw,
    108: _local,
    113: _cooked,
    228: _raw,
    229: _raw,
    276: _cooked_2,
}
