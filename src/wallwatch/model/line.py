"""Lines on their way in: a batch of them as a source read it, and what the formats made of it.

A position is a byte range of a *stream* (one file identity), so that the newest part of a large file can be read
before the rest, and what has been read is a set of ranges.
"""

from typing import Literal

import msgspec

from wallwatch.model.sighting import Sighting
from wallwatch.text import visible

SourceState = Literal["ok", "waiting", "missing", "denied", "unfit", "ended", "failed"]


class Lines(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A batch: the lines of the bytes ``[start, end)`` of a stream, without their line ends.

    ``starts`` holds the first byte of each line. ``idle`` tells that the stream has nothing more to read now (a half
    record may be given up), ``ended`` that no byte will follow in this range. ``context`` lines were committed
    before: they are read for what they mean to the lines after them, and are not counted again. ``newest`` is the
    newest plausible time of the last line (file modification time), microseconds since the epoch.

    ``mark`` is a word by which the source will know again how far it has read, whatever of it is decided (a file: the
    hash of the bytes before a position). ``cursors`` has a word for each line, for a source whose positions are not
    bytes (the journal): after which line to go on is said by the word of the last line that is decided.
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
    mark: str = ""
    cursors: tuple[str, ...] = ()


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
    ones were never received: a kernel or a daemon says in a line of its own that it has not logged them. ``mark`` and
    ``cursor`` are the source's own words for how far it is, see :class:`Lines`; empty ones change nothing.
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
    mark: str = ""
    cursor: str = ""


class SourceStatus(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How a source is: its state, and in ``remedy`` what a person can do about it.

    Both name files, which whoever may write into a directory calls as he likes: the words are made safe here.
    """

    source: str
    state: SourceState
    reason: str = ""
    remedy: str = ""

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "reason", visible(self.reason))
        msgspec.structs.force_setattr(self, "remedy", visible(self.remedy))


class Gap(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a source cannot read any more, and nobody will ever know: shown, never passed over.

    ``at`` is when it was found out (microseconds since the epoch), ``reason`` a sentence with what is known, ``size``
    how many bytes are missing, ``None`` if that cannot be told.
    """

    source: str
    stream: str
    at: int
    reason: str
    size: int | None = None

    def __post_init__(self) -> None:
        # It names files, too.
        msgspec.structs.force_setattr(self, "reason", visible(self.reason))


class Committed(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the store already holds of a stream: sorted, disjoint byte ranges, and the source's last words for it."""

    stream: str
    ranges: tuple[tuple[int, int], ...] = ()
    mark: str = ""
    cursor: str = ""
