"""The lists of registries that are kept beside the cache, and how they are refreshed: at most once a week."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from wallwatch import paths
from wallwatch.errors import WallwatchError
from wallwatch.model.times import SECOND
from wallwatch.whois import bootstrap
from wallwatch.whois.bootstrap import Bootstrap
from wallwatch.whois.dial import AskError
from wallwatch.whois.fetch import Fetch, Reply

LISTS: Final = ("ipv4.json", "ipv6.json")
_IANA: Final = "https://data.iana.org/rdap/"
_WEEK: Final = 7 * 86_400 * SECOND
_OK: Final = 200


class Registries:
    """Who answers for which block. ``directory`` is where refreshed lists are kept; without one they are not."""

    def __init__(self, directory: Path | None, fetch: Callable[[str], Awaitable[Reply]] | None = None) -> None:
        self._directory = directory
        self._fetch = fetch or Fetch(known=lambda url: url in {f"{_IANA}{name}" for name in LISTS})
        self._bootstrap: Bootstrap | None = None

    def find(self, address: str) -> str:
        """Return the base of the URLs of the registry that answers for an address.

        Raises:
            ValueError: it is no address.
        """
        if self._bootstrap is None:
            self._bootstrap = Bootstrap(pair for name in LISTS for pair in self._list(name))
        return self._bootstrap.find(address)

    def is_old(self, now: int) -> bool:
        """Tell whether the lists were refreshed more than a week before ``now`` (microseconds), or never."""
        return self._directory is not None and any(now - self._age(name) > _WEEK for name in LISTS)

    async def refresh(self) -> None:
        """Ask IANA for the lists of today, and keep those that look right; the others stay as they are."""
        if self._directory is None:
            return
        for name in LISTS:
            try:
                reply = await self._fetch(f"{_IANA}{name}")
                if reply.status == _OK and bootstrap.parse(reply.body) is not None:
                    paths.replace_text(self._directory / name, reply.body.decode())
            except (AskError, WallwatchError, OSError):
                # Nobody waits for it, and the next week has another try.
                continue
        self._bootstrap = None

    def _list(self, name: str) -> tuple[tuple[str, str], ...]:
        kept = None
        if self._directory is not None:
            try:
                kept = bootstrap.parse((self._directory / name).read_bytes())
            except OSError:
                kept = None
        return kept or bootstrap.shipped(name)

    def _age(self, name: str) -> int:
        """Return when a list was refreshed, in microseconds since the epoch."""
        try:
            return (self._directory / name).stat().st_mtime_ns // 1000 if self._directory else 0
        except OSError:
            return 0
