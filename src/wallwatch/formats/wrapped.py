"""Records of one line that a mail program has broken into several.

A break stands in place of a blank, or before one. The rest of a record is told from prose by the record itself: lines
are joined while that makes it whole, and a line that begins a record of its own is never joined.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from wallwatch.formats import envelope
from wallwatch.formats.format import Block, Span

PIECES: Final = 8
"""Most lines that one record is broken into."""

_DAY: Final = "(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) "
_STARTS: Final = re.compile(
    r"(?:<\d{1,3}>(?:\d )?)?(?:"
    r"<?(?:" + _DAY + r")?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) [ \d]?\d "
    r"|<?(?:[^\W\d_]{2,4}\.? )?\d{4}-\d\d-\d\d[T ]|\d{4}:\d\d:\d\d-|<?\d{9,10}\.\d{6}[ >]|\d\d:\d\d:\d\d\.\d{6} "
    r"|\d\d/\d\d(?:/\d\d(?:\d\d)?)?-\d\d:|\[\d{4}/\d\d/|\[ {0,7}\d{1,10}\.\d{6}|\["
    + _DAY
    + r"|\d{1,4},\d{1,20},\d{1,16},"
    r"|pcap \d|(?:@cee: ?|[\w./@+-]{1,255}:(?:\d{1,12}:)?)?\{ ?\"|1\d{9},|%[A-Z]{3}-|__CURSOR=|\[\*\*\]|[=-]{2}|=[+-]|#"
    # logcheck's titles
    r"|(?:Active System Attack Alerts|Security (?:Violations|Events)|(?:Unusual )?System Events)$)"
)


def starts(line: str) -> bool:
    """Tell whether something new starts at this line: a stamp, a title or a rule."""
    return _STARTS.match(line) is not None


def is_begun(line: str) -> bool:
    """Tell whether a line begins like one of the kernel's or of Snort's, which may go on in the next."""
    head = envelope.split(line)
    return head is not None and (head.is_kernel or (head.tag or "").startswith("snort"))


def goes_on(line: str, following: str) -> bool:
    """Tell whether ``following`` may be the rest of a record that is not known by ``line`` alone."""
    if following[:4] == line[:4] or not following.strip():
        return False
    # The kernel's own stamp is the beginning of a line only where it does not stand behind a tag.
    return is_begun(line) and (not starts(following) or (following.startswith("[") and line.rstrip().endswith(":")))


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


def frame_whole(lines: Sequence[str], at: int, whole: Callable[[str], bool], *, final: bool) -> int | None:
    """Return the same as :func:`frame`, but 0 for a record that is not whole where it ends."""
    taken = frame(lines, at, whole, final=final)
    if taken is None or whole(joined(Block(tuple(lines[at : at + taken])))):
        return taken
    return 0


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
