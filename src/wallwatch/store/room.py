"""Room on the file system: a reserve that collecting leaves alone, and a ballast that is thrown off to make room.

Deleting from a database needs room as well, for its log: on a disk that is full to the last byte even pruning fails.
So a file of real blocks lies beside the store; without it there is enough for that, and it is made again later. Both
are in proportion to the file system.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.errors import StoreError
from wallwatch.paths import private_file

_KIB: Final = 1024
_MIB: Final = 1024 * _KIB
_LARGEST: Final = 64 * _MIB
_LARGEST_BALLAST: Final = 16 * _MIB
_SMALLEST_BALLAST: Final = 256 * _KIB
_RESERVE_SHARE: Final = 20
_BALLAST_SHARE: Final = 50
_LOG_SHARE: Final = 16
_SMALLEST_LOG: Final = 64 * _KIB


class Space(msgspec.Struct, frozen=True):
    """How many bytes a file system has, and how many of them may still be written."""

    total: int
    free: int

    @property
    def reserve(self) -> int:
        """The bytes that collecting leaves free: a twentieth, but no more than 64 MiB."""
        return min(_LARGEST, self.total // _RESERVE_SHARE)

    @property
    def ballast(self) -> int:
        """The bytes of the ballast: a fiftieth, but no more than 16 MiB."""
        return min(_LARGEST_BALLAST, max(_SMALLEST_BALLAST, self.total // _BALLAST_SHARE))

    @property
    def log(self) -> int:
        """The bytes that the database's log may have: a sixteenth, but no more than 64 MiB."""
        return min(_LARGEST, max(_SMALLEST_LOG, self.total // _LOG_SHARE))

    @property
    def is_enough(self) -> bool:
        """Tell whether more may be collected."""
        return self.free >= self.reserve


def space_at(directory: Path) -> Space:
    """Return the space on the file system of ``directory``.

    Raises:
        StoreError: the directory is gone.
    """
    try:
        status = os.statvfs(directory)
    except OSError as error:
        raise StoreError(f"{directory} cannot be asked for its room: {error.strerror}.") from error
    return Space(status.f_blocks * status.f_frsize, status.f_bavail * status.f_frsize)


class Ballast:
    """The file of nothing beside ``path``. ``look`` tells the space there is."""

    def __init__(self, path: Path, look: Callable[[Path], Space] = space_at) -> None:
        self.path = path.with_name(f"{path.name}.ballast")
        self._look = look

    def space(self) -> Space:
        """Return the space there is now."""
        return self._look(self.path.parent)

    def take_on(self) -> bool:
        """Make the file if there is room enough for it; tell whether it is there."""
        space = self.space()
        if self.path.exists():
            return True
        if space.free < space.reserve + 2 * space.ballast:
            return False
        try:
            private_file(self.path)
            with self.path.open("r+b") as file:
                os.posix_fallocate(file.fileno(), 0, space.ballast)
        except OSError:
            self.throw_off()
            return False
        return True

    def throw_off(self) -> None:
        """Delete the file; that it is not there is no mistake."""
        with suppress(FileNotFoundError):
            self.path.unlink()
