"""Whether the engine is there. A screen without one looks alive and shows nothing new, so it has to say so."""

from collections.abc import Iterable
from typing import Final

import msgspec

from wallwatch.model.times import SECOND
from wallwatch.store import SourceRow

PATIENCE: Final = 5 * SECOND
"""How long an engine may be away (it starts, or another console takes over) before that is told, in microseconds."""
GONE: Final = "The engine is gone: nothing is read."
REMEDY: Final = "Another one is being started."


class Pulse:
    """Keeps since when no engine was heard; times are in microseconds since the epoch."""

    def __init__(self) -> None:
        self._away: int | None = None

    def hear(self, now: int, *, there: bool) -> None:
        """Take in that an engine is there, or that none could be reached."""
        if there:
            self._away = None
        elif self._away is None:
            self._away = now

    def gone(self, now: int) -> bool:
        """Tell whether no engine was there for longer than one has patience."""
        return self._away is not None and now - self._away >= PATIENCE


def unread(sources: Iterable[SourceRow]) -> tuple[SourceRow, ...]:
    """Return the sources as they are without an engine: what the store says of them is of the past."""
    return tuple(msgspec.structs.replace(row, state="failed", reason=GONE, remedy=REMEDY) for row in sources)
