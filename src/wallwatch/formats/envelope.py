"""The head that a syslog daemon puts before a message: stamp, host, tag and pid (RFC 3164, RFC 3339 stamps).

It is read from the start of the line and never searched for: whatever follows the tag is the message, and may have
been written by the attacker. A text that looks like a kernel line inside a message of sshd is therefore no kernel line.
"""

import re
from functools import lru_cache
from typing import Final

import msgspec

from wallwatch.formats.stamp import Clock, Moment

_HEAD: Final = re.compile(
    r"(?:<\d{1,3}>)?"
    # RFC 3164: the day may be padded with a blank, a zero or not at all; a year may stand in three places.
    r"(?P<minute>(?:\d{4} )?[A-Za-z]{3} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d)"
    r":(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?(?P<offset>Z|[+-]\d\d:?\d\d)?(?: (?P<year>\d{4}))?:? "
    # The host may be missing (pfSense), doubled (UniFi), followed by a priority or by a colon (ASA relays).
    r"(?:(?P<host>[^ ]{1,255})(?<!:) (?:(?P=host) )?(?:[a-z]{3,8}\d?\.[a-z]{3,7} )?(?:: )?)?"
    r"(?:(?P<tag>[^ :\[\]]{1,64}(?=[:\[])|\[kernel\])(?:\[(?P<pid>\d{1,10})\])?:? ?)?"
    # Solaris puts a message id after the tag.
    r"(?:\[ID \d{1,10} [a-z0-9.]{1,20}\] )?"
)
_UPTIME: Final = re.compile(r"\[ {0,7}(\d{1,10})\.(\d{6})\] ?(?:\[ {0,6}[TC]\d{1,7}\] ?)?")

_LONGEST: Final = 400

KERNEL: Final = frozenset({"kernel", "/kernel", "[kernel]", "klogd"})
"""The tags of the kernel: FreeBSD before 5 writes ``/kernel``, klogd's own lines carry its name."""


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """The head of a line, as it stands there; the message starts at ``message_at``."""

    message_at: int
    minute: str
    second: str
    fraction: str | None
    offset: str | None
    year: str | None
    host: str | None
    tag: str | None
    pid: str | None

    def moment(self, clock: Clock) -> Moment | None:
        """Return the time of the stamp."""
        return clock.moment(self.minute, self.second, self.fraction, year=self.year, offset=self.offset)

    @property
    def is_kernel(self) -> bool:
        """Tell whether the kernel wrote the message: it has no process id (macOS prints 0)."""
        return self.tag in KERNEL and self.pid in {None, "0"}


def split(line: str) -> Envelope | None:
    """Return the head of a syslog line, or ``None`` if the line has none."""
    # The lines of one second share their head down to the colon of the tag.
    colon = line.find(": ", 0, _LONGEST) + 2
    head = _whole(line[:colon]) if colon > 1 else None
    if head is not None and not line.startswith("[ID ", colon):
        return head
    match = _HEAD.match(line)
    return None if match is None else Envelope(match.end(), *match.groups())


@lru_cache(maxsize=1_024)
def _whole(text: str) -> Envelope | None:
    """Return the head that ``text`` is, down to its tag; ``None`` if it is no head or ends elsewhere."""
    match = _HEAD.fullmatch(text)
    return None if match is None or match["tag"] is None else Envelope(match.end(), *match.groups())


def spans(line: str) -> dict[str, tuple[int, int]]:
    """Return where time and host stand in a syslog line."""
    match = _HEAD.match(line)
    if match is None:
        return {}
    stamp_end = max(match.end(name) for name in ("second", "fraction", "offset", "year"))
    found = {"time": (match.start("minute"), stamp_end)}
    return found | ({"host": match.span("host")} if match["host"] else {})


def uptime(line: str, at: int) -> tuple[int | None, int]:
    """Return the kernel's own stamp at ``at``, in microseconds since its boot, and where the text after it starts."""
    match = _UPTIME.match(line, at)
    if match is None:
        return None, at
    second, micro = match.groups()
    return int(second + micro), match.end()
