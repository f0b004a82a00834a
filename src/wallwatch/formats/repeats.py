"""Lines that stand for copies of the line before them, in the words of three syslog daemons."""

import re
from typing import Final

import msgspec

from wallwatch.formats.envelope import Envelope

_WORDINGS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # BSD syslogd, sysklogd; rsyslog in its old manner. No tag.
        r"(?:--- )?last message repeated (?P<count>\d{1,6}) times?(?: ---)? ?$",
        # rsyslog: the tag is kept, the text is cut at 800 bytes (runtime/ratelimit.c).
        r"message repeated (?P<count>\d{1,6}) times: \[(?P<text>.{1,900})\] ?$",
        # syslog-ng: the text is cut at 20 characters.
        r"Last message '(?P<text>.{1,40})' repeated (?P<count>\d{1,6}) times, suppressed by syslog-ng on [^ ]{1,255}",
    )
)


class Repeat(msgspec.Struct, frozen=True, gc=False):
    """So many more copies of the last line of a host; ``text`` is what of it the daemon tells again."""

    count: int
    text: str | None


def read(line: str, head: Envelope | None) -> Repeat | None:
    """Return what a line repeats, or ``None`` if it is a line of its own."""
    if head is None:
        return None
    for wording in _WORDINGS:
        match = wording.match(line, head.message_at)
        if match is not None:
            text = match.groupdict().get("text")
            return Repeat(int(match["count"]), text.strip() if text else None)
    return None
