"""Records of one line that a mail program has broken into several.

A break stands in place of a blank, or before one. The rest of a record is told from prose by the record itself: lines
are joined while that makes it whole, and a line that begins a record of its own is never joined.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from wallwatch.formats.format import Block, Span

PIECES: Final = 8
"""Most lines that one record is broken into."""

_STARTS: Final = re.compile(
    r"(?:<\d{1,3}>)?"
    r"(?:<?(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) [ \d]?\d "
    r"|\d{4}-\d\d-\d\d[T ]|\d\d/\d\d(?:/\d\d)?-\d\d:|\[\d{4}/\d\d/|\[\*\*\]|[=-]{2}|=[+-]|#)"
)


def starts(line: str) -> bool:
    """Tell whether something new starts at this line: a stamp, a title or a rule."""
    return _STARTS.match(line) is not None


def frame(lines: Sequence[str], at: int, whole: Callable[[str], bool], *, final: bool) -> int | None:
    """Return how many lines the record at ``lines[at]`` takes, at least one; ``None`` if the next line may be of it.

    ``whole`` tells whether a text is a whole record.
    """
    if at + 1 < len(lines):
        following = lines[at + 1]
        # Most often the next line begins with the same month or year.
        if following[:4] == lines[at][:4] or starts(following):
            return 1
    text = lines[at]
    taken = 1 if whole(text) else 0
    for pieces in range(2, PIECES + 1):
        if at + pieces > len(lines):
            return taken or 1 if final else None
        following = lines[at + pieces - 1]
        if not following.strip() or starts(following):
            break
        text = f"{text.rstrip()} {following.strip()}"
        if whole(text):
            taken = pieces
        elif taken:
            break
    return taken or 1


def joined(block: Block) -> str:
    """Return the record in one line."""
    if len(block.lines) == 1:
        return block.lines[0]
    return " ".join(line.strip() for line in block.lines)


def placed(block: Block, spans: Mapping[str, Span]) -> dict[str, Span]:
    """Return ``spans`` of the joined text as places in ``block.text``."""
    if len(block.lines) == 1:
        return dict(spans)
    places: list[int] = []
    line_start = 0
    for line in block.lines:
        first = line_start + len(line) - len(line.lstrip())
        # One place more than the piece is long: the blank that joins it to the next.
        places.extend(range(first, first + len(line.strip()) + 1))
        line_start += len(line) + 1
    return {name: (places[start], places[end - 1] + 1) for name, (start, end) in spans.items() if start < end}
