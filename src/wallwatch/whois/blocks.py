"""Blocks of addresses, nested as registries nest them: which is the smallest that holds an address?

The blocks are cut at all their borders into pieces that do not overlap, each with the smallest block over it; then an
address is found by one bisection, in a microsecond or two.
"""

import heapq
from bisect import bisect_right
from collections.abc import Iterable

from wallwatch.model.address import packed
from wallwatch.whois.record import NetworkRecord

_Span = tuple[int, int, NetworkRecord]
"""First address, first address after it, and the block."""


class Blocks:
    """An index of records; it does not change."""

    def __init__(self, records: Iterable[NetworkRecord]) -> None:
        spans = sorted((_span(record) for record in records), key=lambda span: span[:2])
        borders = sorted({border for first, after, _ in spans for border in (first, after)})
        self._starts = [border.to_bytes(16) for border in borders]
        self._smallest = _smallest_from(borders, spans)

    def find(self, address: bytes) -> NetworkRecord | None:
        """Return the smallest block that holds an address in its packed form of 16 bytes."""
        piece = bisect_right(self._starts, address) - 1
        return self._smallest[piece] if piece >= 0 else None


def _span(record: NetworkRecord) -> _Span:
    return int.from_bytes(packed(record.first)), int.from_bytes(packed(record.last)) + 1, record


def _smallest_from(borders: list[int], spans: list[_Span]) -> list[NetworkRecord | None]:
    """Return for each border the smallest block over the addresses from there to the next one."""
    found: list[NetworkRecord | None] = []
    over: list[tuple[int, int, int]] = []
    """Size, end and place of the blocks that have begun; one that has ended goes when it comes to the top."""
    begun = 0
    for border in borders:
        while begun < len(spans) and spans[begun][0] == border:
            first, after, _ = spans[begun]
            heapq.heappush(over, (after - first, after, begun))
            begun += 1
        while over and over[0][1] <= border:
            heapq.heappop(over)
        found.append(spans[over[0][2]][2] if over else None)
    return found
