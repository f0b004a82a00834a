"""Entries of the systemd journal (``journalctl -o json``, ``-o export``), written as the line that ``-o short`` prints.

The journal's own fields begin with an underscore and no program can set them: that the kernel wrote a message is
certain there. A message of a program that calls itself ``kernel`` keeps a process id, and so is none of the kernel's.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from wallwatch.formats.head import KERNEL
from wallwatch.model.times import SECOND, iso
from wallwatch.text import visible

LINES: Final = 4_096
"""Most lines of an exported entry."""

Letter = tuple[str, str]
"""A line, and who can have written it."""

_LONGEST: Final = 8_192
_SIZE: Final = 8
_NAME: Final = re.compile(rb"[A-Z0-9_]{1,64}")
_NO_TAG: Final = re.compile(r"[ :\[\]]+")
_BYTE: Final = 255
_LATEST: Final = 253_402_300_799 * SECOND
"""The end of the year 9999."""


def is_json(raw: bytes) -> bool:
    """Tell whether a line is an entry in JSON."""
    return raw[:1] == b"{" and b'"__REALTIME_TIMESTAMP"' in raw


def from_json(raw: bytes) -> Letter | None:
    """Return the line of an entry in JSON, or ``None`` if it is none."""
    try:
        entry = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None
    return letter(entry) if isinstance(entry, dict) else None


def frame_export(lines: Sequence[bytes], at: int, *, final: bool) -> int | None:
    """Return how many lines the exported entry at ``lines[at]`` takes, the blank one behind it included.

    ``None`` is for "more, please", 0 for an entry without an end.
    """
    here = at
    while here < len(lines) and here - at < LINES:
        line = lines[here]
        if not line:
            return here + 1 - at
        here += 1 if b"=" in line else _binary_lines(lines, here)
    if here - at >= LINES:
        return 0
    return len(lines) - at if final else None


def from_export(lines: Sequence[bytes]) -> Letter | None:
    """Return the line of an exported entry, or ``None`` if it is none."""
    entry: dict[str, object] = {}
    at = 0
    while at < len(lines):
        key, is_text, value = lines[at].partition(b"=")
        taken = 1 if is_text or not key else _binary_lines(lines, at)
        if not is_text:
            value = b"\n".join(lines[at + 1 : at + taken])[_SIZE:]
        entry.setdefault(key.decode("ascii", "replace"), visible(value))
        at += taken
    return letter(entry)


def letter(entry: Mapping[str, object]) -> Letter | None:
    """Return the line that an entry says, or ``None`` if it has no time."""
    time = _text(entry.get("__REALTIME_TIMESTAMP"))
    if not (time.isdecimal() and time.isascii()) or not 0 <= int(time[:20]) < _LATEST:
        return None
    is_kernel = entry.get("_TRANSPORT") == "kernel"
    host = _word(entry.get("_HOSTNAME")) or "localhost"
    head = f"{iso(int(time), 0, 1)} {host} "
    message = _text(entry.get("MESSAGE"))[:_LONGEST]
    if is_kernel:
        return f"{head}kernel: {_uptime(entry)}{message}", "kernel"
    return f"{head}{_program(entry)}: {message}", "mixed"


def _program(entry: Mapping[str, object]) -> str:
    name = _word(entry.get("SYSLOG_IDENTIFIER") or entry.get("_COMM")) or "unknown"
    pid = _text(entry.get("_PID")) or _text(entry.get("SYSLOG_PID"))
    if not (pid.isdecimal() and pid.isascii()):
        pid = ""
    if name in KERNEL and pid in {"", "0"}:
        pid = "1"
    return f"{name}[{pid[:10]}]" if pid else name


def _uptime(entry: Mapping[str, object]) -> str:
    """Return the stamp that the kernel itself prints; the journal has taken it off the message."""
    stamp = _text(entry.get("_SOURCE_MONOTONIC_TIMESTAMP"))
    if not (stamp.isdecimal() and stamp.isascii()) or len(stamp) > len(str(SECOND)) + 9:
        return ""
    second, micro = divmod(int(stamp), SECOND)
    return f"[{second:5d}.{micro:06d}] "


def _text(value: object) -> str:
    """Return a field, made safe for the eye. One that is no UTF-8 is a list of bytes, one that is repeated a list."""
    if isinstance(value, str):
        return visible(value)
    if not isinstance(value, list) or not value:
        return ""
    if all(isinstance(item, int) and 0 <= item <= _BYTE for item in value):
        return visible(bytes(value))
    return _text(value[0])


def _word(value: object) -> str:
    return _NO_TAG.sub("_", _text(value))[:64]


def _binary_lines(lines: Sequence[bytes], at: int) -> int:
    """Return how many lines a field takes whose name stands alone: its size in 8 bytes and its bytes follow it."""
    if _NAME.fullmatch(lines[at]) is None:
        return 1
    held, here = b"", at + 1
    while here < len(lines) and here - at < LINES:
        held += lines[here] + b"\n"
        here += 1
        if len(held) > _SIZE and len(held) - 1 - _SIZE >= int.from_bytes(held[:_SIZE], "little"):
            return here - at
    return LINES if here - at >= LINES else here - at + 1
