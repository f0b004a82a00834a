"""The blocks of a pcapng file (draft-ietf-opsawg-pcapng): sections, their interfaces, packets, and all else."""

import struct
from typing import Final, NamedTuple

from wallwatch.sources.pcap import DamagedError, packet_line

_SECTION: Final = 0x0A0D0D0A
_INTERFACE: Final = 1
_SIMPLE: Final = 3
_LAYOUTS: Final = {2: "HHIIII", _SIMPLE: "I", 6: "IIIII"}
"""Blocks that hold a packet: interface (and drops), stamp in two words, captured length, original length."""

_ORDERS: Final = {b"\x1a\x2b\x3c\x4d": ">", b"\x4d\x3c\x2b\x1a": "<"}
_BODY: Final = 8
_TAIL: Final = 4
"""The length stands before the body of a block and, again, behind it."""

_HEAD: Final = 12
"""Type, length, and for a section the mark that tells the byte order."""

_LARGEST: Final = 16_777_216
"""Longest block that Wireshark takes, in bytes."""

_INTERFACES: Final = 1_024
"""Interfaces of a section that are remembered, at most."""

_OPTIONS_AT: Final = 16
_OPTIONS: Final = 64
"""Options of an interface that are read, at most."""

_TSRESOL: Final = 9
_TSOFFSET: Final = 14
_EIGHT: Final = 8


class _Interface(NamedTuple):
    """The link type, the parts of a second in the stamps, and the seconds to be added to them."""

    link: int
    parts: int = 1_000_000
    offset: int = 0

    def micros(self, stamp: int) -> int | None:
        """Return a stamp as microseconds since the epoch, ``None`` if it is before it."""
        micros = stamp * 1_000_000 // self.parts + self.offset * 1_000_000
        return micros if micros >= 0 else None


def is_pcapng(head: bytes | bytearray) -> bool:
    """Tell whether a file that begins with ``head`` is one."""
    return head[:4] == b"\n\r\r\n" and bytes(head[8:_HEAD]) in _ORDERS


class Pcapng:
    """The blocks of one file; what a section and its interfaces say is remembered for their packets."""

    def __init__(self) -> None:
        self._order = "<"
        self._interfaces: list[_Interface] = []

    def size(self, part: bytearray, at: int) -> int | None:
        """Return how many bytes the block at ``at`` takes, ``None`` if that is not there yet.

        Raises:
            DamagedError: it is no section where one begins, or no block is as long as it says.
        """
        if len(part) < at + _HEAD:
            return None
        if part[at : at + 4] == b"\n\r\r\n":
            order = _ORDERS.get(bytes(part[at + 8 : at + _HEAD]))
            if order is None:
                raise DamagedError
            self._order = order
        (length,) = struct.unpack_from(self._order + "I", part, at + 4)
        if not _HEAD <= length <= _LARGEST or length % 4:
            raise DamagedError
        return int(length)

    def line(self, block: bytes) -> bytes | None:
        """Return the line for a block that holds a packet, ``None`` for any other."""
        if len(block) < _HEAD:
            return None
        (kind,) = struct.unpack_from(self._order + "I", block)
        if kind == _SECTION:
            self._interfaces = []
        elif kind == _INTERFACE and len(self._interfaces) < _INTERFACES:
            self._interfaces.append(_interface(block, self._order))
        return self._packet(kind, block)

    def _packet(self, kind: int, block: bytes) -> bytes | None:
        layout = _LAYOUTS.get(kind)
        if layout is None or len(block) < _BODY + struct.calcsize(self._order + layout):
            return None
        words = struct.unpack_from(self._order + layout, block, _BODY)
        # A simple packet is one of the first interface, has no time, and may be cut by the interface's limit.
        number = 0 if kind == _SIMPLE else words[0]
        if number >= len(self._interfaces):
            return None
        interface = self._interfaces[number]
        start = _BODY + struct.calcsize(self._order + layout)
        if kind == _SIMPLE:
            return packet_line(None, interface.link, block[start : min(start + words[0], len(block) - _TAIL)])
        high, low, captured, _ = words[-4:]
        packet = block[start : min(start + captured, len(block) - _TAIL)]
        return packet_line(interface.micros(high << 32 | low), interface.link, packet)


def _interface(block: bytes, order: str) -> _Interface:
    link = int(struct.unpack_from(order + "H", block, _BODY)[0])
    found = _options(block, order)
    resolution = found.get(_TSRESOL, b"\6")[:1] or b"\6"
    power = resolution[0] & 0x7F
    offset = found.get(_TSOFFSET, b"")
    return _Interface(
        link,
        2**power if resolution[0] & 0x80 else 10**power,
        struct.unpack(order + "q", offset)[0] if len(offset) == _EIGHT else 0,
    )


def _options(block: bytes, order: str) -> dict[int, bytes]:
    """Return the options of an interface by their codes, up to the first that is not whole."""
    found: dict[int, bytes] = {}
    at = _OPTIONS_AT
    while len(found) < _OPTIONS and at + 4 <= len(block) - _TAIL:
        code, length = struct.unpack_from(order + "HH", block, at)
        if code == 0 or at + 4 + length > len(block) - _TAIL:
            break
        found.setdefault(code, block[at + 4 : at + 4 + length])
        at += 4 + (length + 3) // 4 * 4
    return found
