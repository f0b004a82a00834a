"""What was asked today and who wants to be left alone, kept on disk, so that a restart does not ask it all again."""

from pathlib import Path

import msgspec

from wallwatch import paths
from wallwatch.errors import WallwatchError
from wallwatch.whois.pace import Asked


def read_asked(path: Path | None) -> Asked:
    """Return what is kept at ``path``; nothing was asked if it is not there or cannot be read."""
    if path is None:
        return Asked()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Asked)
    except (OSError, msgspec.DecodeError, RecursionError):
        return Asked()


def write_asked(path: Path | None, asked: Asked) -> str:
    """Keep it at ``path``; return a sentence if that cannot be done."""
    if path is None:
        return ""
    try:
        paths.replace_text(path, msgspec.json.encode(asked).decode())
    except (WallwatchError, OSError) as error:
        return f"What was asked today cannot be kept: {error}"
    return ""
