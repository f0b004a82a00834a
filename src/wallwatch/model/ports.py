"""Sets of ports: a few as they are, many as one bit each, so that a scan of all 65,536 needs 8 KiB."""

import re
from collections.abc import Iterator
from typing import Final, Self

FEW: Final = 64
"""Ports up to which a set is kept as numbers of two bytes each."""

_PORTS: Final = 65_536
_LISTED: Final = b"l"
_BITS: Final = b"b"
_RUN: Final = re.compile("1+")


class PortSet:
    """A set of ports that grows."""

    def __init__(self) -> None:
        self._few: set[int] | None = set()
        self._bits = bytearray()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, port: int) -> bool:
        if self._few is not None:
            return port in self._few
        return bool(self._bits[port >> 3] & 1 << (port & 7))

    def __iter__(self) -> Iterator[int]:
        if self._few is not None:
            return iter(sorted(self._few))
        return (port for low, high in _runs(self._bits) for port in range(low, high + 1))

    @property
    def size(self) -> int:
        """How many bytes it takes, roughly."""
        return 64 * self._count if self._few is not None else len(self._bits)

    def add(self, port: int) -> bool:
        """Put a port in; tell whether it is new. What is no port (a stranger may write any number) is left out."""
        if not 0 <= port < _PORTS or port in self:
            return False
        self._count += 1
        if self._few is None:
            self._bits[port >> 3] |= 1 << (port & 7)
            return True
        self._few.add(port)
        if self._count > FEW:
            few, self._few, self._bits = self._few, None, bytearray(_PORTS // 8)
            for each in few:
                self._bits[each >> 3] |= 1 << (each & 7)
        return True

    def packed(self) -> bytes:
        """Return the set as bytes, for :meth:`unpacked`."""
        if self._few is not None:
            return _LISTED + b"".join(port.to_bytes(2) for port in sorted(self._few))
        return _BITS + bytes(self._bits).rstrip(b"\0")

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """Return the set that :meth:`packed` wrote; what is garbled is an empty one."""
        ports = cls()
        if packed[:1] == _BITS:
            runs = _runs(packed[1 : _PORTS // 8 + 1])
            every = [port for low, high in runs for port in range(low, high + 1)]
        else:
            every = [int.from_bytes(packed[at : at + 2]) for at in range(1, len(packed) - 1, 2)]
        for port in every:
            ports.add(port)
        return ports


def count(packed: bytes) -> int:
    """Return how many ports a packed set has."""
    if packed[:1] == _BITS:
        return int.from_bytes(packed[1 : _PORTS // 8 + 1]).bit_count()
    return len(PortSet.unpacked(packed))


def ranges(packed: bytes) -> str:
    """Return packed ports as ranges, lowest first: ``1-1000,1433``; nothing for none."""
    ports = PortSet.unpacked(packed)
    runs: list[list[int]] = []
    for port in ports:
        if runs and runs[-1][1] == port - 1:
            runs[-1][1] = port
        else:
            runs.append([port, port])
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in runs)


def _runs(bits: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Yield the first and last number of each run of bits that are set."""
    # The lowest bit of the first byte is port 0: read as one number, the lowest digit is at the end.
    digits = f"{int.from_bytes(bits, 'little'):b}"[::-1]
    for run in _RUN.finditer(digits):
        yield run.start(), run.end() - 1
