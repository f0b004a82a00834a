"""A packed file that is read as if it was not: a log's rotated copy, some of which was read before it was packed."""

import asyncio
import os
from typing import IO, Final

from wallwatch.errors import SourceError
from wallwatch.sources.handle import FileState, Handle
from wallwatch.sources.identity import HEAD
from wallwatch.sources.mark import TAIL
from wallwatch.sources.unpack import TOO_MUCH, Unpacked, content_max

_PIECE: Final = 262_144


class PackedHandle(Handle):
    """What is in a packed file, from any place: to go back is to unpack it again.

    Raises:
        SourceError: what unpacks it is not installed.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor)
        self._packed: IO[bytes] = os.fdopen(descriptor, "rb", closefd=False)
        try:
            self._unpacked = Unpacked(self._packed)
        except SourceError:
            self.close()
            raise
        self._at = 0
        self._behind = b""
        self._size: int | None = None
        self.head = self.peek(0, HEAD)
        """The first bytes of what is in it."""
        self.trouble = self._unpacked.trouble

    async def read(self, offset: int, size: int) -> bytes:
        """Return up to ``size`` bytes at ``offset`` of what is in it; fewer only where it ends, or breaks off."""
        return await asyncio.to_thread(self.peek, offset, size)

    def peek(self, offset: int, size: int) -> bytes:
        """Return the same as :meth:`read`. Blocks: called from a thread."""
        if offset < self._at - len(self._behind):
            self._packed.seek(0)
            self._unpacked, self._at, self._behind = Unpacked(self._packed), 0, b""
        while self._at < offset and self._next(min(_PIECE, offset - self._at)):
            pass
        if self._at < offset:
            return b""
        again = self._behind[len(self._behind) - (self._at - offset) :][:size] if self._at > offset else b""
        return again + (self._next(size - len(again)) if size > len(again) else b"")

    def _next(self, size: int) -> bytes:
        piece = self._unpacked.read(size)
        self._at += len(piece)
        self._behind = (self._behind + piece)[-TAIL:]
        return piece

    def survey(self) -> int:
        """Return how many bytes are in it, as far as it can be unpacked. Blocks for as long as that takes."""
        if self._size is None:
            limit = content_max(os.fstat(self.descriptor).st_size)
            while self._at <= limit and self.peek(self._at, _PIECE):
                pass
            self.trouble = TOO_MUCH if self._at > limit else self._unpacked.trouble
            self._size = self._at
        return self._size

    def state(self) -> FileState:
        """Return how it is, unpacked: it does not change any more."""
        status = os.fstat(self.descriptor)
        return FileState(self.survey(), 1, status.st_mtime_ns // 1000)

    def begins_with(self, head: bytes) -> bool:
        """Tell whether what is in it begins with ``head``, of at most :data:`HEAD` bytes."""
        return self.head.startswith(head)

    def holds(self, offset: int, piece: bytes) -> bool:  # noqa: ARG002 - there is nothing to look at
        """Tell that it is what it was: nobody writes into a packed file."""
        return True
