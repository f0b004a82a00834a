"""Byte ranges of a stream: what has been read is a set of them, sorted and disjoint."""

Range = tuple[int, int]
"""First byte, and the byte after the last one."""

Ranges = tuple[Range, ...]


def joined(ranges: Ranges, new: Range) -> Ranges:
    """Return ``ranges`` with ``new`` among them; ranges that touch or overlap become one."""
    start, end = new
    if start >= end:
        return ranges
    apart = [each for each in ranges if each[1] < start or end < each[0]]
    for first, last in ranges:
        if first <= end and start <= last:
            start, end = min(start, first), max(end, last)
    return tuple(sorted([*apart, (start, end)]))


def gaps(ranges: Ranges) -> Ranges:
    """Return what lies between 0 and the end of the last range and in none of them."""
    ends = (0, *(end for _, end in ranges))
    return tuple((end, start) for end, (start, _) in zip(ends, ranges, strict=False) if end < start)


def top(ranges: Ranges) -> int:
    """Return the end of the last range, 0 if there is none."""
    return ranges[-1][1] if ranges else 0


def start_before(ranges: Ranges, position: int) -> int:
    """Return the start of the range that ends at ``position``; ``position`` itself if none does."""
    return next((start for start, end in ranges if end == position), position)
