"""Which file is which: a stream is one file from its first byte on, whatever it is called today.

A name moves from file to file when logs are rotated, and an inode number is given out again at once (ext4 does so
every time). So a stream is known by device, inode and the hash of its head. The head is what stood in the file when
its first line (or a capture's first packet) was whole, at most :data:`HEAD` bytes; its length is part of the identity,
so that a small file that grows stays the same stream. ``generation`` tells streams apart that agree in all that: a
file that was emptied and begins with the same line again.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

import msgspec

from wallwatch.model.line import Committed
from wallwatch.sources.capture import is_capture, is_settled, may_be_capture
from wallwatch.sources.ranges import Ranges, top

HEAD: Final = 1024
"""Bytes of a file's head that are looked at, at most."""

_DIGEST_BYTES: Final = 8
_PARTS: Final = 5


class Identity(msgspec.Struct, frozen=True, gc=False):
    """What makes a file this file. ``length`` is the number of bytes at its head that ``digest`` stands for."""

    device: int
    inode: int
    length: int
    digest: str
    generation: int = 0

    @property
    def stream(self) -> str:
        """The identity as one word, as it stands in the store."""
        return f"{self.device:x}-{self.inode:x}-{self.length}-{self.digest}-{self.generation}"

    def matches(self, device: int, inode: int, head: bytes) -> bool:
        """Tell whether the file of that inode, which begins with ``head``, can be this one."""
        if (device, inode) != (self.device, self.inode) or len(head) < self.length:
            return False
        return _digest(head[: self.length]) == self.digest


def settled(head: bytes) -> bool:
    """Tell whether ``head`` is enough to know a file by: a whole line or packet, or all that is ever looked at."""
    return len(head) >= HEAD or (is_settled(head) if may_be_capture(head) else b"\n" in head)


def identify(device: int, inode: int, head: bytes, generation: int = 0) -> Identity:
    """Return the identity of the file of that inode, which begins with ``head``.

    The identity stands for whole lines, if there are any: the end of a half one is still to come.
    """
    head = head[:HEAD]
    if not is_capture(head):
        head = head[: head.rfind(b"\n") + 1] or head
    return Identity(device, inode, len(head), _digest(head), generation)


def parse_stream(stream: str) -> Identity | None:
    """Return the identity that :attr:`Identity.stream` wrote, ``None`` if it is the name of some other stream."""
    parts = stream.split("-")
    if len(parts) != _PARTS:
        return None
    device, inode, length, digest, generation = parts
    try:
        return Identity(int(device, 16), int(inode, 16), int(length), digest, int(generation))
    except ValueError:
        return None


class Streams:
    """The streams of one source that are known, and what of each was read."""

    def __init__(self, committed: Mapping[str, Committed]) -> None:
        known = ((parse_stream(stream), entry.ranges) for stream, entry in committed.items())
        self._read: dict[Identity, Ranges] = {identity: ranges for identity, ranges in known if identity}
        self._gone: set[Identity] = set()

    def recognise(self, device: int, inode: int, head: bytes, size: int) -> Identity | None:
        """Return the known stream that a file of ``size`` bytes is, ``None`` if it is a new one.

        A file that is shorter than what was read of it has been emptied meanwhile: it is a new one.
        """
        candidates = [
            identity
            for identity in self._of(device, inode, head)
            if identity not in self._gone and top(self.read(identity)) <= size
        ]
        return max(candidates, key=lambda identity: (identity.generation, identity.length), default=None)

    def fresh(self, device: int, inode: int, head: bytes) -> Identity:
        """Return the identity of a stream that is new, whatever it looks like."""
        generations = [identity.generation for identity in self._of(device, inode, head)]
        return identify(device, inode, head, max(generations, default=-1) + 1)

    def read(self, identity: Identity) -> Ranges:
        """Return the byte ranges of a stream that were read, sorted and disjoint."""
        return self._read.get(identity, ())

    def remember(self, identity: Identity, ranges: Ranges, *, gone: bool = False) -> None:
        """Note what was read of a stream; one that is ``gone`` is never recognised again."""
        self._read[identity] = ranges
        if gone:
            self._gone.add(identity)

    def _of(self, device: int, inode: int, head: bytes) -> list[Identity]:
        return [identity for identity in self._read if identity.matches(device, inode, head)]


def _digest(head: bytes) -> str:
    return hashlib.blake2b(head, digest_size=_DIGEST_BYTES).hexdigest()
