"""A log and its reader for the tests: what writes and rotates it, and what looks at it when it is told to."""

import asyncio
import gzip
import os
from collections.abc import Mapping
from pathlib import Path

from tests.sources.following import append, commit
from wallwatch.model.line import Committed, Gap, Lines, SourceStatus
from wallwatch.sources.plan import Boundary, Terms
from wallwatch.sources.pursuit import Pace, Pursuit
from wallwatch.sources.watch import Watch

NOW = 1_706_659_200_000_000
"""The time at which every gap is found out, microseconds since the epoch."""


STEPS = 1_000
"""After so many steps one that is still busy will be for ever."""


class Log:
    """A log file, as a daemon writes it and logrotate rotates it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, text: str | bytes) -> None:
        append(self.path, text)

    def copy(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")

    def shift(self, copies: int = 9) -> None:
        """Make room for the newest copy."""
        for number in range(copies, 0, -1):
            for suffix in ("", ".gz"):
                older = Path(f"{self.copy(number)}{suffix}")
                if older.exists():
                    older.rename(f"{self.copy(number + 1)}{suffix}")

    def rotate(self) -> None:
        """Rename it, and leave it to the daemon to make a new one."""
        self.shift()
        self.path.rename(self.copy(1))

    def copytruncate(self, *, copied: bool = True) -> None:
        """Copy it and empty it, so that the daemon need not be told."""
        if copied:
            self.shift()
            self.copy(1).write_bytes(self.path.read_bytes())
        os.truncate(self.path, 0)

    def pack(self, number: int) -> Path:
        """Pack a copy, as logrotate's ``compress`` does."""
        plain, packed = self.copy(number), Path(f"{self.copy(number)}.gz")
        packed.write_bytes(gzip.compress(plain.read_bytes(), 1))
        plain.unlink()
        return packed


class Tail:
    """The reader of a log, which looks when it is told to, and the store that it fills."""

    def __init__(
        self,
        path: Path,
        *,
        linger: float = 60,
        boundary: Boundary | None = None,
        newest_first: int = 262_144,
        committed: Mapping[str, Committed] | None = None,
    ) -> None:
        self.path = path
        self.committed = dict(committed or {})
        self.lines: list[bytes] = []
        self.gaps: list[Gap] = []
        self.statuses: list[SourceStatus] = []
        self.batches: list[Lines] = []
        self._terms = Terms(boundary=boundary, newest_first=newest_first)
        self._pace = Pace(linger=linger)
        self._before: list[tuple[dict[str, Committed], int, int]] = []
        self._pursuit = self._begin()

    async def poll(self) -> list[bytes]:
        """Return the lines that are new."""
        known = len(self.lines)
        for _ in range(STEPS):
            reports = await self.step()
            if not reports and not self._pursuit.busy:
                return self.lines[known:]
        message = "busy without an end"
        raise AssertionError(message)

    async def step(self) -> list[Lines | SourceStatus | Gap]:
        """Look once, and take at most one batch of lines."""
        async with asyncio.timeout(10):
            reports = await self._pursuit.step()
        for report in reports:
            self._before.append((dict(self.committed), len(self.lines), len(self.gaps)))
            self._keep(report)
        return reports

    def stop(self) -> None:
        self._pursuit.close()

    def restart(self, *, forget: int = 0) -> None:
        """Be killed before the last ``forget`` reports of this run were committed, and start again from what was."""
        self.stop()
        if forget and self._before:
            forget = min(forget, len(self._before))
            self.committed, lines, gaps = self._before[-forget]
            del self.lines[lines:], self.gaps[gaps:]
        self._before.clear()
        self._pursuit = self._begin()

    def _begin(self) -> Pursuit:
        return Pursuit(
            "kern", self.path, self.committed, Watch(), terms=self._terms, pace=self._pace, clock=lambda: NOW
        )

    def _keep(self, report: Lines | SourceStatus | Gap) -> None:
        match report:
            case Gap():
                self.gaps.append(report)
            case SourceStatus():
                self.statuses.append(report)
            case Lines():
                self.batches.append(report)
                self.lines += () if report.context else report.lines
                commit(self.committed, report)
