"""Follows a path from file to file: what stands there now, and what stood there and may still be written to."""

import asyncio
import os
import stat
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from wallwatch.model.line import Committed, Gap, Lines, SourceStatus
from wallwatch.sources import gaps, health
from wallwatch.sources.beside import Arrival, Beside, Look
from wallwatch.sources.departed import Departed
from wallwatch.sources.follower import Follower
from wallwatch.sources.handle import Handle, UnfitError, opened
from wallwatch.sources.identity import Identity
from wallwatch.sources.mark import State
from wallwatch.sources.plan import Terms
from wallwatch.sources.streams import Streams
from wallwatch.sources.watch import Pace, Watch

Report = Lines | SourceStatus | Gap

__all__ = ["Pace", "Pursuit", "Report"]


class Pursuit:
    """Everything that is open for one path. Ask it for one step after another.

    ``alone`` leaves the copies beside it in peace. ``clock`` gives the time in microseconds since the epoch.
    """

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
        alone: bool = False,
        clock: Callable[[], int] = lambda: time.time_ns() // 1_000,
    ) -> None:
        self._source = source
        self._path = path
        self._streams = Streams(committed)
        self._watch = watch
        self._terms = terms
        self._pace = pace
        self._skips = from_end
        self._clock = clock
        self._current: Follower | None = None
        self._departed = Departed(pace.linger)
        self._copies = None if alone else Beside(path, self._streams)
        self._looked: float | None = None
        self._looks = self._arrived = 0
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
        """Return what one look and one read give; no file is read further than its reader has taken."""
        reports: list[Report] = []
        try:
            # What nothing was read of yet may have been copied and emptied since it was opened: its copy goes first.
            if all(follower.caught_up or follower.identity is None for follower in self._followers):
                reports += await self._look()
            reports += await self._read()
        except OSError as error:
            # A bad disk, a stale mount, no descriptor left: start again from what was read, when that is over.
            self.close()
            reports += self._say(health.failed(self._source, self._path, error))
        return reports

    async def finish(self) -> list[Report]:
        """Return the end of what is there now, and stop."""
        reports: list[Report] = []
        for follower in self._departed.followers:
            self._departed.drop(follower)
            reports += await self._leave(follower)
        current, self._current = self._current, None
        if current is not None:
            # It is still the log: whoever goes on with it later looks for what was written to it meanwhile.
            reports += [
                *await self._leave(current, "open"),
                *self._say(self._damage(current) or health.ended(self._source)),
            ]
        return reports

    def close(self) -> None:
        """Close all files, and remember what was read of them."""
        followers, self._current, self._departed = self._followers, None, Departed(self._pace.linger)
        for follower in followers:
            self._part(follower, "open")
        self._streams.stop()

    @property
    def _followers(self) -> tuple[Follower, ...]:
        return (*self._departed.followers, *((self._current,) if self._current else ()))

    async def _read(self) -> list[Report]:
        """Return the next batch: what was appended goes before what was left out, old files before new ones."""
        batch = await self._departed.newest(_now())
        if batch is None and (closing := await self._close_departed()):
            return closing
        if batch is None and self._current is not None:
            batch = await self._current.newest()
        for follower in self._followers:
            batch = batch or await follower.older()
        if batch is not None:
            return [batch]
        idle = self._current.idle() if self._current else None
        return [idle] if idle is not None else []

    async def _close_departed(self) -> list[Report]:
        """Leave files that are done, and say that the others have no more: their last records come before the next."""
        done = self._departed.read_out()
        if self._departed.is_due(_now()):
            # Something may have been written late since they were measured.
            await asyncio.to_thread(self._measure)
            if not any(follower.busy for follower in self._departed.followers):
                done += self._departed.leave(self._current, _now())
        reports = [report for follower in done for report in await self._leave(follower)]
        return [*reports, *self._departed.idle()]

    async def _look(self) -> list[Report]:
        place = await asyncio.to_thread(self._measure)
        late = self._looked is not None and _now() - self._looked > 2 * self._pace.poll
        self._looked = _now()
        self._looks += 1
        reports: list[Report] = []
        for follower in self._followers:
            if not follower.intact:
                reports += await self._empty(follower, late=late)
        if isinstance(place, OSError):
            return reports + await self._without(place)
        if not stat.S_ISREG(place.st_mode):
            self._depart()
            return reports + self._say(health.unfit(self._source, self._path, place.st_mode))
        if self._current is None or not self._current.handle.is_file(place):
            return reports + await self._change(place)
        if self._copies is not None and self._copies.is_stirred:
            reports += await self._found(await self._look_beside())
        return reports + self._say_ok()

    def _measure(self) -> os.stat_result | OSError:
        for follower in self._followers:
            follower.measure()
        if self._copies is not None:
            self._copies.glance()
        try:
            return self._path.stat()
        except OSError as error:
            return error

    async def _without(self, error: OSError) -> list[Report]:
        """What can be read without the path: the file that is open is read on where the path cannot be looked at."""
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            self._depart()
            self._skips = False
        return await self._fail(error)

    async def _change(self, place: os.stat_result) -> list[Report]:
        """Go on with the file that stands at the path now."""
        self._depart()
        self._current = self._departed.take_back(place)
        if self._current is not None:
            return self._say_ok()
        try:
            handle = await Handle.open(self._path)
        except (OSError, UnfitError) as error:
            return await self._fail(error)
        self._current = self._follow(handle)
        reports = await self._found(await self._look_beside())
        return [*reports, *self._say_ok()]

    async def _fail(self, error: OSError | UnfitError) -> list[Report]:
        """Say what is wrong with the path. What was read before may go on in a copy."""
        status = self._trouble(error)
        if self._followers or status == self._status:
            return self._say(status)
        reports = await self._found(await self._look_beside())
        return reports + self._say(self._trouble(error))

    async def _empty(self, follower: Follower, *, late: bool) -> list[Report]:
        """Begin again with a file that was emptied; what was in it may be in a copy, and the rest is read there."""
        identity, unread = follower.identity, follower.unread
        follower.remember("open")
        look = await self._look_beside()
        reports = await self._found(look, but=identity)
        if identity is None or all(arrival.identity != identity for arrival in look.files):
            reports += follower.end("gone")
            follower.remember("gone")
            # Where nothing of it was read, another file that was found just now is its copy.
            if identity is not None or self._looks - self._arrived > 1:
                at = self._clock()
                reports += gaps.of_emptied(self._source, self._path, follower, unread=unread, late=late, at=at)
        if follower.still:
            self._departed.drop(follower)
            self._part(follower, "gone")
        else:
            follower.restart()
            if self._current and follower is not self._current:
                self._current.take_turn()
        return reports

    async def _look_beside(self) -> Look:
        """Return what is beside the path that has to be read before the file that stands there."""
        if self._copies is None:
            return Look()
        for follower in self._followers:
            follower.note()
        copies, held = self._copies, [follower.handle for follower in self._followers]
        unread = [follower.handle for follower in self._followers if follower.identity is None]
        current = self._current.handle if self._current else None
        return await opened(lambda: copies.look(held, current, unread=unread), Look.close)

    async def _found(self, look: Look, but: Identity | None = None) -> list[Report]:
        """Read what a look found, and tell what it did not find; of ``but`` the caller knows more."""
        self._arrived = self._looks if look.files else self._arrived
        for arrival in look.files:
            self._departed.add(self._follow_copy(arrival), _now())
        if look.files and self._current:
            self._current.take_turn()
        await asyncio.to_thread(self._measure)
        return [*gaps.missed(self._source, self._path, look, self._streams, self._clock(), but=but)]

    def _follow(self, handle: Handle) -> Follower:
        skip = handle.state().size if self._skips else 0
        self._skips = False
        self._watch.follow(handle.descriptor)
        return Follower(self._source, handle, self._streams, self._terms, skip=skip)

    def _follow_copy(self, arrival: Arrival) -> Follower:
        handle, still = arrival.handle, arrival.still
        # To unpack the newest part first would be to unpack all of it twice.
        terms = Terms() if still else self._terms
        if not still:
            self._watch.follow(handle.descriptor)
        return Follower(self._source, handle, self._streams, terms, identity=arrival.identity, still=still)

    def _depart(self) -> None:
        if self._current is not None:
            self._departed.add(self._current, _now())
            self._current = None

    async def _leave(self, follower: Follower, state: State | None = None) -> list[Report]:
        state = state or ("gone" if follower.still or follower.unlinked else "left")
        reached: State = "open"
        try:
            reports: list[Report] = [*await follower.finish(state)]
            reached = state
        finally:
            self._part(follower, reached)
        trouble, identity = follower.handle.trouble, follower.identity
        if trouble is None or identity is None:
            return reports
        gap = gaps.broken_off(self._source, trouble, identity.stream, follower.position, self._clock())
        return [*reports, gap]

    def _part(self, follower: Follower, state: State) -> None:
        follower.remember(state)
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
