"""One answer of a registry: a block of addresses and its holder."""

from typing import Final

import msgspec

from wallwatch.model.address import packed
from wallwatch.model.times import SECOND

_COVERING: Final = frozenset(
    {
        "DIRECT ALLOCATION", "REALLOCATED", "ALLOCATED PA", "ALLOCATED PI", "SUB-ALLOCATED PA", "ALLOCATED PORTABLE",
        "ALLOCATED NON-PORTABLE", "ALLOCATED", "ALLOCATED-BY-RIR", "ALLOCATED-BY-LIR", "AGGREGATED-BY-LIR",
    }
)  # fmt: skip
"""The kinds of block that are handed on in parts: a part of it may be somebody else's."""

FRESH: Final = 14 * 86_400 * SECOND
"""How long an answer is taken as it stands, in microseconds. Blocks change hands, and neighbours ask again."""


class NetworkRecord(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """The registered block from ``first`` to ``last``; ``None`` is what the registry did not say."""

    first: str
    """Canonical text (RFC 5952), as is ``last``."""
    last: str
    name: str | None = None
    organisation: str | None = None
    country: str | None = None
    """A code or a name: ARIN gives no code."""
    abuse: str | None = None
    """The address to write to about abuse."""
    abuse_found: str | None = None
    """In a few words, where that address stood."""
    asn: int | None = None
    kind: str | None = None
    """The registry's word for what the block is: ``ASSIGNED PA``, ``Direct Allocation`` ..."""
    source: str
    """Who answered."""
    fetched: int
    """When, in microseconds since the epoch."""

    @property
    def size(self) -> int:
        """How many addresses the block has."""
        return int.from_bytes(packed(self.last)) - int.from_bytes(packed(self.first)) + 1

    @property
    def is_covering(self) -> bool:
        """Tell whether the block is one of a provider's, in which a smaller one may hold the address."""
        return self.kind is not None and self.kind.upper() in _COVERING

    def holds(self, address: str) -> bool:
        """Tell whether an address is in the block.

        Raises:
            ValueError: ``address`` is no address.
        """
        return packed(self.first) <= packed(address) <= packed(self.last)

    def age(self, now: int) -> int:
        """Return how old the answer is at ``now``, in microseconds; never less than 0 (a clock may be set back)."""
        return max(now - self.fetched, 0)

    def is_stale(self, now: int) -> bool:
        """Tell whether the answer is too old to be taken as it stands."""
        return self.age(now) > FRESH
