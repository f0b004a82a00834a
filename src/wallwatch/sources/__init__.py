"""Bytes from outside: the only input of log lines. A source yields a batch of whole lines per read.

Each batch says where its lines can be found again, and each source says how it is, in words that help, and what it
has missed.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Protocol

from wallwatch.model.line import Committed, Gap, Lines, SourceStatus


class Source(Protocol):
    """Something that yields lines, and says how it is."""

    name: str
    trust: str

    def read(self, committed: Mapping[str, Committed]) -> AsyncGenerator[Lines | SourceStatus | Gap]:
        """Yield batches until the source ends; what ``committed`` (by stream) holds is not read again."""
        ...


__all__ = ["Source"]
