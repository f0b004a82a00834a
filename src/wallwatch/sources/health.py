"""How a source is, in words that help: what is wrong, and the command that cures it."""

import grp
import os
import pwd
import shlex
import stat
from pathlib import Path
from typing import Final

from wallwatch.errors import SourceError
from wallwatch.model.line import SourceStatus
from wallwatch.sources.handle import UnfitError

_KINDS: Final = (
    (stat.S_ISDIR, "a directory", "Name the log files in it."),
    (stat.S_ISFIFO, "a named pipe", "Feed it to standard input: wallwatch watch - < {path}"),
    (stat.S_ISSOCK, "a socket", "Name the file that the daemon behind it writes."),
    (stat.S_ISCHR, "a device", "Name a log file."),
    (stat.S_ISBLK, "a device", "Name a log file."),
)


def ok(source: str, reason: str = "", remedy: str = "") -> SourceStatus:
    """The source is being read; ``reason`` tells what is not as good as it could be."""
    return SourceStatus(source=source, state="ok", reason=reason, remedy=remedy)


def ended(source: str) -> SourceStatus:
    """All of the source was read, and nothing more will come."""
    return SourceStatus(source=source, state="ended")


def missing(source: str, path: Path) -> SourceStatus:
    """There is no such file (yet)."""
    return SourceStatus(
        source=source,
        state="missing",
        reason=f"There is no {path}.",
        remedy="It is read as soon as it appears.",
    )


def waiting(source: str, path: Path) -> SourceStatus:
    """The file was there and has been moved away or deleted."""
    return SourceStatus(
        source=source,
        state="waiting",
        reason=f"{path} was moved away or deleted.",
        remedy="The next one is read as soon as it appears.",
    )


def unfit(source: str, path: Path, mode: int) -> SourceStatus:
    """What stands there is no regular file; ``mode`` is that of ``stat``."""
    kind, remedy = next(
        ((kind, remedy) for is_kind, kind, remedy in _KINDS if is_kind(mode)), ("no regular file", "Name a log file.")
    )
    return SourceStatus(
        source=source,
        state="unfit",
        reason=f"{path} is {kind}.",
        remedy=remedy.format(path=shlex.quote(str(path))),
    )


def failed(source: str, path: Path, error: OSError) -> SourceStatus:
    """The file cannot be read for a reason that is not the reader's: a bad disk, a stale mount, no descriptor left."""
    return SourceStatus(
        source=source,
        state="failed",
        reason=f"{path} cannot be read: {error.strerror or error}.",
        remedy="It is tried again every second.",
    )


def damaged(source: str, path: Path, how: str) -> SourceStatus:
    """The file cannot be read to its end; ``how`` says why, as in ``damaged at byte 24``."""
    return SourceStatus(
        source=source,
        state="failed",
        reason=f"{path} is {how}.",
        remedy="What stands before that was read; the rest cannot be.",
    )


def unpackable(source: str, path: Path, error: SourceError) -> SourceStatus:
    """The file is an archive, and what unpacks it is missing."""
    return SourceStatus(source=source, state="failed", reason=f"{path}: {error.sentence}", remedy=error.remedy)


def unreadable(source: str, path: Path, error: OSError | UnfitError) -> SourceStatus:
    """The file cannot be opened, or is none."""
    match error:
        case UnfitError():
            return unfit(source, path, error.mode)
        case PermissionError():
            return denied(source, path)
        case FileNotFoundError() | NotADirectoryError():
            return missing(source, path)
    return failed(source, path, error)


def broken(source: str, error: OSError) -> SourceStatus:
    """What came in through a pipe broke off, and cannot be taken up again."""
    return SourceStatus(source=source, state="failed", reason=f"{source} broke off: {error.strerror or error}.")


def denied(source: str, path: Path) -> SourceStatus:
    """The file or directory exists and may not be read: say who may, and how to become one of them."""
    try:
        status = path.stat()
    except OSError:
        barred = (parent for parent in reversed(path.parents) if not os.access(parent, os.X_OK, effective_ids=True))
        return _closed(source, next(barred, path.parent))
    owner, group, mode = _user(status.st_uid), _group(status.st_gid), stat.S_IMODE(status.st_mode)
    return SourceStatus(
        source=source,
        state="denied",
        reason=f"{path} is {owner}:{group} {mode:04o}, and {_user(os.geteuid())} may not read it.",
        remedy=_remedy(path, group, status.st_mode),
    )


def _closed(source: str, directory: Path) -> SourceStatus:
    return SourceStatus(
        source=source,
        state="denied",
        reason=f"{_user(os.geteuid())} may not look into {directory}.",
        remedy=_by_acl(directory, "rx"),
    )


def _remedy(path: Path, group: str, mode: int) -> str:
    by_acl = _by_acl(path, "rx" if stat.S_ISDIR(mode) else "r")
    # Nobody should join the group root for a log file.
    if not mode & stat.S_IRGRP or group == "root":
        return by_acl
    return f"sudo usermod -aG {group} $USER, then log in again; or, until it is rotated: {by_acl}"


def _by_acl(path: Path, permissions: str) -> str:
    return f"sudo setfacl -m u:$USER:{permissions} {shlex.quote(str(path))}"


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
