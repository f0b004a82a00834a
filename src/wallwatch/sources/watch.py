"""What wakes a reader of files: at the least a slow look at the clock."""

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How a path is followed, in seconds."""

    rest: float = 0.02
    """After lines were read, so that what comes in quick succession makes one batch."""
    poll: float = 1.0
    """Between two looks where no event comes."""
    linger: float = 5.0
    """How long a file that was moved away must be quiet before it is left."""


class Watch:
    """Wakes its reader when the time is over: the net under file events, and all there is where those are missing."""

    def __init__(self, reason: str = "") -> None:
        self.reason = reason
        """Why there are no file events, as a sentence; empty where there are, or where there never were."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def follow(self, descriptor: int) -> None:
        """Be woken by writes to an open file, whatever it is called from now on."""

    def forget(self, descriptor: int) -> None:
        """Be woken by that file no more."""

    async def wait(self, seconds: float) -> None:
        """Return when something may have happened, at the latest after ``seconds``."""
        await asyncio.sleep(seconds)

    def close(self) -> None:
        """Give back what the kernel holds for it."""


def watch_path(_path: Path) -> Watch:
    """Return the best watch over a path that every system has."""
    return Watch()
