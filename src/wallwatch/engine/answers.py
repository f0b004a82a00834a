"""What a screen has found out about networks, taken in by the engine: the cache of answers is a file they share."""

from pathlib import Path
from typing import TYPE_CHECKING

from wallwatch.engine.known import networks
from wallwatch.whois.cache import NetworkCache
from wallwatch.whois.record import NetworkRecord

if TYPE_CHECKING:
    from wallwatch.engine.identify import Networks


class Answers:
    """Keeps ``cache`` in step with its file at ``path``; what is in it at the start is no news.

    ``networks`` looks an address up in it.
    """

    def __init__(self, cache: NetworkCache, path: Path | None) -> None:
        self.networks: Networks = networks(cache)
        self._cache = cache
        self._path = path
        self._seen = self._look()
        self._known = frozenset(cache.records())

    def news(self) -> tuple[NetworkRecord, ...]:
        """Return the records that are new or say something else since the last call, the widest blocks first.

        Blocks for the time that reading the file takes, if it has changed.
        """
        seen = self._look()
        if seen == self._seen:
            return ()
        self._seen = seen
        self._cache.load()
        before, self._known = self._known, frozenset(self._cache.records())
        return tuple(sorted(self._known - before, key=lambda record: record.size, reverse=True))

    def _look(self) -> tuple[int, int, int] | None:
        """Return by what a change of the file is seen; ``None`` where there is none."""
        try:
            status = self._path.stat() if self._path else None
        except OSError:
            return None
        return None if status is None else (status.st_ino, status.st_size, status.st_mtime_ns)
