"""What databases on this machine know of an address: the user's own first, then IPFire's, where it is installed.

They never stand in the place of a registry's answer: what they say is shown with their name and age.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from wallwatch.whois.accept import accept
from wallwatch.whois.libloc import PLACES, LocationDatabase
from wallwatch.whois.mmdb import Mmdb
from wallwatch.whois.public import is_public
from wallwatch.whois.record import NetworkRecord


class Provider(Protocol):
    """A database of networks."""

    def find(self, address: str) -> NetworkRecord | None:
        """Return the smallest network that holds an address, ``None`` if there is none."""
        ...


class Offline:
    """The databases of this machine. ``problems`` says in sentences which of those that were named cannot be read."""

    def __init__(self, mmdb: Iterable[Path] = (), places: Sequence[Path] = PLACES) -> None:
        opened = [Mmdb.open(path) for path in mmdb]
        location = next((found for path in places if (found := LocationDatabase.open(path))), None)
        self.problems = tuple(each for each in opened if isinstance(each, str))
        self._providers: list[Provider] = [each for each in opened if not isinstance(each, str)]
        self._providers += [location] if location else []

    def find(self, address: str) -> tuple[NetworkRecord, ...]:
        """Return what each knows of an address out on the Internet, in their order; made safe for the eye."""
        if not is_public(address):
            return ()
        found = (provider.find(address) for provider in self._providers)
        return tuple(kept for record in found if record and (kept := accept(record)))
