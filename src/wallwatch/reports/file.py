"""Where reports are written: a new file for its owner alone, never through a link, never over another one unasked."""

import contextlib
import os
import re
import secrets
from pathlib import Path
from typing import Final

from wallwatch.errors import WallwatchError
from wallwatch.paths import PRIVATE_FILE

NAME_MAX: Final = 64
"""Letters of a file's name, its end included."""

_OTHERS: Final = re.compile(r"[^A-Za-z0-9._]+")
_TRIES: Final = 100


def file_name(title: str, suffix: str) -> str:
    """Return a name for the file of a report: letters, digits, ``.``, ``_`` and ``-`` alone, no dot at the begin."""
    stem = _OTHERS.sub("-", title)[: NAME_MAX - len(suffix)].strip("-._")
    return (stem.lower() or "report") + suffix


def free_name(directory: Path, name: str) -> str:
    """Return ``name``, or with a number where there is such a file already: ``incident-2.txt``."""
    stem, dot, suffix = name.rpartition(".")
    for number in range(1, _TRIES):
        candidate = name if number == 1 else f"{stem[: NAME_MAX - len(suffix) - 4]}-{number}{dot}{suffix}"
        if not os.path.lexists(directory / candidate):
            return candidate
    raise WallwatchError(f"There are {_TRIES} files like {directory / name}.", "Move some away.")


def write_new(path: Path, text: str, *, replace: bool = False) -> Path:
    """Write ``text`` to a file at ``path``, mode 0600, and return where it is.

    What is there already stays, unless it is to be ``replaced``: then the new file takes its name when it is whole. A
    link of that name is followed in neither case.

    Raises:
        WallwatchError: there is such a file or link already, or it cannot be written.
    """
    try:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise WallwatchError(f"{path.parent} is no directory to write into: {error.strerror}.") from error
    making = f".{path.name[:NAME_MAX]}.{secrets.token_hex(4)}" if replace else path.name
    try:
        _fill(making, text, folder)
        if replace:
            os.rename(making, path.name, src_dir_fd=folder, dst_dir_fd=folder)
    except FileExistsError as error:
        raise WallwatchError(f"{path} is there already.", "Choose another name, or --force to replace it.") from error
    except (OSError, ValueError) as error:
        if replace:
            _forget(making, folder)
        raise WallwatchError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}.") from error
    finally:
        os.close(folder)
    return path.absolute()


def _fill(name: str, text: str, folder: int) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY
    descriptor = os.open(name, flags, PRIVATE_FILE, dir_fd=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        _forget(name, folder)
        raise


def _forget(name: str, folder: int) -> None:
    with contextlib.suppress(OSError, ValueError):
        os.unlink(name, dir_fd=folder)
