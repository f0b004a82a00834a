"""The files that stood at a path before: read to their end, and for a while longer.

A writer whose file is renamed goes on writing to it until it is told to open the new one.
"""

import os

from wallwatch.model.line import Lines
from wallwatch.sources.follower import Follower


class Departed:
    """Files that were moved away or deleted, the oldest first.

    One is left when it was quiet for ``linger`` seconds and its writer has gone: something was written to the next
    file, or nobody can find this one any more. A copy to which nobody writes is left when it is read. Times are those
    of the caller's clock, in seconds.
    """

    def __init__(self, linger: float) -> None:
        self._linger = linger
        self._quiet_since: dict[Follower, float] = {}

    def __bool__(self) -> bool:
        return bool(self._quiet_since)

    @property
    def followers(self) -> tuple[Follower, ...]:
        """The files, oldest first."""
        return tuple(self._quiet_since)

    def add(self, follower: Follower, now: float) -> None:
        """Take in a file that was moved away or deleted just now."""
        self._quiet_since[follower] = now

    def take_back(self, place: os.stat_result) -> Follower | None:
        """Give up the file that stands at the path again, if it is one of these."""
        found = next((each for each in self._quiet_since if each.handle.is_file(place) and not each.still), None)
        if found is not None:
            del self._quiet_since[found]
        return found

    async def newest(self, now: float) -> Lines | None:
        """Return the next lines that were written late, those of the oldest file first.

        Before those of a later file it is said that the files before it have no more: their last records come first.
        """
        read: list[Follower] = []
        for follower in self._quiet_since:
            if not follower.caught_up and (idle := _first_idle(read)) is not None:
                return idle
            batch = await follower.newest()
            if batch is not None:
                self._quiet_since[follower] = now
                return batch
            read.append(follower)
        return None

    def idle(self) -> list[Lines]:
        """Return the batches that say that nothing more is there, each once: the last record of a file is whole now."""
        return [idle for follower in self._quiet_since if (idle := follower.idle()) is not None]

    def is_due(self, now: float) -> bool:
        """Tell whether a file has been quiet for long enough."""
        return any(now - since >= self._linger for since in self._quiet_since.values())

    def leave(self, successor: Follower | None, now: float) -> tuple[Follower, ...]:
        """Give up the files that are done; ``successor`` is the one that stands at the path now."""
        written = successor is not None and successor.size > 0
        newest = self.followers[-1:]
        quiet = (follower for follower, since in self._quiet_since.items() if now - since >= self._linger)
        return self._drop([each for each in quiet if written or each.unlinked or each not in newest])

    def read_out(self) -> tuple[Follower, ...]:
        """Give up the copies that are read: nobody writes to them."""
        return self._drop([each for each in self._quiet_since if each.still and not each.busy])

    def drop(self, follower: Follower) -> None:
        """Give up a file, whatever is in it."""
        self._drop([follower])

    def _drop(self, done: list[Follower]) -> tuple[Follower, ...]:
        for follower in done:
            del self._quiet_since[follower]
        return tuple(done)


def _first_idle(followers: list[Follower]) -> Lines | None:
    return next((idle for each in followers if (idle := each.idle()) is not None), None)
