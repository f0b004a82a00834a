"""Which file is which: a stream is one file from its first byte on, whatever it is called today.

A name moves from file to file when logs are rotated, and an inode number is given out again at once (ext4 does so
every time). So a stream is known by device, inode and the hash of its head. The head is what stood in the file when
its first line (or a capture's first packet) was whole, at most :data:`HEAD` bytes; its length is part of the identity,
so that a small file that grows stays the same stream. ``generation`` tells streams apart that agree in all that: a
file that was emptied and begins with the same line again.
"""

import hashlib
from typing import Final

import msgspec

from wallwatch.sources.capture import is_capture, is_settled, may_be_capture

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
        return self.is_file(device, inode) and self.begins(head)

    def is_file(self, device: int, inode: int) -> bool:
        """Tell whether it is the file of that inode, as far as numbers tell."""
        return (device, inode) == (self.device, self.inode)

    def begins(self, head: bytes) -> bool:
        """Tell whether a file that begins with ``head`` begins as this one, whatever its inode."""
        return len(head) >= self.length and digest(head[: self.length]) == self.digest


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
    return Identity(device, inode, len(head), digest(head), generation)


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


def digest(head: bytes) -> str:
    """Return what stands for these bytes: 16 hexadecimal digits."""
    return hashlib.blake2b(head, digest_size=_DIGEST_BYTES).hexdigest()
