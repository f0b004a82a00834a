"""How far a file was read, as a word by which that place is known again.

An inode number and a first line do not make a file: a log that was emptied and has grown again has both. So the word
holds digests of what was read: of the file's head, and of the bytes before the position. Where both are found again,
it is the file that was read, whatever it is called today, be it a copy or packed.
"""

from collections.abc import Callable
from typing import Final, Literal

import msgspec

from wallwatch.sources.identity import HEAD, digest

TAIL: Final = 64
"""Bytes before a position that are looked at, at most."""

State = Literal["open", "left", "gone"]
"""``open``: more of it may have to be read. ``left``: it was read to its end. ``gone``: it can never come back."""

Peek = Callable[[int, int], bytes]
"""Returns so many bytes at an offset; fewer only at the end. Blocks."""

_STATES: Final[dict[str, State]] = {"open": "open", "left": "left", "gone": "gone"}
_PARTS: Final = 5


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A position that was read, and digests of ``min(position, TAIL)`` bytes before it and of the head up to it.

    An empty digest stands for bytes that nobody has noted. ``turn`` counts the files that stood at the log's path.
    """

    position: int = 0
    tail: str = ""
    head: str = ""
    turn: int = 0
    state: State = "left"

    @property
    def word(self) -> str:
        """The mark as the store keeps it: the position and the digest before it come first."""
        return f"{self.position}:{self.tail}:{self.head}:{self.turn}:{self.state}"

    def begins(self, head: bytes) -> bool:
        """Tell whether a file that begins with ``head`` (:data:`HEAD` bytes of it) begins as the one that was read."""
        size = min(self.position, HEAD)
        return len(head) >= size and self.head in {"", digest(head[:size])}

    def agrees(self, peek: Peek, size: int) -> bool:
        """Tell whether a file of ``size`` bytes has the same bytes before the position."""
        if size < self.position:
            return False
        first = max(0, self.position - TAIL)
        return self.tail in {"", digest(peek(first, self.position - first))}


def mark_of(position: int, head: bytes, tail: bytes, turn: int, state: State) -> Mark:
    """Return the mark of a position: ``head`` is what the file begins with, ``tail`` ends at the position."""
    return Mark(position, digest(tail[-TAIL:]), digest(head[: min(position, HEAD)]), turn, state)


def parse_mark(word: str) -> Mark | None:
    """Return the mark that :attr:`Mark.word` wrote; ``None`` for any other word."""
    parts = word.split(":")
    if len(parts) != _PARTS or parts[4] not in _STATES:
        return None
    position, tail, head, turn, state = parts
    try:
        return Mark(int(position), tail, head, int(turn), _STATES[state])
    except ValueError:
        return None
