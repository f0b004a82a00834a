"""A part of a stream that is read in order, and never past the place where the file has become another one."""

from typing import Final

from wallwatch.sources.capture import cutter
from wallwatch.sources.handle import Handle
from wallwatch.sources.mark import TAIL

CHUNK: Final = 131_072
"""Bytes per read: it costs a thread's switch and a commit, and all that its lines say is in memory several times."""
_FIRST: Final = 8_192
"""Bytes of the first read: its lines are on the screen before the next one, twice as large, is done."""


class Stretch:
    """The bytes from ``start`` up to ``stop`` or for ever; ``head`` is what the file begins with.

    ``tail`` is what was read last before its position. It is read again with what follows: that belongs to the same
    file only if it is still there.
    """

    def __init__(self, start: int, stop: int | None = None, *, head: bytes = b"", tail: bytes = b"") -> None:
        self.splitter = cutter(head, start)
        self.stop = stop
        self.tail = tail
        self.untouched = True
        """Whether nothing of it was read yet."""
        self._head = head
        self._chunk = min(_FIRST, CHUNK)

    @property
    def position(self) -> int:
        """The next byte that is wanted."""
        return self.splitter.position

    @property
    def done(self) -> bool:
        """Whether all of it was read."""
        return self.stop is not None and self.position >= self.stop

    async def read(self, handle: Handle, stop: int) -> bytes | None:
        """Return the next bytes up to ``stop``, which the splitter is to be fed with.

        ``None`` if the file is not the one any more that was read so far.
        """
        at, before = self.position, self.tail
        found = await handle.read(at - len(before), len(before) + min(self._chunk, stop - at))
        chunk = found[len(before) :]
        if not (chunk and found.startswith(before if at else self._head[: len(chunk)])):
            return None
        self._chunk = min(2 * self._chunk, CHUNK)
        self.tail = (before + chunk)[-TAIL:]
        return chunk
