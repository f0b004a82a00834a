"""Lines in which a kernel or a daemon says that it has not logged others."""

import re
from typing import Final

from wallwatch.formats.envelope import Envelope

_COUNT: Final = r"(?P<count>\d{1,9})"
_KERNEL: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\w{1,64}: " + _COUNT + r" (?:output lines|callbacks|messages) suppressed",
        r"\*\* " + _COUNT + r" printk messages dropped \*\*",
        # ipfw stops to log a rule when its count is reached, macOS for the rest of a second: how many is not told.
        r"ipfw: limit \d{1,9} reached on entry \d{1,9}(?P<some>)",
        r"\*\*\* kernel exceeded \d{1,9} log messages? per second limit(?P<some>)",
    )
)
_RSYSLOG: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r".{1,200}?: " + _COUNT + r" messages lost due to rate-limiting",
        r"(?:-\d{1,5}: )?imuxsock lost " + _COUNT + r" messages from pid \d{1,10} due to rate-limiting",
    )
)
_JOURNAL: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"Suppressed " + _COUNT + r" messages from ",
        r"Missed " + _COUNT + r" kernel messages",
        r"Forwarding to syslog missed " + _COUNT + r" messages",
    )
)
_SYSLOG_NG: Final = (re.compile(r"STATS: dropped " + _COUNT),)
_DAEMONS: Final = {
    "rsyslogd": _RSYSLOG,
    "systemd-journald": _JOURNAL,
    "systemd-journal": _JOURNAL,
    "syslog-ng": _SYSLOG_NG,
}


def read(line: str, head: Envelope, at: int) -> int:
    """Return how many lines are missing by a message that starts at ``at``; 0 if it says nothing of the kind.

    Only who drops lines is believed. Of lines without a number it is known that there was one.
    """
    wordings = _KERNEL if head.is_kernel else _DAEMONS.get((head.tag or "").partition("-2")[0])
    if wordings is None:
        return 0
    match = next((found for wording in wordings if (found := wording.match(line, at))), None)
    if match is None:
        return 0
    return int(match["count"]) if "count" in match.re.groupindex else 1
