"""Whether the systemd journal of this box can be read, and what to do where it cannot."""

import os
import shutil
from pathlib import Path
from typing import Final

from wallwatch.model.line import SourceStatus

JOURNAL: Final = "journal"
"""The word for the journal where sources are named, and its name."""

PROGRAM: Final = "journalctl"

_FILES: Final = ("var/log/journal/*/system.journal", "run/log/journal/*/system.journal")


def journal_trouble(name: str = JOURNAL, *, root: Path = Path("/"), program: str = PROGRAM) -> SourceStatus | None:
    """Return what keeps us from reading the journal below ``root``, ``None`` if nothing does."""
    if shutil.which(program) is None:
        return SourceStatus(
            source=name,
            state="missing",
            reason=f"There is no {program} on this box.",
            remedy="Watch the files that its syslog daemon writes.",
        )
    files = [path for pattern in _FILES for path in root.glob(pattern)]
    if not files:
        return SourceStatus(
            source=name,
            state="missing",
            reason="No journal is kept on this box.",
            remedy="It is read as soon as there is one.",
        )
    if any(os.access(path, os.R_OK, effective_ids=True) for path in files):
        return None
    return SourceStatus(
        source=name,
        state="denied",
        reason="The journal of the system may be read by the group systemd-journal alone.",
        remedy="sudo usermod -aG systemd-journal $USER, then log in again.",
    )
