"""The heap of the C library: what is freed goes back to the system, where the library is one that can be told.

glibc keeps what was freed for the next time, and learns from each large block that is freed to keep larger ones. A
process that reads a million rows and then waits for one a second has no next time.
"""

from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
"""Numbers of ``mallopt``'s parameters (glibc's malloc.h)."""

_LARGE: Final = 65_536
"""Bytes of a block that is mapped by itself, and unmapped when it is freed."""
_TOP: Final = 131_072
"""Free bytes at the end of the heap that may stay."""

_MANY: Final = 50_000
"""Lines or alerts that leave as much behind as is worth a look."""


def spare() -> None:
    """Give free memory back now, and from now on large blocks as soon as they are freed. Takes a millisecond or two."""
    import ctypes  # noqa: PLC0415 - the first rows do without

    try:
        library = ctypes.CDLL(None)
        library.mallopt(_ARENA_MAX, 1)  # threads take turns anyway
        library.mallopt(_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_TRIM_THRESHOLD, _TOP)
        library.malloc_trim(0)
    except (AttributeError, OSError):  # another library than glibc
        return


class Sparing:
    """Gives memory back when so much was done (alerts, lines) that it is worth it."""

    def __init__(self) -> None:
        self._done = 0

    def after(self, work: int, *, is_over: bool = True) -> None:
        """Count a piece of work; while it is not over there is more to come, which needs the memory."""
        self._done += work
        if self._done >= _MANY and is_over:
            self._done = 0
            spare()
