"""Where wallwatch keeps its files, and how it writes them.

The XDG variables are obeyed everywhere (``XDG_CONFIG_HOME``, ``XDG_STATE_HOME``, ``XDG_CACHE_HOME``,
``XDG_RUNTIME_DIR``). Nothing is created before something is written.
"""

import os
import stat
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

from wallwatch.errors import WallwatchError

APP: Final = "wallwatch"
PRIVATE_DIRECTORY: Final = 0o700
PRIVATE_FILE: Final = 0o600
ROOT: Final = 0
_XDG: Final = "Set XDG_STATE_HOME (or XDG_CONFIG_HOME, XDG_CACHE_HOME) to a directory of your own"


def config_directory() -> Path:
    """Return the directory of ``config.toml``, ``keys.toml``, ``noise.toml`` and the user's themes."""
    return platformdirs.user_config_path(APP)


def state_directory() -> Path:
    """Return the directory of the store and the marks."""
    return platformdirs.user_state_path(APP)


def cache_directory() -> Path:
    """Return the directory of the whois records."""
    return platformdirs.user_cache_path(APP)


def private_directory(path: Path) -> Path:
    """Create ``path`` (mode 0700) if it is missing and return it.

    Raises:
        WallwatchError: it cannot be created, belongs to another user, or others may write to it; or root would leave
            a directory of its own in the home of another user.
    """
    try:
        if os.geteuid() == ROOT and (owner := _nearest(path).stat().st_uid) != ROOT:
            raise WallwatchError(f"{path} lies in what belongs to user {owner}.", "Run sudo with -H, or not at all.")
        path.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
        status = path.stat()
    except OSError as error:
        raise WallwatchError(f"{path} cannot be made: {error.strerror}.", f"{_XDG}.") from error
    if status.st_uid != os.geteuid():
        raise WallwatchError(f"{path} belongs to another user.", f"{_XDG}.")
    if status.st_mode & 0o022:
        raise WallwatchError(f"{path} can be written by others.", f"Run: chmod 700 {path}")
    return path


def _nearest(path: Path) -> Path:
    """Return the nearest directory above ``path``, or itself, that exists."""
    return next(parent for parent in (path, *path.parents) if parent.exists())


def private_file(path: Path) -> Path:
    """Create an empty ``path`` with mode 0600 if it is missing, never through a link, and return it."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, PRIVATE_FILE)
    except FileExistsError:
        return path
    os.close(descriptor)
    return path


def read_text(path: Path) -> str | None:
    """Return the text of ``path``, or ``None`` where there is no such file."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None


def replace_text(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as one step: a reader sees the old text or the new one, never half.

    A file keeps its mode, and a link (to a directory that people keep under version control) stays one.

    Raises:
        WallwatchError: the directory is not a private one, see :func:`private_directory`.
        OSError: the file cannot be written.
    """
    private_directory(path.parent)
    target = path.resolve()
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else PRIVATE_FILE
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(descriptor, mode)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
