"""IPFire's location database, where it is installed: which network an address is in, its country and its AS.

The layout is that of libloc's ``format.h``, version 1: big-endian, a binary tree over the bits of the address (IPv4 in
``::ffff:0:0/96``), networks and autonomous systems in tables, their names in a pool. Read by way of a mapping of the
file, so that of its 50 MB only what is looked at is loaded.
"""

import mmap
import struct
from ipaddress import IPv6Address
from pathlib import Path
from typing import Final, Self

from wallwatch.model.address import packed
from wallwatch.whois.record import NetworkRecord

PLACES: Final = (Path("/var/lib/location/database.db"), Path("/usr/share/libloc-location/location.db"))
"""Where it lies: kept up by ``location update``, or as Debian packs it."""

_MAGIC: Final = b"LOCDBXX\x01"
_HEADER: Final = struct.Struct(">Q13I")
_NODE: Final = struct.Struct(">III")
_NETWORK: Final = struct.Struct(">2s2xI4x")
_AS: Final = struct.Struct(">II")
_NOTHING: Final = 0xFFFFFFFF
_BITS: Final = 128
_NAME_MAX: Final = 256


class LocationDatabase:
    """An open database. What is broken in it is not known; nothing in it raises."""

    def __init__(self, mapped: bytes | mmap.mmap) -> None:
        self._bytes = mapped
        created, *fields = _HEADER.unpack_from(mapped, len(_MAGIC))
        self._fetched = created * 1_000_000
        self._systems, systems_length = fields[3:5]
        self._networks, self._nodes, self._pool = fields[5], fields[7], fields[11]
        self._systems_count = systems_length // _AS.size

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """Return the database at ``path``, ``None`` if there is none that can be read."""
        try:
            with path.open("rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            return None
        return cls(mapped) if mapped[: len(_MAGIC)] == _MAGIC and len(mapped) > _HEADER.size + len(_MAGIC) else None

    def find(self, address: str) -> NetworkRecord | None:
        """Return the smallest network that holds an address, ``None`` if there is none."""
        key = int.from_bytes(packed(address))
        try:
            found = self._walk(key)
            if found is None:
                return None
            at, length = found
            country, number = _NETWORK.unpack_from(self._bytes, self._networks + at * _NETWORK.size)
            name = self._system(number) if number else None
        except (struct.error, IndexError):
            return None
        first = key >> (_BITS - length) << (_BITS - length)
        return NetworkRecord(
            first=_text(first),
            last=_text(first | ((1 << (_BITS - length)) - 1)),
            organisation=name,
            country=country.decode("ascii", "replace") if country.strip(b"\0") else None,
            asn=number or None,
            source="IPFire location database",
            fetched=self._fetched,
        )

    def _walk(self, key: int) -> tuple[int, int] | None:
        """Return the number of the network of the longest prefix of ``key``, and that prefix's length."""
        found = None
        node = 0
        for depth in range(_BITS + 1):
            zero, one, network = _NODE.unpack_from(self._bytes, self._nodes + node * _NODE.size)
            if network != _NOTHING:
                found = network, depth
            node = (one if key >> (_BITS - 1 - depth) & 1 else zero) if depth < _BITS else 0
            if not node:
                break
        return found

    def _system(self, number: int) -> str | None:
        """Return the name of an AS; they are sorted by number."""
        low, high = 0, self._systems_count
        while low < high:
            middle = (low + high) // 2
            each, name = _AS.unpack_from(self._bytes, self._systems + middle * _AS.size)
            if each == number:
                start = self._pool + name
                text = self._bytes[start : start + _NAME_MAX].partition(b"\0")[0]
                return text.decode("utf-8", "replace") or None
            low, high = (middle + 1, high) if each < number else (low, middle)
        return None


def _text(number: int) -> str:
    address = IPv6Address(number)
    return str(address.ipv4_mapped or address)
