"""The head that a syslog daemon, the journal or the kernel puts before a message: stamp, host, tag and pid.

It is read from the start of the line and never searched for: whatever follows the tag is the message, and may have
been written by the attacker. A text that looks like a kernel line inside a message of sshd is therefore no kernel line.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from wallwatch.formats import rfc5424
from wallwatch.formats.dates import MONTH
from wallwatch.formats.head import KERNEL, Envelope

__all__ = ["KERNEL", "Envelope", "spans", "split", "uptime"]

_PRI: Final = r"(?:<\d{1,3}>)?"
_FRACTION: Final = r":(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?"
_PROGRAM: Final = (
    # ChromeOS has a severity in the place of the host. macOS has none in its notes about repeats.
    r"(?:(?:EMERG|ALERT|CRIT|ERR|WARNING|NOTICE|INFO|DEBUG) |(?!--- )"
    # The host may be missing (pfSense), doubled (UniFi), followed by a priority or by a colon (ASA relays).
    r"(?P<host>[^ ]{1,255})(?<!:) (?:(?P=host) )?(?:[a-z]{3,8}\d?\.[a-z]{3,7} )?(?:: )?)?"
    r"(?:(?P<tag>[^ :\[\]]{1,64}(?=[:\[])|\[kernel\])(?:\[(?P<pid>\d{1,10})\])?:? ?)?"
    # Solaris puts a message id after the tag.
    r"(?:\[ID \d{1,10} [a-z0-9.]{1,20}\] )?"
)
_HEAD: Final = re.compile(
    _PRI
    +
    # RFC 3164: the day may be padded with a blank, a zero or not at all; a year may stand in three places.
    r"(?P<minute>(?:\d{4} )?"
    + MONTH
    + r" {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d"
    # RFC 3339; Astaro has colons in the date.
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\d{4}:\d\d:\d\d-\d\d:\d\d)"
    + _FRACTION
    + r"(?P<offset>Z|[+-]\d\d:?\d\d)?(?: (?P<year>\d{4}))?:? "
    + _PROGRAM
)
_RFC_5424: Final = re.compile(
    r"<\d{1,3}>\d{1,2} (?:-|(?P<minute>\d{4}-\d\d-\d\dT\d\d:\d\d)" + _FRACTION + r"(?P<offset>Z|[+-]\d\d:?\d\d)?) "
    r"(?:-|(?P<host>[^ ]{1,255})) (?:-|(?P<tag>[^ \[]{1,64})(?:\[(?P<pid>\d{1,10})\])?) (?:-|(?P<pid_2>[^ ]{1,128})) "
    r"[^ ]{1,64}(?: (?P<data>)|$)"
)
_FULL: Final = re.compile(
    # journalctl -o short-full: weekday and the name of a zone.
    r"[^\W\d_]{2,4}\.? (?P<minute>\d{4}-\d\d-\d\d \d\d:\d\d)"
    + _FRACTION
    + r" (?:(?P<offset>UTC)|[A-Z+-][\w+-]{1,5}) "
    + _PROGRAM
)
_UNIX: Final = re.compile(r"(?P<epoch>\d{9,10})\.(?P<fraction>\d{6}) " + _PROGRAM)
_CALLER: Final = r"(?:\[ {0,6}[TC]\d{1,7}\] ?)?"
_MESSAGE: Final = r"(?:(?:(?P<host>[^ :\[\]]{1,255}) )?(?P<tag>[^ :\[\]]{1,64})\[(?P<pid>\d{1,10})\]: )"
_DMESG: Final = re.compile(
    # What has a process id was written by a program, through /dev/kmsg or the journal; all else is the kernel's.
    r"(?:<(?P<pri>\d{1,3})>)?(?:[a-z]{2,8} {0,3}:[a-z]{2,6} {0,3}: )?"
    r"(?P<stamp>\[ {0,7}(?P<boot>\d{1,10}\.\d{6})(?: <[\d. ]{1,20}>)?\] ?)"
    + _CALLER
    + r"(?:(?P<host_2>[^ :\[\]]{1,255}) (?P<tag_2>kernel): |"
    + _MESSAGE
    + r"|(?P<bare>))"
)
_DATED: Final = re.compile(
    r"(?:<(?P<pri>\d{1,3})>)?(?:[a-z]{2,8} {0,3}:[a-z]{2,6} {0,3}: )?"
    r"\[(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) (?P<minute>"
    + MONTH
    + r" {1,2}\d{1,2} \d\d:\d\d):(?P<second>\d\d) (?P<year>\d{4})\] ?"
    + _CALLER
    + r"(?:"
    + _MESSAGE
    + r"|(?P<bare>))"
)
_KMSG: Final = re.compile(
    # Documentation/ABI/testing/dev-kmsg: priority and facility, sequence number, microseconds, flags.
    r"(?P<pri>\d{1,4}),\d{1,20},(?P<boot>\d{1,16}),[^,;]{1,8}(?:,[^;]{1,40})?;(?:" + _MESSAGE + r"|(?P<bare>))"
)
_LOGREAD: Final = re.compile(
    # OpenWrt's logread, and the file that its logd writes: facility and level in the place of the host.
    r"(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) (?P<minute>[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d):(?P<second>\d\d) "
    r"(?P<year>\d{4}) [a-z]{3,8}\d?\.[a-z]{3,7} (?P<tag>[^ :\[\]]{1,64})(?:\[(?P<pid>\d{1,10})\])?: "
)
_HEADED: Final = ("minute", "second", "fraction", "offset", "year", "host", "tag", "pid")
"""What most heads hold, in the order of an envelope's fields."""

