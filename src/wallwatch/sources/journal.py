"""The systemd journal, as ``journalctl`` gives it: what the kernel says, and what the IDS daemons say to syslog.

That the kernel wrote an entry is certain there; what a program says it says itself. ``journalctl`` reads what is there,
of all boots, and then follows: ``--follow`` alone would begin with the current boot. Where it dies it is started again
at the last entry, which is left out.
"""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Final

from wallwatch.model.line import Committed, Gap, Lines, SourceStatus
from wallwatch.sources import health
from wallwatch.sources.entries import STREAM, Cutter, cursor_of, missed, place_of
from wallwatch.sources.journal_access import JOURNAL, PROGRAM, journal_trouble
from wallwatch.sources.pause import Pauses
from wallwatch.sources.pipe import Pipe
from wallwatch.sources.process import Ending, child, minimal_environment
from wallwatch.sources.ranges import top

IDENTIFIERS: Final = ("snort", "suricata", "Suricata-Main", "p0f", "ulogd", "tcpdump")
"""The daemons that are asked for beside the kernel, by the name that syslog knows them by."""

_MISSED: Final = ("_TRANSPORT=driver", "MESSAGE_ID=e9bf28e6e834481bb6f48f548ad13606")
"""What the journal itself says when it has lost messages of the kernel."""

HISTORY: Final = "-7d"
"""How far back a first start reads: what a log file holds that is rotated every week."""

_FIELDS: Final = (
    "MESSAGE",
    "SYSLOG_IDENTIFIER",
    "SYSLOG_PID",
    "_COMM",
    "_HOSTNAME",
    "_PID",
    "_SOURCE_MONOTONIC_TIMESTAMP",
    "_TRANSPORT",
)
_SMALL: Final = 65_536
"""Bytes. After a read that gave fewer it pays to rest, so that few batches bring much."""

_REST: Final = 0.02
_QUIET: Final = 0.2
"""Seconds of silence after which nothing more is there now."""

Report = Lines | SourceStatus | Gap


