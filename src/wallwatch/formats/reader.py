"""From the lines of a source to sightings: what reads a line, where its record ends, and what each line was."""

import time
from collections.abc import Callable, Mapping
from datetime import tzinfo
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from wallwatch.formats import envelope, losses, repeats, wrapped
from wallwatch.formats.forged import is_forged
from wallwatch.formats.format import Block, Format
from wallwatch.formats.known import FORMATS
from wallwatch.formats.prefix import Prefixes
from wallwatch.formats.stamp import Clock
from wallwatch.formats.work import Range, Work
from wallwatch.model import Sighting
from wallwatch.model.line import Lines, Reading

NO_PREFIXES: Final[Mapping[str, str]] = MappingProxyType({})
"""The table of somebody who has made none."""

_RANGES: Final = 256
"""Ranges of streams whose last lines may wait at a time: a pattern may name hundreds of files."""

_HOSTS: Final = 1_024
_TORN: Final = 3
"""Lines that are joined at most to find out which format reads them."""


class LineReader:
    """Reads the lines of one source.

    ``trust`` tells who may have written them (``kernel``, ``file``, ``mixed``). ``zone`` is the zone of their wall
    clock, ``None`` for this machine's; ``year`` that of all stamps that name none; ``formats`` are those it asks.
    ``now`` gives the newest plausible time, microseconds since the epoch, for a batch that does not tell it.
    ``prefixes`` tells what the firewall did, by the prefix that its rule writes into the log.
    """

    def __init__(
        self,
        source: str,
        *,
        trust: str = "file",
        zone: tzinfo | None = None,
        year: int | None = None,
        formats: tuple[Format, ...] = FORMATS,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000,
        prefixes: Mapping[str, str] = NO_PREFIXES,
    ) -> None:
        self._source = source
        self._trust = trust
        self._now = now
        self._prefixes = Prefixes(prefixes) if prefixes else None
        self._clock = Clock(zone, now(), year)
        self._formats = formats
        self._order = formats
        self._ranges: dict[tuple[str, int], Range] = {}

    def feed(self, lines: Lines) -> Reading:
        """Return what a batch says, with the bytes that are decided by it.

        A record whose end has not been seen waits for the next batch of its range. An idle stream reads as if a blank
        line followed; when the range has ended, every line is decided.
        """
        self._clock.newest = self._now() if lines.newest is None else lines.newest
        known = self._ranges.pop((lines.stream, lines.start), None) or Range()
        start = known.start
        work = self._work(known, lines)
        self._decide(work)
        self._keep(known, work)
        if lines.context:
            return Reading(source=self._source, stream=lines.stream, start=lines.end, end=lines.end)
        return Reading(
            source=self._source,
            stream=lines.stream,
            start=lines.start if start is None else start,
            end=work.starts[work.at],
            received=work.received,
            other=work.other,
            lost=work.lost,
            unparsed=tuple(work.unparsed),
            sightings=tuple(work.sightings),
        )

    def _work(self, known: Range, lines: Lines) -> Work:
        """Return the lines of a batch as text, behind those of its range that wait."""
        found = known.unfolder.unfold(
            lines.lines, lines.starts, lines.end, final=lines.ended or lines.context, idle=lines.idle
        )
        carried = known.carried | {len(known.texts) + at: letter for at, letter in found.carried.items()}
        held = known.unfolder.held
        starts = [*known.starts, *found.starts, held[0][1] if held else lines.end]
        self._see_uptime(found.texts)
        return Work(lines, known.texts + found.texts, starts, carried, known.last)

    def _see_uptime(self, texts: list[str]) -> None:
        """Note how long the kernel has been up, where nothing else stamps the lines."""
        head = envelope.split(texts[-1]) if texts else None
        if head is not None and head.uptime is not None:
            self._clock.booted(head.uptime)

    def _keep(self, known: Range, work: Work) -> None:
        """Keep what the next batch of the range needs."""
        if work.lines.ended:
            return
        if len(self._ranges) >= _RANGES:
            self._ranges.pop(next(iter(self._ranges)))
        known.texts, known.starts, known.carried = work.rest()
        self._ranges[work.lines.stream, work.lines.end] = known

    def _decide(self, work: Work) -> None:
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
        return self._frame_torn(texts, at, final=final)

    def _frame_torn(self, texts: list[str], at: int, *, final: bool) -> tuple[Format | None, int | None]:
        """Return the same for a record that is broken before the words by which it is known."""
        for pieces in range(2, _TORN + 1):
            last = at + pieces - 1
            if last >= len(texts):
                # A notice of lost lines is whole as it stands, and may be the last line for a long time.
                waits = not final and wrapped.is_begun(texts[at]) and not _lost(texts[at])
                return None, None if waits else 0
            if not wrapped.goes_on(texts[at], texts[last]):
                break
            whole = [wrapped.joined(Block(tuple(texts[at : at + pieces]))), *texts[at + pieces : at + wrapped.PIECES]]
            for candidate in self._order:
                taken = candidate.frame(whole, 0, final=final) if candidate.sniff(whole[0]) else 0
                if taken != 0:
                    return candidate, None if taken is None else taken + pieces - 1
        return None, 0

    def _take(self, work: Work, reads: Format, taken: int) -> None:
        block = Block(tuple(work.texts[work.at : work.at + taken]))
        sighting = reads.parse(block, self._clock)
        if sighting is not None:
            if reads is not self._order[0]:
                # The same emitter's lines come in runs.
                self._order = (reads, *(other for other in self._formats if other is not reads))
            self._emit(work, sighting, block)
            return
        for text in block.lines:
            self._forget(work, text)
            work.give_up()

    def _take_whole(self, work: Work) -> bool:
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

    def _emit(self, work: Work, sighting: Sighting, block: Block) -> None:
        taken = len(block.lines)
        carried = bool(work.carried)
        sighting = replace(
            sighting,
            source=self._source,
            trust=(work.trust() or self._trust) if carried else self._trust,
            raw=work.raw(taken) if carried else block.text,
            action=sighting.action if self._prefixes is None else self._prefixes.action(sighting),
            lines=work.count(taken) if carried else taken,
            stream=work.lines.stream,
            start=work.starts[work.at],
            end=work.starts[work.at + taken],
        )
        work.sightings.append(sighting)
        work.advance(taken)
        work.last[None] = sighting
        if sighting.host is not None:
            work.last[sighting.host] = sighting

    def _repeat(self, work: Work) -> bool:
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

    def _other(self, work: Work) -> None:
        """Count a line that is no record, and see what it says of others, or pretends to be."""
        text = work.texts[work.at]
        self._forget(work, text)
        if ": " in text and (head := envelope.split(text)) is not None:
            work.lost += _lost(text)
            if is_forged(text, head, self._formats):
                work.give_up(forged=True)
                return
        work.other += work.count(1)
        work.advance(1)

    def _forget(self, work: Work, text: str) -> None:
        """Note that the last line of a host was no sighting."""
        work.last[None] = None
        head = envelope.split(text)
        if head is not None and head.host in work.last:
            work.last[head.host] = None
        if len(work.last) > _HOSTS:
            work.last.clear()


def _lost(text: str) -> int:
    """Return how many lines are missing by what a line says."""
    head = envelope.split(text)
    return 0 if head is None else losses.read(text, head, envelope.uptime(text, head.message_at)[1])