_OTHERS: Final = (_RFC_5424, _FULL, _DMESG, _DATED, _KMSG, _UNIX, _LOGREAD)
_UPTIME: Final = re.compile(r"\[ {0,7}(\d{1,10})\.(\d{6})\] ?(?:\[ {0,6}[TC]\d{1,7}\] ?)?")

_LONGEST: Final = 400
_KERNEL_FACILITY: Final = 8
"""Priorities below it are the kernel's; it lets no program use them."""


@lru_cache(maxsize=8)
def split(line: str) -> Envelope | None:
    """Return the head of a line, or ``None`` if the line has none."""
    # The lines of one second share their head down to the colon of the tag.
    colon = line.find(": ", 0, _LONGEST) + 2
    head = _whole(line[:colon]) if colon > 1 else None
    if head is not None and not line.startswith("[ID ", colon):
        return head
    match = _match(line)
    return None if match is None else _envelope(match)


def spans(line: str) -> dict[str, tuple[int, int]]:
    """Return where time and host stand in a line."""
    match = _match(line)
    if match is None:
        return {}
    found = dict(_places(match, "time", ("epoch", "boot", "minute", "second", "fraction", "offset", "year")))
    return found | dict(_places(match, "host", ("host", "host_2")))


def uptime(line: str, at: int) -> tuple[int | None, int]:
    """Return the kernel's own stamp at ``at``, in microseconds since its boot, and where the text after it starts."""
    match = _UPTIME.match(line, at)
    if match is None:
        return None, at
    second, micro = match.groups()
    return int(second + micro), match.end()


def _match(line: str) -> re.Match[str] | None:
    match = _HEAD.match(line)
    if match is not None:
        return match
    return next((found for pattern in _OTHERS if (found := pattern.match(line))), None)


@lru_cache(maxsize=128)
def _whole(text: str) -> Envelope | None:
    """Return the head that ``text`` is, down to its tag; ``None`` if it is no head or ends elsewhere."""
    match = _HEAD.fullmatch(text)
    return None if match is None or match["tag"] is None else _envelope(match)


def _envelope(match: re.Match[str]) -> Envelope:
    if match.re is _HEAD:
        minute, second, fraction, offset, year, host, tag, pid = match.group(*_HEADED)
        return Envelope(match.end(), minute, second, fraction, offset, year, host, tag, pid)
    parts = match.groupdict()
    get = parts.get
    boot, bare = get("boot"), get("bare") is not None
    tag = get("tag") or get("tag_2")
    priority = get("pri")
    if bare and (priority is None or int(priority) < _KERNEL_FACILITY):
        tag = "kernel"
    nil = "pid_2" in parts and tag is None and get("pid_2") is None
    return Envelope(
        _message_at(match, parts),
        get("minute") or "",
        get("second") or "",
        get("fraction"),
        get("offset"),
        get("year"),
        get("host") or get("host_2"),
        tag,
        get("pid") or get("pid_2"),
        None if boot is None else int(boot.replace(".", "")),
        get("epoch"),
        nil,
    )


def _message_at(match: re.Match[str], parts: dict[str, str | None]) -> int:
    if parts.get("data") is not None:
        return rfc5424.message_at(match.string, match.end())
    # The stamp of a kernel's line is part of its message, as it is inside syslog.
    return match.start("stamp") if parts.get("bare") is not None and "stamp" in parts else match.end()


def _places(match: re.Match[str], name: str, groups: tuple[str, ...]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the place that several groups take together, if one of them was found."""
    held = [match.span(group) for group in groups if group in match.re.groupindex and match[group]]
    if held:
        yield name, (min(start for start, _ in held), max(end for _, end in held))
