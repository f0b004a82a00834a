"""Follows a path from file to file: what stands there now, and what stood there and may still be written to."""

import asyncio
import os
import stat
from collections.abc import Mapping
from pathlib import Path

import msgspec

from wallwatch.model.line import Committed, Lines, SourceStatus
from wallwatch.sources import health
from wallwatch.sources.copies import KnownCopies
from wallwatch.sources.departed import Departed
from wallwatch.sources.follower import Follower
from wallwatch.sources.handle import Handle, UnfitError, opened
from wallwatch.sources.identity import Streams
from wallwatch.sources.plan import Terms
from wallwatch.sources.watch import Watch

Report = Lines | SourceStatus


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How a path is followed, in seconds."""

    rest: float = 0.02
    """After lines were read, so that what comes in quick succession makes one batch."""
    poll: float = 1.0
    """Between two looks where no event comes."""
    linger: float = 5.0
    """How long a file that was moved away must be quiet before it is left."""


class Pursuit:
    """Everything that is open for one path. Ask it for one step after another."""

    def __init__(
        self,
        source: str,
        path: Path,
        committed: Mapping[str, Committed],
        watch: Watch,
        *,
        terms: Terms,
        pace: Pace,
        from_end: bool = False,
    ) -> None:
        self._source = source
        self._path = path
        self._streams = Streams(committed)
        self._watch = watch
        self._terms = terms
        self._pace = pace
        self._skips = from_end
        self._current: Follower | None = None
        self._departed = Departed(pace.linger)
        self._copies = KnownCopies(path)
        self._status: SourceStatus | None = None

    @property
    def busy(self) -> bool:
        """Whether something is known to be there and not read."""
        return any(follower.busy for follower in self._followers)

    @property
    def patience(self) -> float:
        """How many seconds may pass until the next look."""
        return min(self._pace.poll, self._pace.linger) if self._departed else self._pace.poll

    async def step(self) -> list[Report]:
        """Return what one look and one read give; nothing if there is nothing new.

        No file is read further than its reader has taken, so that the reader's pace is the pace.
        """
        reports: list[Report] = []
        try:
            if all(follower.caught_up for follower in self._followers):
                reports += await self._look()
            reports += await self._read()
        except OSError as error:
            # A bad disk, a stale mount: start again from what was read, when the path is there again.
            self.close()
            reports += self._say(health.failed(self._source, self._path, error))
        return reports

    async def finish(self) -> list[Report]:
        """Return the end of what is there now, and stop."""
        current, self._current = self._current, None
        if current is None:
            return []
        batches = await self._leave(current)
        return [*batches, *self._say(self._damage(current) or health.ended(self._source))]

    def close(self) -> None:
        """Close all files, and remember what was read of them."""
        followers, self._current, self._departed = self._followers, None, Departed(self._pace.linger)
        for follower in followers:
            self._part(follower)

    @property
    def _followers(self) -> tuple[Follower, ...]:
        return (*self._departed.followers, *((self._current,) if self._current else ()))

    async def _read(self) -> list[Report]:
        """Return the next batch: what was appended goes before what was left out, old files before new ones."""
        batch = await self._departed.newest(_now())
        if batch is None and self._current is not None:
            batch = await self._current.newest()
        for follower in self._followers:
            batch = batch or await follower.older()
        return [batch] if batch is not None else await self._rest()

    async def _rest(self) -> list[Report]:
        """Say that nothing more is there, and leave files that are done."""
        reports: list[Report] = [batch for follower in self._followers if (batch := follower.idle()) is not None]
        for follower in self._departed.leave(self._current, _now()):
            reports += await self._leave(follower)
        return reports

    async def _look(self) -> list[Report]:
        place = await asyncio.to_thread(self._measure)
        emptied = [follower for follower in self._followers if not follower.intact]
        reports: list[Report] = [batch for follower in emptied for batch in follower.restart()]
        if isinstance(place, OSError):
            return reports + self._without(place)
        if not stat.S_ISREG(place.st_mode):
            self._depart()
            return reports + self._say(health.unfit(self._source, self._path, place.st_mode))
        if self._current is None or not self._current.handle.is_file(place):
            return reports + await self._change(place)
        if emptied:
            # What was in the file may have been copied before, and a copy is no file that was missed.
            await asyncio.to_thread(self._copies.note)
        return reports + self._say_ok()

    def _measure(self) -> os.stat_result | OSError:
        for follower in self._followers:
            follower.measure()
        try:
            return self._path.stat()
        except OSError as error:
            return error

    def _without(self, error: OSError) -> list[Report]:
        """What can be read without the path: the file that is open is read on where the path cannot be looked at."""
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            self._depart()
            self._skips = False
        return self._say(self._trouble(error))

    async def _change(self, place: os.stat_result) -> list[Report]:
        """Go on with the file that stands at the path now."""
        self._depart()
        self._current = self._departed.take_back(place)
        if self._current is None:
            try:
                self._current = self._follow(await Handle.open(self._path))
            except (OSError, UnfitError) as error:
                return self._say(self._trouble(error))
            await self._follow_copies(self._current.handle)
            await asyncio.to_thread(self._measure)
        return self._say_ok()

    def _follow(self, handle: Handle) -> Follower:
        skip = handle.status().st_size if self._skips else 0
        self._skips = False
        self._watch.follow(handle.descriptor)
        return Follower(self._source, handle, self._streams, self._terms, skip=skip)

    async def _follow_copies(self, current: Handle) -> None:
        """Read what stood at the path before ``current``, and was moved away before it could be seen there."""
        if not self._departed:
            await asyncio.to_thread(self._copies.note)
            return
        held = [follower.handle for follower in self._departed.followers]
        for descriptor in await opened(lambda: self._copies.look(held, current)):
            self._departed.add(self._follow(Handle(descriptor)), _now())

    def _depart(self) -> None:
        if self._current is not None:
            self._departed.add(self._current, _now())
            self._current = None

    async def _leave(self, follower: Follower) -> list[Lines]:
        try:
            return await follower.finish()
        finally:
            self._part(follower)

    def _part(self, follower: Follower) -> None:
        follower.remember(gone=follower.unlinked)
        self._watch.forget(follower.handle.descriptor)
        follower.handle.close()

    def _trouble(self, error: OSError | UnfitError) -> SourceStatus:
        if self._departed and isinstance(error, FileNotFoundError | NotADirectoryError):
            return health.waiting(self._source, self._path)
        return health.unreadable(self._source, self._path, error)

    def _say_ok(self) -> list[Report]:
        damage = self._damage(self._current) if self._current else None
        return self._say(damage or health.ok(self._source, self._watch.reason))

    def _damage(self, follower: Follower) -> SourceStatus | None:
        at = follower.damaged
        return None if at is None else health.damaged(self._source, self._path, f"damaged at byte {at:,}")

    def _say(self, status: SourceStatus) -> list[Report]:
        """Return ``status`` if it is news."""
        if status == self._status:
            return []
        self._status = status
        return [status]


def _now() -> float:
    return asyncio.get_running_loop().time()
