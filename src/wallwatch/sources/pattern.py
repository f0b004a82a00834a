"""All files that match a pattern, now and later: Snort writes a file for each address and port.

They are one source of many streams. A file is opened when it has changed and closed when it is read, so that any
number of them takes few descriptors; what has been read of it is kept in mind.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Final

from wallwatch.model.line import Committed, Gap, Lines, SourceStatus
from wallwatch.sources import health
from wallwatch.sources.catalogue import Catalogue, is_of
from wallwatch.sources.file import FileSource
from wallwatch.sources.matching import Match, matching
from wallwatch.sources.plan import Boundary
from wallwatch.sources.pursuit import Pace

MAGIC: Final = "*?["
"""What makes a path a pattern."""

VISIT: Final = 16
"""Batches that one file gives before others have their turn."""

_QUIET: Final = 0.25
"""Seconds after which a file that is open has nothing more to say."""

_MORE: Final = 0.01
"""The same when it has said so and copies of it are open, too, which say so for themselves."""

_HASTE: Final = Pace(rest=0.0, poll=60.0, linger=0.0)

Report = Lines | SourceStatus | Gap


class PatternSource:
    """The lines of all files that match ``pattern``, which is as for a shell.

    ``once`` reads what is there and ends; ``from_end`` leaves out what was there at the start. Files that appear later
    are read from their first byte. ``poll`` is in seconds.
    """

    def __init__(
        self,
        pattern: str,
        *,
        name: str,
        trust: str = "file",
        boundary: Boundary | None = None,
        once: bool = False,
        from_end: bool = False,
        poll: float = 1.0,
    ) -> None:
        self.path = pattern
        self.name = name
        self.trust = trust
        self._boundary = boundary
        self._once = once
        self._from_end = from_end
        self._poll = poll
        self._status: SourceStatus | None = None
        self._troubles: dict[str, SourceStatus] = {}

    async def read(self, committed: Mapping[str, Committed]) -> AsyncGenerator[Report]:
        """Yield batches of whole lines of one file after the other, and the source's status whenever it changes."""
        catalogue = Catalogue(committed)
        muted = self._from_end and not committed
        while True:
            found = await asyncio.to_thread(matching, self.path)
            self._troubles = {path: status for path, status in self._troubles.items() if path in found}
            changed = await asyncio.to_thread(catalogue.changed, found)
            for match in changed:
                async with aclosing(self._visit(match, catalogue)) as visit:
                    async for report in visit:
                        if not (muted and isinstance(report, Lines)):
                            yield report
            for status in self._say(self._summary(len(found))):
                yield status
            if self._once:
                if self._status == health.ok(self.name):
                    yield health.ended(self.name)
                return
            muted = False
            await asyncio.sleep(0 if changed else self._poll)

    async def _visit(self, match: Match, catalogue: Catalogue) -> AsyncGenerator[Lines | Gap]:
        """Yield what is new in one file."""
        # To close the kernel's file events takes milliseconds, so that a file that is open for less has none.
        source = FileSource(
            match.path, name=self.name, boundary=self._boundary, once=self._once, pace=_HASTE, events=False
        )
        batches, idle = 0, False
        streams: set[str] = set()
        catalogue.visited(match)
        async with aclosing(source.read(catalogue.committed(match))) as reports:
            while batches < VISIT or self._once:
                try:
                    async with asyncio.timeout(None if self._once else _MORE if idle else _QUIET):
                        report = await anext(reports, None)
                except TimeoutError:
                    report = None
                    if not idle:
                        catalogue.unsure(match)
                if report is None:
                    return
                if isinstance(report, SourceStatus):
                    self._note(match.path, report)
                elif isinstance(report, Gap):
                    yield report
                else:
                    batches, idle = batches + 1, report.idle and is_of(report.stream, match)
                    streams.add(report.stream)
                    noted = catalogue.noted(report, match.path)
                    if noted is not None:
                        yield noted
                    if idle and len(streams) == 1:
                        return
            catalogue.unfinished(match)

    def _note(self, path: str, status: SourceStatus) -> None:
        if status.state in {"ok", "ended"}:
            self._troubles.pop(path, None)
        else:
            self._troubles[path] = status

    def _summary(self, count: int) -> SourceStatus:
        """Return how all the files are."""
        if self._troubles:
            first = next(iter(self._troubles.values()))
            number = len(self._troubles)
            more = "" if number == 1 else f" {number:,} of {count:,} files are so."
            return SourceStatus(
                source=self.name, state=first.state, reason=f"{first.reason}{more}", remedy=first.remedy
            )
        if not count:
            return SourceStatus(
                source=self.name,
                state="missing",
                reason=f"No file matches {self.path}.",
                remedy="Files are read as soon as they appear.",
            )
        return health.ok(self.name)

    def _say(self, status: SourceStatus) -> list[SourceStatus]:
        """Return ``status`` if it is news."""
        if status == self._status:
            return []
        self._status = status
        return [status]
