"""A log file that is followed: appended lines, rotation, a file that is emptied, one that is not there yet."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path

from wallwatch.model.line import Committed, Gap, Lines, SourceStatus
from wallwatch.sources.names import source_names
from wallwatch.sources.plan import Boundary, Terms
from wallwatch.sources.pursuit import Pace, Pursuit, Report
from wallwatch.sources.watch import Watch

if sys.platform == "linux":
    from wallwatch.sources.inotify import watch_path
else:
    from wallwatch.sources.watch import watch_path


class FileSource:
    """The lines of the file at a path, and of the files that will stand there.

    ``trust`` is ``file`` for a log of its own, ``mixed`` for one into which others write, too. ``name`` is short and
    shown; without one it is made from the path. If more than ``newest_first`` bytes are unread, the newest part is
    read before the rest, from the first offset that ``boundary`` returns for it. ``once`` reads what is there and
    ends, in order; ``from_end`` leaves out what was there at the start. Without ``events`` it looks at the clock only.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        trust: str = "file",
        name: str | None = None,
        boundary: Boundary | None = None,
        once: bool = False,
        newest_first: int = 262_144,
        from_end: bool = False,
        pace: Pace | None = None,
        events: bool = True,
    ) -> None:
        self.path = Path(path).absolute()
        self.trust = trust
        self.name = name or source_names([self.path])[0]
        self._once = once
        self._from_end = from_end
        self._terms = Terms(boundary=None if once else boundary, newest_first=newest_first)
        self._pace = pace or Pace()
        self._events = events and not once

    async def read(self, committed: Mapping[str, Committed]) -> AsyncGenerator[Lines | SourceStatus | Gap]:
        """Yield batches of whole lines, and the source's status whenever it changes.

        What ``committed`` holds, by stream, is not read again; a stream that goes on begins with a ``context`` batch of
        lines before it. A half line waits for its end; only when the file ends, it is a line as it is. What cannot be
        read any more is told once.
        """
        with watch_path(self.path) if self._events else Watch() as watch:
            pursuit = Pursuit(
                self.name,
                self.path,
                committed,
                watch,
                terms=self._terms,
                pace=self._pace,
                from_end=self._from_end,
                # What is read once is read as it stands; who goes on reads what was moved away meanwhile.
                alone=self._once and not committed,
            )
            try:
                while True:
                    reports = await pursuit.step()
                    for report in reports:
                        yield report
                    if pursuit.busy:
                        continue
                    if self._once:
                        break
                    await self._wait(reports, pursuit, watch)
                for report in await pursuit.finish():
                    yield report
            finally:
                pursuit.close()

    async def _wait(self, reports: list[Report], pursuit: Pursuit, watch: Watch) -> None:
        """Rest after lines, so that the next ones come together; then wait for something to happen."""
        if any(isinstance(report, Lines) and report.lines for report in reports):
            await asyncio.sleep(self._pace.rest)
        elif not reports:
            await watch.wait(pursuit.patience)
