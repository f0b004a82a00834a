"""Where wallwatch keeps its files, and how it writes them.

The XDG variables are obeyed everywhere (``XDG_CONFIG_HOME``, ``XDG_STATE_HOME``, ``XDG_CACHE_HOME``,
``XDG_RUNTIME_DIR``). Nothing is created before something is written.
"""

import fcntl
import grp
import os
import pwd
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

import platformdirs

from wallwatch.errors import ConfigError, WallwatchError

APP: Final = "wallwatch"
PRIVATE_DIRECTORY: Final = 0o700
PRIVATE_FILE: Final = 0o600
SHARED_FILE: Final = 0o660
BOX: Final = Path("/var/lib/wallwatch")
"""The directory of the box store, which the service fills and its group shares."""
BOX_CONFIG: Final = Path("/etc/wallwatch")
BOX_CACHE: Final = Path("/var/cache/wallwatch")
"""The configuration and the whois records of the service."""
STORE: Final = "wallwatch.db"
"""The name of the store of a person, or of the box."""
ROOT: Final = 0
AS_ROOT: Final = (
    "You are root. It works without: put your user into the group adm (systemd-journal for the journal), "
    "or give it an ACL (setfacl -m u:USER:r FILE), or pipe the log in: sudo tail -F FILE | wallwatch watch -"
)
"""What root is told, once."""
_SUDO: Final = "Run sudo with -H, or not at all."
_XDG: Final = "Set XDG_STATE_HOME (or XDG_CONFIG_HOME, XDG_CACHE_HOME) to a directory of your own"


def config_directory() -> Path:
    """Return the directory of ``config.toml``, ``keys.toml``, ``noise.toml`` and the user's themes."""
    return _of_service("CONFIGURATION_DIRECTORY", BOX_CONFIG) or platformdirs.user_config_path(APP)


def state_directory() -> Path:
    """Return the directory of the store and the marks."""
    return _of_service("STATE_DIRECTORY", BOX) or platformdirs.user_state_path(APP)


def cache_directory() -> Path:
    """Return the directory of the whois records."""
    return _of_service("CACHE_DIRECTORY", BOX_CACHE) or platformdirs.user_cache_path(APP)


def _of_service(variable: str, directory: Path) -> Path | None:
    """Return the service's own directory: the one that systemd names, or the usual one for the service's user."""
    named = os.environ.get(variable, "").partition(":")[0]
    if named.startswith("/"):
        return Path(named)
    return directory if _user() == APP else None


@lru_cache(1)
def _user() -> str | None:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return None


def box_directory() -> Path | None:
    """Return the directory of the box store, if the service has made one and this user may use it."""
    usable = is_shared(BOX) and os.access(BOX, os.R_OK | os.W_OK | os.X_OK)
    return BOX if usable and (BOX / STORE).exists() else None


def private_directory(path: Path) -> Path:
    """Create ``path`` (mode 0700) if it is missing and return it. One that a group shares is as good, see `is_shared`.

    Raises:
        WallwatchError: it cannot be created, belongs to another user, or others may write to it; or root would leave
            a directory of its own in the home of another user.
    """
    try:
        nearest = _nearest(path).stat()
        if os.geteuid() == ROOT and nearest.st_uid != ROOT and not _is_shared(nearest.st_mode):
            raise WallwatchError(f"{path} lies in what belongs to user {nearest.st_uid}.", _SUDO)
        path.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
        status = path.stat()
    except OSError as error:
        raise WallwatchError(f"{path} cannot be made: {error.strerror}.", f"{_XDG}.") from error
    if _is_shared(status.st_mode):
        return _usable(path)
    if status.st_uid != os.geteuid():
        raise WallwatchError(f"{path} belongs to another user.", f"{_XDG}.")
    if status.st_mode & 0o022:
        raise WallwatchError(f"{path} can be written by others.", f"Run: chmod 700 {path}")
    return path


def is_shared(directory: Path) -> bool:
    """Tell whether a group shares the directory: mode 2770, whoever owns it."""
    try:
        return _is_shared(directory.stat().st_mode)
    except OSError:
        return False


def file_mode(directory: Path) -> int:
    """Return the mode of files in ``directory``: 0660 where a group shares it, else 0600."""
    return SHARED_FILE if is_shared(directory) else PRIVATE_FILE


def _is_shared(mode: int) -> bool:
    return mode & (stat.S_ISGID | 0o777) == stat.S_ISGID | 0o770


def _usable(directory: Path) -> Path:
    if not os.access(directory, os.R_OK | os.W_OK | os.X_OK):
        group = grp.getgrgid(directory.stat().st_gid).gr_name
        raise WallwatchError(
            f"{directory} is for the group {group}.", f"Run: sudo usermod -aG {group} $USER, and log in again."
        )
    return directory


def _nearest(path: Path) -> Path:
    """Return the nearest directory above ``path``, or itself, that exists."""
    return next(parent for parent in (path, *path.parents) if parent.exists())


def private_file(path: Path) -> Path:
    """Create an empty ``path`` if it is missing, never through a link, and return it; its mode is `file_mode`."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, PRIVATE_FILE)
    except FileExistsError:
        return path
    try:
        # The umask is for files of our own alone.
        os.fchmod(descriptor, file_mode(path.parent))
    finally:
        os.close(descriptor)
    return path


def read_text(path: Path) -> str | None:
    """Return the text of ``path``, or ``None`` where there is no such file.

    Raises:
        ConfigError: there is one that cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error


def replace_text(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as one step: a reader sees the old text or the new one, never half.

    A file keeps its mode, and a link (to a directory that people keep under version control) stays one.

    Raises:
        WallwatchError: the directory is not a private one, see :func:`private_directory`.
        OSError: the file cannot be written.
    """
    private_directory(path.parent)
    target = path.resolve()
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else file_mode(target.parent)
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


def change_text(path: Path, change: Callable[[str], str]) -> str:
    """Write what ``change`` makes of the text of ``path`` (``""`` where there is none); return it.

    No two of those that call this work on the same text. Editors of people know nothing of that: what one of them
    saves meanwhile is changed instead. ``change`` may be called several times.

    Raises:
        WallwatchError: somebody else is at it for a second and longer, or as :func:`replace_text` does.
        OSError: the file cannot be read or written.
    """
    with _locked(private_directory(path.parent)):
        before = read_text(path) or ""
        after = change(before)
        while (found := read_text(path) or "") != before:
            before, after = found, change(found)
        if after != before:
            replace_text(path, after)
        return after


_PATIENCE: Final = 1.0
_AGAIN: Final = 0.01


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Hold the lock of a directory: the file itself is replaced, and a file of its own would lie about."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        deadline = time.monotonic() + _PATIENCE
        while not _lock(descriptor):
            if time.monotonic() > deadline:
                raise WallwatchError(f"Somebody else is writing in {directory}.", "Try again.")
            time.sleep(_AGAIN)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Take the lock if it is free; a file system that has none (NFS) does without."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
