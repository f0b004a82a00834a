"""The lines that a packet takes in tcpdump's text: its own, one or two or wrapped, and the indented ones under them."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from wallwatch.formats import wrapped

LINES: Final = 4_200
"""Most lines of a record: 65,535 bytes in hex at 16 a line, and the headers."""

_INDENTED: Final = re.compile(r"\\x09| {4}")
"""A tab, made visible, or what became of one."""

_STAMPED: Final = re.compile(r"\d\d:\d\d:\d\d\.\d{6}|\d{9,10}\.\d{6} ")
_QUOTED: Final = re.compile(r"(?:\\x09| {8})\(?IP6? ?\(")
_TRAILING: Final = re.compile(
    r"\((?:DF\)|ttl \d|frag \d)|\[(?:tos 0x|ttl \d)|<(?:mss|nop|eol|sackOK|wscale|timestamp|opt-)[ ,:>]"
)
"""How what 3.x prints behind a packet begins; a mail program may have broken the line there."""


def frame(lines: Sequence[str], at: int, whole: Callable[[str], bool], *, final: bool) -> int | None:
    """Return how many lines the packet at ``lines[at]`` takes, at least one; ``None`` for "more, please".

    ``whole`` tells whether a text is a whole packet.
    """
    own = _own(lines, at, whole)
    if own is None:
        return None if not final else _given_up(lines, at, whole)
    end = at + own
    while end < len(lines) and end - at < LINES and _INDENTED.match(lines[end]):
        end += 1
    return None if end == len(lines) and not final else end - at


def own(lines: Sequence[str], whole: Callable[[str], bool]) -> int:
    """Return how many of the lines of a block are those of the packet itself."""
    return _own((*lines, ""), 0, whole) or 1


def quoted(lines: Sequence[str], start: int) -> str | None:
    """Return the text of the packet that an ICMP error quotes, in one line; ``None`` without one."""
    for at in range(start, min(len(lines), start + wrapped.PIECES)):
        if _QUOTED.match(lines[at]):
            first = lines[at].removeprefix("\\x09").strip()
            return f"{first} {lines[at + 1].strip()}" if at + 1 < len(lines) else first
    return None


def _own(lines: Sequence[str], at: int, whole: Callable[[str], bool]) -> int | None:
    """Return the number of lines down to the end of the packet; ``None`` if the lines end before it is clear."""
    text = lines[at]
    taken = 1 if whole(text) else 0
    for pieces in range(2, wrapped.PIECES + 1):
        if at + pieces > len(lines):
            return None
        following = lines[at + pieces - 1]
        bare = following.strip()
        if not bare or following.startswith("\\x09") or wrapped.starts(following) or _STAMPED.match(following):
            break
        if taken and not _TRAILING.match(bare):
            break
        text = f"{text.rstrip()} {bare}"
        if whole(text):
            taken = pieces
        elif taken:
            break
    return taken or 1


def _given_up(lines: Sequence[str], at: int, whole: Callable[[str], bool]) -> int:
    return _own((*lines[at:], ""), 0, whole) or 1
