"""Lines on their way in: a batch of them as a source read it, and what the formats made of it.

A position is a byte range of a *stream* (one file identity), so that the newest part of a large file can be read
before the rest, and what has been read is a set of ranges.
"""

from typing import Literal

import msgspec

from wallwatch.model.sighting import Sighting

SourceState = Literal["ok", "waiting", "missing", "denied", "unfit", "ended", "failed"]


class Lines(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A batch: the lines of the bytes ``[start, end)`` of a stream, without their line ends.

    ``starts`` holds the first byte of each line. ``idle`` tells that the stream has nothing more to read now (a half
    record may be given up), ``ended`` that no byte will follow in this range. ``context`` lines were committed
    before: they are read for what they mean to the lines after them, and are not counted again. ``newest`` is the
    newest plausible time of the last line (file modification time), microseconds since the epoch.
    """

    source: str
    stream: str
    start: int
    end: int
    lines: tuple[bytes, ...]
    starts: tuple[int, ...]
    idle: bool = False
    ended: bool = False
    context: bool = False
    newest: int | None = None


class Unparsed(msgspec.Struct, frozen=True, gc=False):
    """A line that looks like ours and was not understood, made safe for the eye.

    A ``forged`` one is of another program, and holds what looks like a record of a firewall or an IDS.
    """

    text: str
    start: int
    end: int
    forged: bool = False


class Reading(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a batch of lines said. The bytes ``[start, end)`` are decided: each of their lines is counted here once.

    ``received`` lines are the sum of the lines of the sightings, ``other`` (ordinary syslog) and ``unparsed``. ``lost``
    ones were never received: a kernel or a daemon says in a line of its own that it has not logged them.
    """

    source: str
    stream: str
    start: int
    end: int
    received: int = 0
    other: int = 0
    lost: int = 0
    unparsed: tuple[Unparsed, ...] = ()
    sightings: tuple[Sighting, ...] = ()


class SourceStatus(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How a source is: its state, and in ``remedy`` what a person can do about it."""

    source: str
    state: SourceState
    reason: str = ""
    remedy: str = ""


class Committed(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the store already holds of a stream: sorted, disjoint byte ranges."""

    stream: str
    ranges: tuple[tuple[int, int], ...] = ()
