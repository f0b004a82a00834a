"""From the lines of a source to sightings: what reads a line, where its record ends, and what each line was."""

import time
from collections.abc import Callable
from datetime import tzinfo
from typing import Final

import msgspec
from msgspec.structs import replace

from wallwatch.formats import envelope, repeats
from wallwatch.formats.format import Block, Format
from wallwatch.formats.known import FORMATS
from wallwatch.formats.stamp import Clock
from wallwatch.model import Sighting
from wallwatch.model.line import Lines, Reading, Unparsed
from wallwatch.text import CUT_MARK, visible

LINE: Final = 8_192
"""Longest text of a line that a grammar is asked to read, in characters; no emitter writes a longer one."""

_RANGES: Final = 8
_HOSTS: Final = 1_024
_ORDERS: Final = {first.name: (first, *(other for other in FORMATS if other.name != first.name)) for first in FORMATS}
"""The formats in the order they are tried after one of them has read a line."""


class _Range(msgspec.Struct, gc=False):
    """What is kept of a range of a stream between two batches of it."""

    texts: list[str] = msgspec.field(default_factory=list)
    """The lines of a record whose end has not been seen."""
    starts: list[int] = msgspec.field(default_factory=list)
    last: dict[str | None, Sighting | None] = msgspec.field(default_factory=dict)
    """What the last line of each host said."""


class _Pass(msgspec.Struct, gc=False):
    """The lines of one batch on their way, behind those that were kept; ``starts`` has the end as its last."""

    lines: Lines
    texts: list[str]
    starts: list[int]
    last: dict[str | None, Sighting | None]
    sightings: list[Sighting] = msgspec.field(default_factory=list)
    unparsed: list[Unparsed] = msgspec.field(default_factory=list)
    other: int = 0
    at: int = 0


class LineReader:
    """Reads the lines of one source.

    ``trust`` tells who may have written them (``kernel``, ``file``, ``mixed``). ``zone`` is the zone of their wall
    clock, ``None`` for this machine's; ``year`` that of all stamps that name none. ``now`` gives the newest plausible
    time, microseconds since the epoch, for a batch that does not tell it.
    """

    def __init__(
        self,
        source: str,
        *,
        trust: str = "file",
        zone: tzinfo | None = None,
        year: int | None = None,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000,
    ) -> None:
        self._source = source
        self._trust = trust
        self._now = now
        self._clock = Clock(zone, now(), year)
        self._order: tuple[Format, ...] = FORMATS
        self._ranges: dict[tuple[str, int], _Range] = {}

    def feed(self, lines: Lines) -> Reading:
        """Return what a batch says, with the bytes that are decided by it.

        A record whose end has not been seen waits for the next batch of its range. An idle stream reads as if a blank
        line followed; when the range has ended, every line is decided.
        """
        self._clock.newest = self._now() if lines.newest is None else lines.newest
        known = self._ranges.pop((lines.stream, lines.start), None) or _Range()
        texts = [*known.texts, *map(_text, lines.lines)]
        work = _Pass(lines, texts, [*known.starts, *lines.starts, lines.end], known.last)
        self._decide(work)
        self._keep(work)
        if lines.context:
            return Reading(source=self._source, stream=lines.stream, start=lines.end, end=lines.end)
        return Reading(
            source=self._source,
            stream=lines.stream,
            start=known.starts[0] if known.starts else lines.start,
            end=work.starts[work.at],
            received=work.at,
            other=work.other,
            unparsed=tuple(work.unparsed),
            sightings=tuple(work.sightings),
        )

    def _keep(self, work: _Pass) -> None:
        """Keep what the next batch of the range needs."""
        if work.lines.ended:
            return
        if len(self._ranges) >= _RANGES:
            self._ranges.pop(next(iter(self._ranges)))
        kept = _Range(work.texts[work.at :], work.starts[work.at : -1], work.last)
        self._ranges[work.lines.stream, work.lines.end] = kept

    def _decide(self, work: _Pass) -> None:
        final = work.lines.ended or work.lines.context
        texts = work.texts
        while work.at < len(texts):
            if "repeated " in texts[work.at] and self._repeat(work):
                continue
            reads, taken = self._frame(texts, work.at, final=final)
            if taken is None:
                if not (work.lines.idle and self._take_whole(work)):
                    return
            elif reads is None:
                self._other(work)
            else:
                self._take(work, reads, taken)

    def _frame(self, texts: list[str], at: int, *, final: bool) -> tuple[Format | None, int | None]:
        """Return the format that reads the line, and how many lines its record takes."""
        line = texts[at]
        for candidate in self._order:
            if candidate.sniff(line):
                taken = candidate.frame(texts, at, final=final)
                if taken != 0:
                    return candidate, taken
        return None, 0

    def _take(self, work: _Pass, reads: Format, taken: int) -> None:
        block = Block(tuple(work.texts[work.at : work.at + taken]))
        sighting = reads.parse(block, self._clock)
        if sighting is not None:
            self._order = _ORDERS[reads.name]
            self._emit(work, sighting, block)
            return
        for text in block.lines:
            work.unparsed.append(Unparsed(text, work.starts[work.at], work.starts[work.at + 1]))
            self._forget(work, text)
            work.at += 1

    def _take_whole(self, work: _Pass) -> bool:
        """Take the record at the end of an idle stream, if it is whole as it stands."""
        waiting = [*work.texts[work.at :], ""]
        reads, taken = self._frame(waiting, 0, final=False)
        if reads is None or not taken:
            return False
        block = Block(tuple(waiting[:taken]))
        sighting = reads.parse(block, self._clock)
        if sighting is None:
            return False
        self._emit(work, sighting, block)
        return True

    def _emit(self, work: _Pass, sighting: Sighting, block: Block) -> None:
        taken = len(block.lines)
        sighting = replace(
            sighting,
            source=self._source,
            trust=self._trust,
            raw=block.text,
            lines=taken,
            stream=work.lines.stream,
            start=work.starts[work.at],
            end=work.starts[work.at + taken],
        )
        work.sightings.append(sighting)
        work.at += taken
        if sighting.host is not None:
            work.last[sighting.host] = sighting

    def _repeat(self, work: _Pass) -> bool:
        """Take a line that stands for copies of the last line of its host, if it does and that was a sighting."""
        text = work.texts[work.at]
        head = envelope.split(text)
        repeat = repeats.read(text, head)
        moment = head.moment(self._clock) if head is not None else None
        if head is None or repeat is None or moment is None:
            return False
        before = work.last.get(head.host)
        if before is None or (repeat.text is not None and repeat.text not in before.raw):
            self._other(work)
            return True
        copies = replace(
            before,
            time=moment.time,
            tick=moment.tick,
            zone=moment.zone,
            year_stated=moment.year_stated,
            repeat=repeat.count,
            repeat_after=before.time,
            uptime=None,
        )
        self._emit(work, copies, Block((text,)))
        return True

    def _other(self, work: _Pass) -> None:
        self._forget(work, work.texts[work.at])
        work.other += 1
        work.at += 1

    def _forget(self, work: _Pass, text: str) -> None:
        """Note that the last line of a host was no sighting."""
        head = envelope.split(text)
        if head is not None and head.host in work.last:
            work.last[head.host] = None
        if len(work.last) > _HOSTS:
            work.last.clear()


def _text(raw: bytes) -> str:
    if len(raw) <= LINE:
        text = visible(raw)
        return text if len(text) <= LINE else text[:LINE] + CUT_MARK
    return visible(raw[:LINE])[:LINE] + CUT_MARK
