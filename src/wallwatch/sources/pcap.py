"""The records of a pcap file (draft-ietf-opsawg-pcap): a head of 24 bytes, then 16 bytes before each packet."""

import struct
from typing import Final

KEPT: Final = 512
"""Bytes of a packet that are kept, at most: link, IP and transport headers and the quote of an ICMP error."""

_HEAD: Final = 24
_RECORD: Final = 16
_LINK_BITS: Final = 0xFFFF
"""The link type; the bits above it tell of a frame check sequence."""

_LARGEST: Final = 262_144
"""Longest packet that libpcap takes from a file (MAXIMUM_SNAPLEN)."""

_MAGIC: Final = {
    b"\xa1\xb2\xc3\xd4": (">", 1),
    b"\xd4\xc3\xb2\xa1": ("<", 1),
    b"\xa1\xb2\x3c\x4d": (">", 1_000),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000),
}
"""First four bytes → byte order, and parts of a microsecond in the stamps."""


class DamagedError(Exception):
    """Here stands something that no capture holds, and no later record can be found."""


class Pcap:
    """The records of one file, whose first four bytes are ``magic``."""

    def __init__(self, magic: bytes) -> None:
        order, self._parts = _MAGIC[magic]
        self._record = struct.Struct(order + "IIII")
        self._number = struct.Struct(order + "I")
        self._link: int | None = None

    @staticmethod
    def begins(head: bytes) -> bool:
        """Tell whether a file that begins with ``head`` is one."""
        return head[:4] in _MAGIC

    def size(self, part: bytearray, at: int) -> int | None:
        """Return how many bytes the record at ``at`` takes, ``None`` if that is not there yet.

        Raises:
            DamagedError: no packet is as long as it says.
        """
        if self._link is None:
            return _HEAD
        if len(part) < at + _RECORD:
            return None
        captured: int = self._record.unpack_from(part, at)[2]
        if captured > _LARGEST:
            raise DamagedError
        return _RECORD + captured

    def line(self, record: bytes) -> bytes | None:
        """Return the line for a record, ``None`` for the file's head."""
        if self._link is None:
            if len(record) >= _HEAD:
                self._link = self._number.unpack_from(record, 20)[0] & _LINK_BITS
            return None
        if len(record) < _RECORD:
            return None
        seconds, parts, _, _ = self._record.unpack_from(record)
        return packet_line(seconds * 1_000_000 + parts // self._parts, self._link, record[_RECORD:])


def packet_line(micros: int | None, link: int, packet: bytes) -> bytes:
    """Return the line for a packet; ``micros`` are since the epoch."""
    seconds, rest = divmod(micros or 0, 1_000_000)
    stamp = f"{seconds}.{rest:06}" if micros is not None else "-"
    return f"pcap {stamp} {link} {packet[:KEPT].hex()}".encode()