class JournalSource:
    """The entries of the kernel and of the ``identifiers``, from ``files`` or else the journal of this box.

    Kernel entries are trusted as the kernel's by what reads them, all others as those of a mixed log. ``once`` reads
    all that is there and ends; ``from_end`` leaves out what was there at the start. ``pauses`` are those before
    ``program`` is started again.
    """

    trust = "mixed"

    def __init__(
        self,
        *,
        name: str = JOURNAL,
        files: Sequence[Path] = (),
        identifiers: Sequence[str] = IDENTIFIERS,
        once: bool = False,
        from_end: bool = False,
        program: str = PROGRAM,
        pauses: Pauses | None = None,
    ) -> None:
        self.name = name
        self._files = files
        # --merge: of several files all boots are wanted. For the box's own it would take in those of other machines.
        self._scope = ("--merge", *(f"--file={path.absolute()}" for path in files)) if files else ()
        daemons = (f"SYSLOG_IDENTIFIER={name}" for name in identifiers)
        self._matches = ("_TRANSPORT=kernel", "+", *_MISSED, "+", *daemons)
        self._once = once
        self._from_end = from_end
        self._program = program
        self._pauses = pauses or Pauses()
        self._status: SourceStatus | None = None
        self._trouble: SourceStatus | None = None

    async def read(self, committed: Mapping[str, Committed]) -> AsyncGenerator[Report]:
        """Yield batches of entries, and the source's status whenever it changes.

        After the entry that is ``committed`` it goes on; if that has gone, a gap says what is known of the others.
        """
        before = committed.get(STREAM, Committed(stream=STREAM))
        cutter = Cutter(self.name, top(before.ranges), before.cursor if place_of(before.cursor) else "")
        while True:
            self._trouble = None if self._files else journal_trouble(self.name, program=self._program)
            if self._trouble is None:
                async with aclosing(self._session(cutter)) as session:
                    async for report in session:
                        yield report
            if self._trouble is None:
                yield cutter.end()
                yield health.ended(self.name)
                return
            for status in self._say(self._trouble):
                yield status
            if self._once:
                return
            await asyncio.sleep(self._pauses.next())

    async def _session(self, cutter: Cutter) -> AsyncGenerator[Report]:
        """Yield what one start gives; if it breaks off, that is the trouble."""
        lost = await self._look(cutter)
        if self._trouble is not None:
            return
        if lost:
            yield Gap(source=self.name, stream=STREAM, at=time.time_ns() // 1_000, reason=lost)
        for following in (False,) if self._once else (False, True):
            async with aclosing(self._run(cutter, following=following)) as batches:
                async for batch in batches:
                    self._pauses.reset()
                    for status in self._say(health.ok(self.name)):
                        yield status
                    yield batch
            if self._trouble is not None:
                return
            for status in self._say(health.ok(self.name)):
                yield status

    async def _run(self, cutter: Cutter, *, following: bool) -> AsyncGenerator[Lines]:
        cutter.again()
        async with child(self._arguments(cutter.cursor, following=following), self._environment()) as process:
            async with aclosing(_batches(process.pipe, cutter, following=following)) as batches:
                async for batch in batches:
                    yield batch
            self._note(await process.end(), following=following)

    async def _look(self, cutter: Cutter) -> str | None:
        """Find the entry that was read last, or at a start from the end the last one; return what is missing."""
        if cutter.cursor:
            there = await self._ask(f"--cursor={cutter.cursor}")
            return None if there is None else missed(cutter.cursor, there)
        if self._from_end and (there := await self._ask(*self._matches)) is not None:
            cutter.cursor, self._from_end = there, False
        return None

    async def _ask(self, *arguments: str) -> str | None:
        """Return the cursor of the one entry that the arguments tell; empty if there is none."""
        command = (self._program, *self._scope, "-q", "-o", "json", "--output-fields=_TRANSPORT", "-n", "1", *arguments)
        async with child(command, self._environment()) as process:
            answer = b""
            while chunk := await process.pipe.read():
                answer += chunk
            self._note(await process.end())
        return cursor_of(answer) if self._trouble is None else None

    def _arguments(self, cursor: str, *, following: bool) -> tuple[str, ...]:
        # Not --after-cursor: where that entry has gone or is not asked for any more, it leaves out the one after it.
        start = (f"--cursor={cursor}",) if cursor else () if self._once or self._files else (f"--since={HISTORY}",)
        follow = ("--follow", "--no-tail") if following else ()
        shown = ("-q", "--no-pager", "--all", "-o", "json", f"--output-fields={','.join(_FIELDS)}")
        return (self._program, *self._scope, *shown, *follow, *start, *self._matches)

    def _note(self, ending: Ending, *, following: bool = False) -> None:
        """Note how a run ended, where it should have gone on or told more."""
        if ending.code or following:
            self._trouble = SourceStatus(
                source=self.name,
                state="failed",
                reason=f"{self._program} ended: {ending.words}.",
                remedy="" if self._once else "It is started again after the last entry, at the latest in a minute.",
            )

    def _say(self, status: SourceStatus) -> list[SourceStatus]:
        """Return ``status`` if it is news."""
        if status == self._status:
            return []
        self._status = status
        return [status]

    @staticmethod
    def _environment() -> dict[str, str]:
        return minimal_environment(os.environ, SYSTEMD_COLORS="0", SYSTEMD_PAGER="")


async def _batches(pipe: Pipe, cutter: Cutter, *, following: bool) -> AsyncGenerator[Lines]:
    stirred = following
    while True:
        if stirred and following and not await pipe.ready(_QUIET):
            stirred = False
            yield cutter.idle()
        chunk = await pipe.read()
        if not chunk:
            return
        batch = cutter.feed(chunk)
        if batch is not None:
            stirred = True
            yield batch
        if len(chunk) < _SMALL:
            await asyncio.sleep(_REST)
