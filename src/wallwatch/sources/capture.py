"""Capture files, pcap and pcapng: bytes in, one line of text for each whole record out, as a splitter does it for logs.

A packet becomes the line ``pcap <seconds>.<microseconds> <link type> <hex>``; a record without a time has ``-`` for it.
A library that reads captures takes a half-written record for the end and believes every length, so records are framed
here, from chunks: what is half there waits, and a length that no capture has ends the reading.
"""

from typing import Final

from wallwatch.sources.pcap import DamagedError, Pcap
from wallwatch.sources.pcapng import Pcapng, is_pcapng
from wallwatch.sources.splitter import Splitter

_MAGIC: Final = 12
"""Bytes that tell whether it is a capture."""


class CaptureSplitter:
    """Cuts the bytes of one capture into records, from its first byte on: the head says how to read them.

    Records before ``start`` are passed over. ``start`` then is where the record begins that is waited for,
    ``position`` the next byte that is wanted, and ``damaged`` the place from which on nothing can be read, if any.
    """

    def __init__(self, start: int = 0) -> None:
        self.start = start
        self.position = 0
        self.damaged: int | None = None
        self._first = start
        self._part = bytearray()
        self._dialect: Pcap | Pcapng | None = None

    def feed(self, chunk: bytes) -> tuple[list[bytes], list[int]]:
        """Return a line for each packet that is whole now, and the first byte of each record."""
        base = self.position - len(self._part)
        self.position += len(chunk)
        if self.damaged is not None:
            return [], []
        self._part += chunk
        lines: list[bytes] = []
        starts: list[int] = []
        at = 0
        try:
            while (size := self._size(at)) is not None and at + size <= len(self._part):
                line = self._line(at, size)
                if line is not None and base + at >= self._first:
                    lines.append(line)
                    starts.append(base + at)
                at += size
        except DamagedError:
            self.damaged = base + at
        del self._part[:at]
        if lines:
            self.start = base + at
        return lines, starts

    def finish(self) -> tuple[list[bytes], list[int]]:
        """Return what there is of a last record whose rest will not come."""
        start = self.position - len(self._part)
        line = self._line(0, len(self._part)) if self.damaged is None and start >= self._first else None
        self._part.clear()
        if self.damaged is None:
            self.start = max(self.start, self.position)
        return ([line], [start]) if line else ([], [])

    def _size(self, at: int) -> int | None:
        if self._dialect is None:
            if len(self._part) < _MAGIC:
                return None
            self._dialect = Pcapng() if is_pcapng(self._part) else Pcap(bytes(self._part[:4]))
        return self._dialect.size(self._part, at)

    def _line(self, at: int, size: int) -> bytes | None:
        return self._dialect.line(bytes(self._part[at : at + size])) if self._dialect is not None else None


def is_capture(head: bytes) -> bool:
    """Tell whether a file that begins with ``head`` is a capture."""
    return Pcap.begins(head) or is_pcapng(head)


def may_be_capture(head: bytes) -> bool:
    """Tell whether ``head``, as far as it goes, is that of a capture."""
    return is_capture(head) or (len(head) < _MAGIC and b"\n\r\r\n".startswith(head[:4]))


def is_settled(head: bytes) -> bool:
    """Tell whether there is a packet in ``head``, the time of which tells a capture from others."""
    splitter = CaptureSplitter()
    return bool(splitter.feed(head)[0]) or splitter.damaged is not None


def cutter(head: bytes, start: int) -> Splitter | CaptureSplitter:
    """Return what cuts a file that begins with ``head``, from its byte ``start`` on."""
    return CaptureSplitter(start) if is_capture(head) else Splitter(start)
