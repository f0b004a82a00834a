"""Which logs of this box are worth watching: a table of the paths that the emitters use by default."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Final, Literal

import msgspec

from wallwatch.model.line import SourceStatus
from wallwatch.sources import health
from wallwatch.sources.copies import is_copy
from wallwatch.sources.handle import UnfitError, open_regular
from wallwatch.sources.journal_access import JOURNAL, journal_trouble
from wallwatch.sources.names import source_names

State = Literal["found", "missing", "denied"]

EMITTERS: Final = (
    # The kernel's firewall log: rsyslog and syslog-ng on Debian, Red Hat, SUSE; ufw; Shorewall; ulogd.
    (
        "var/log/kern.log",
        "var/log/messages",
        "var/log/syslog",
        "var/log/ufw.log",
        "var/log/firewall",
        "var/log/iptables.log",
        "var/log/shorewall.log",
        "var/log/ulog/*",
    ),
    # An IDS: Snort's alerts and packet dumps, Suricata's alerts.
    ("var/log/snort/alert", "var/log/snort/*", "var/log/suricata/fast.log"),
    # p0f, as its manuals call its log and as Debian's packages do.
    ("var/log/p0f.log", "var/log/p0f/*.log"),
)
"""For each kind of emitter the paths and patterns of its logs, below the root, the most usual one first."""

MIXED: Final = frozenset({"messages", "syslog"})
"""Logs into which every program writes: a line in them may be forged by whoever can log."""

_NO_LOG: Final = ("*.pcap", "*.pcapng", "*.u2", "*.u2.*", "*.idx", "*.stats", "*.pid", "*.lock", "*.waldo", ".*")
"""Files that lie beside logs: captures, Snort's binary output, what barnyard and daemons keep there."""

__all__ = ["EMITTERS", "MIXED", "Found", "State", "discover", "source_names", "trust_of"]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A log that was looked for; ``status`` says what to do where it cannot be read."""

    path: Path
    name: str
    trust: str
    state: State
    status: SourceStatus | None = None


def discover(root: Path = Path("/")) -> list[Found]:
    """Return the logs below ``root`` that are worth watching.

    These are all that are there, and for a kind of emitter that has none the most usual one, ``missing``. Where the
    kernel has no log file, the journal is one, called ``journal``. Rotated copies are left out. A directory that may
    not be looked into is one entry, ``denied``. Blocks for the time of a few system calls.
    """
    kernel, *others = ([*_logs_of(root, patterns)] for patterns in EMITTERS)
    journal = _journal(root) if all(state == "missing" for _, state in kernel) else []
    entries = [entry for logs in ([] if journal else kernel, *others) for entry in logs]
    names = source_names([path for path, _ in entries])
    return journal + [
        Found(path=path, name=name, trust=trust_of(path), state=state, status=_status(name, path, state))
        for (path, state), name in zip(entries, names, strict=True)
    ]


def _journal(root: Path) -> list[Found]:
    """Return the journal, if there is one, readable or not."""
    trouble = journal_trouble(root=root)
    if trouble is not None and trouble.state != "denied":
        return []
    state: State = "denied" if trouble else "found"
    return [Found(path=Path(JOURNAL), name=JOURNAL, trust="mixed", state=state, status=trouble)]


def trust_of(path: PurePath) -> str:
    """Return ``mixed`` for a log into which every program writes, rotated or not, ``file`` for any other."""
    return "mixed" if path.name.split(".")[0].split("-")[0] in MIXED else "file"


def _logs_of(root: Path, patterns: tuple[str, ...]) -> list[tuple[Path, State]]:
    paths = dict.fromkeys(path for pattern in patterns for path in _matches(root / pattern))
    states = [(path, _state(path)) for path in paths if path.parent not in paths]
    return [(path, state) for path, state in states if state != "missing"] or states[:1]


def _matches(pattern: Path) -> Iterator[Path]:
    """Yield the files of ``pattern``, there or not; its directory where that is closed to us."""
    if "*" not in pattern.name:
        yield pattern
        return
    try:
        names = sorted(entry.name for entry in os.scandir(pattern.parent) if entry.is_file())
    except PermissionError:
        yield pattern.parent
    except OSError:
        return
    else:
        yield from (pattern.with_name(name) for name in names if _is_log(name) and fnmatchcase(name, pattern.name))


def _is_log(name: str) -> bool:
    return not is_copy(name) and not any(fnmatchcase(name, pattern) for pattern in _NO_LOG)


def _state(path: Path) -> State:
    try:
        os.close(open_regular(path))
    except PermissionError:
        return "denied"
    except UnfitError:
        return "missing" if os.access(path, os.R_OK | os.X_OK, effective_ids=True) else "denied"
    except OSError:
        return "missing"
    return "found"


def _status(name: str, path: Path, state: State) -> SourceStatus | None:
    says = {"missing": health.missing, "denied": health.denied}.get(state)
    return says(name, path) if says else None
