"""What a log says of whoever writes it: is it the kernel, does it log packets, and has it left out lines?

Only the end of a file is looked at, so that it may be of any size. Whoever can log may write anything into it: a
notice counts only where its head says that it is of the one who drops lines.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.formats import LineReader, envelope, losses
from wallwatch.model import Sighting
from wallwatch.model.line import Lines
from wallwatch.model.times import SECOND
from wallwatch.sources.handle import UnfitError, open_regular
from wallwatch.sources.splitter import Splitter
from wallwatch.text import visible

TAIL: Final = 65_536
"""Bytes at the end of a log that are read as lines."""
SEARCHED: Final = 16 * 1_048_576
"""Bytes at the end of a log that are searched for words."""

_NOTICES: Final = (
    b" suppressed",
    b"due to rate-limiting",
    b" printk messages dropped",
    b"ipfw: limit ",
    b" per second limit",
    b"Suppressed ",
    b"Missed ",
    b"Forwarding to syslog missed ",
    b"STATS: dropped ",
)
"""Words of the notices that ``formats.losses`` knows."""
_PACKET: Final = (b" PROTO=", b"Packet log: ")
"""Words of the lines that the kernel's firewalls write, from ipchains on."""
_TRIES: Final = 20
"""Lines with the words of a notice that are looked at, the newest first."""
_PLATEAU: Final = 10
"""Equal pauses in a row that are no accident."""
_SENDERS: Final = 3
"""Fewer may be one program that calls by the clock."""
_SHORTEST: Final = 5 * SECOND
"""A shorter pause is told too badly by stamps of whole seconds."""


class Clues(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. ``kernel`` counts the kernel's own lines at the end; ``packets`` tells of any packet's line.

    ``notices`` are the newest lines in which somebody says that lines were left out. ``pause`` is the time (seconds)
    between lines that come as regularly as a rule with a limit lets them.
    """

    kernel: int = 0
    packets: bool = False
    notices: tuple[str, ...] = ()
    pause: float | None = None


def look(path: Path) -> Clues:
    """Return what the log at ``path`` says; nothing where it cannot be read. Blocks."""
    try:
        descriptor = open_regular(path)
    except (OSError, UnfitError):
        return Clues()
    try:
        size = os.fstat(descriptor).st_size
        return _look(_end(descriptor, size, SEARCHED), _end(descriptor, size, TAIL))
    except OSError:
        return Clues()
    finally:
        os.close(descriptor)


def _look(searched: bytes, tail: bytes) -> Clues:
    lines, starts = Splitter(0).feed(tail)
    heads = (envelope.split(visible(line)) for line in lines)
    return Clues(
        kernel=sum(head is not None and head.is_kernel for head in heads),
        packets=any(word in searched for word in _PACKET),
        notices=tuple(dict.fromkeys(line for word in _NOTICES for line in _newest(searched, word))),
        pause=_pause(_sightings(lines, starts, len(tail))),
    )


def _end(descriptor: int, size: int, most: int) -> bytes:
    """Return the lines in the last ``most`` bytes; the first one is left out where it is torn."""
    start = max(size - most, 0)
    chunk = os.pread(descriptor, size - start, start)
    return chunk[chunk.find(b"\n") + 1 :] if start else chunk


def _newest(searched: bytes, word: bytes) -> Iterator[str]:
    """Yield the newest notice with ``word`` in it, if there is one."""
    at = len(searched)
    for _ in range(_TRIES):
        at = searched.rfind(word, 0, at)
        if at < 0:
            return
        start = searched.rfind(b"\n", 0, at) + 1
        end = searched.find(b"\n", at)
        line = visible(searched[start : end if end >= 0 else len(searched)])
        if said := _notice(line):
            yield said
            return
        at = start


def _notice(line: str) -> str:
    """Return what a notice of lost lines says, without its head; nothing if the line is none."""
    head = envelope.split(line)
    if head is None:
        return ""
    at = envelope.uptime(line, head.message_at)[1]
    if not losses.read(line, head, at):
        return ""
    return line[at:] if head.is_kernel else f"{head.tag}: {line[at:]}"


def _sightings(lines: Sequence[bytes], starts: Sequence[int], end: int) -> tuple[Sighting, ...]:
    reader = LineReader("clues")
    batch = Lines(source="clues", stream="", start=0, end=end, lines=tuple(lines), starts=tuple(starts), ended=True)
    return reader.feed(batch).sightings


def _pause(sightings: Sequence[Sighting]) -> float | None:
    """Return the pause between the newest lines of a rule, in seconds, if it is always the same whoever sends."""
    by_rule: defaultdict[str | None, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        if sighting.format == "netfilter":
            by_rule[sighting.chain].append(sighting)
    return next((pause for rule in by_rule.values() if (pause := _even(rule[-_PLATEAU - 1 :])) is not None), None)


def _even(newest: Sequence[Sighting]) -> float | None:
    pauses = [later.time - earlier.time for earlier, later in pairwise(newest)]
    if len(pauses) < _PLATEAU or len({sighting.src for sighting in newest}) < _SENDERS:
        return None
    usual = sum(pauses) / len(pauses)
    if usual < _SHORTEST or any(abs(pause - usual) > SECOND for pause in pauses):
        return None
    return usual / SECOND
