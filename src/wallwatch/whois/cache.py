"""The blocks that were looked up, kept on disk between runs."""

from pathlib import Path
from typing import Final, Self

import msgspec

from wallwatch import paths
from wallwatch.errors import ConfigError
from wallwatch.model.address import packed
from wallwatch.whois.accept import accept
from wallwatch.whois.blocks import Blocks
from wallwatch.whois.record import NetworkRecord

CAPACITY: Final = 5_000
"""Blocks that are kept, of more the oldest answers go: a fortnight of the most that a registry should be asked."""

_VERSION: Final = 1
_DAMAGED: Final = ".damaged"


class _File(msgspec.Struct, frozen=True):
    """What stands in the file, as JSON."""

    records: tuple[NetworkRecord, ...]
    version: int = _VERSION


class NetworkCache:
    """Records by block. ``path`` is the file that they are kept in; without one they live as long as the cache."""

    def __init__(self, path: Path | None, capacity: int = CAPACITY) -> None:
        self._path = path
        self._capacity = capacity
        self._records: dict[tuple[str, str], NetworkRecord] = {}
        self._blocks: Blocks | None = None

    def __len__(self) -> int:
        return len(self._records)

    def find(self, address: str) -> NetworkRecord | None:
        """Return the smallest block that holds an address, however old; ``None`` for no block and for no address."""
        if not self._records:
            return None
        try:
            key = packed(address)
        except ValueError:
            return None
        if self._blocks is None:
            self._blocks = Blocks(self._records.values())
        return self._blocks.find(key)

    def records(self) -> tuple[NetworkRecord, ...]:
        """Return all records that are kept."""
        return tuple(self._records.values())

    def add(self, record: NetworkRecord) -> bool:
        """Keep an answer, made safe for the eye, in place of an older one for the same block.

        Returns whether it is kept: a block wider than a /8 (a /16 in IPv6) or a registry's placeholder is not.
        """
        kept = accept(record)
        if kept is None:
            return False
        block = kept.first, kept.last
        known = self._records.get(block)
        if known is not None and known.fetched > kept.fetched:
            return False
        self._records[block] = kept
        if len(self._records) > self._capacity:
            oldest = min(self._records.values(), key=lambda one: one.fetched)
            del self._records[oldest.first, oldest.last]
        self._blocks = None
        return True

    @classmethod
    def of(cls, path: Path | None) -> Self:
        """Return the cache at ``path`` with what was kept in it, or an empty one that is not kept anywhere."""
        cache = cls(path)
        cache.load()
        return cache

    def load(self) -> str | None:
        """Add what the file holds; no file is an empty one.

        Returns a sentence for people if the file cannot be used; a damaged one is set aside under another name.
        """
        if self._path is None:
            return None
        try:
            text = paths.read_text(self._path)
            found = _File(()) if text is None else msgspec.json.decode(text, type=_File)
        except ConfigError as error:
            return f"The whois cache {error.sentence}"
        except (msgspec.DecodeError, RecursionError):
            return _set_aside(self._path)
        if found.version != _VERSION:
            return _set_aside(self._path)
        for record in found.records:
            self.add(record)
        return None

    def save(self) -> None:
        """Write all records to the file, in one step and for the user alone (mode 0600).

        Raises:
            WallwatchError: its directory belongs to somebody else.
            OSError: it cannot be written.
        """
        self.write(self.text())

    def text(self) -> str:
        """Return what the file is to hold."""
        return msgspec.json.encode(_File(self.records())).decode()

    def write(self, text: str) -> None:
        """Write what :meth:`text` returned; as :meth:`save`, and in any thread."""
        if self._path is not None:
            paths.replace_text(self._path, text)


def _set_aside(path: Path) -> str:
    aside = path.with_name(path.name + _DAMAGED)
    try:
        path.replace(aside)
    except OSError as error:
        return f"The whois cache {path} is damaged and cannot be set aside: {error.strerror}."
    return f"The whois cache was damaged and is now {aside}; a new one is begun."
