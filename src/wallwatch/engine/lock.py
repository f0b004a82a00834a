"""Who collects: whoever holds the lock beside the store. The kernel lets go of it when its holder dies."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wallwatch.errors import StoreError
from wallwatch.paths import private_file

_LOCKS: Final = Path("/proc/locks")


def lock_path(store: Path) -> Path:
    """Return the place of the collector's lock for a store."""
    return store.with_name(f"{store.name}.lock")


@contextlib.contextmanager
def collector_lock(path: Path) -> Iterator[bool]:
    """Hold the lock at ``path`` for the time of the block; the block gets whether it is ours.

    Raises:
        StoreError: the lock cannot be taken, as nobody may write there.
    """
    try:
        descriptor = os.open(private_file(path), os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError as error:
        raise StoreError(f"{path} may not be written: {error.strerror}.") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def is_held(lock: Path) -> bool:
    """Tell whether somebody holds the lock at this path, without touching it. Where that is not told, nobody does."""
    try:
        inode = str(lock.stat().st_ino)
        held = _LOCKS.read_text().splitlines()
    except OSError:
        return False
    # "1: FLOCK  ADVISORY  WRITE 708 08:01:393228 0 EOF"
    return any(line.split()[1] == "FLOCK" and line.split()[-3].split(":")[-1] == inode for line in held)
