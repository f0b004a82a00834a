"""What many lines have in common, kept once: a line is packed as a number for that, and what is its own."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from wallwatch.model import Sighting

SHARED: Final = (
    *("source", "format", "kind", "host", "iface_in", "iface_out", "mac_src", "action", "chain", "rule", "signature"),
    *("tick", "zone", "year_stated", "trust", "stream", "skew", "lines", "repeat", "proto", "tos", "df", "mf"),
    *("reserved", "frag_offset", "ip_header", "flags", "urgent", "tcp_header", "options_bad", "eol_pad", "eol_data"),
)
"""Fields of a sighting that have the same few values in most lines of a log, in the same few combinations."""

POOLED: Final = ("options", "dst", "more")
"""Fields that often have a value that other sightings have."""

OWN: Final = (
    *("src", "sport", "dport", "icmp_type", "icmp_code", "ttl", "ip_id", "length", "seq", "ack", "window"),
    *("udp_length", "icmp_id", "icmp_seq", "flow_label", "time", "repeat_after", "os", "uptime", "quote"),
    *("raw", "start", "end", "number"),
)
"""The other ones."""

_POOL: Final = 4_096
"""Values of a pool; a log in which everything is ever new does not fill the memory with them."""

_shared: Final = attrgetter(*SHARED)
_pooled: Final = attrgetter(*POOLED)
_own: Final = attrgetter(*OWN)


class Pool:
    """Values by number, each kept once, as many as there is room for."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self._patterns: dict[int, Sighting] = {}
        self.buffer = bytearray(1)
        """Where something is packed."""

    def put(self, value: Any) -> Any:
        """Return the number of a value, or the value itself if there is no room for it."""
        number = self._numbers.get(value)
        if number is None:
            number = len(self.values)
            if number >= _POOL:
                return value
            self._numbers[value] = number
            self.values.append(value)
        return number

    def get(self, packed: Any) -> Any:
        """Return the value that :meth:`put` was given."""
        return self.values[packed] if isinstance(packed, int) else packed

    def pattern(self, packed: int | tuple[Any, ...]) -> Sighting:
        """Return a sighting with these shared fields, which says nothing else."""
        if not isinstance(packed, int):
            return _pattern(packed)
        if packed not in self._patterns:
            self._patterns[packed] = _pattern(self.values[packed])
        return self._patterns[packed]


_TYPES: Final = {field.name: field.type for field in msgspec.structs.fields(Sighting)}


def _tuple_of(names: Iterable[str], *before: Any) -> Any:
    return tuple.__class_getitem__((*before, *(_TYPES[name] for name in names)))


_Shared = int | _tuple_of(SHARED)
Said = _tuple_of(OWN, _Shared, *(int | _TYPES[name] for name in POOLED))


def said_by(sighting: Sighting, pool: Pool) -> tuple[Any, ...]:
    """Return what a sighting says, with numbers of ``pool`` for what it has in common with others."""
    put = pool.put
    return (put(_shared(sighting)), *map(put, _pooled(sighting)), *_own(sighting))


def sighting_of(said: tuple[Any, ...], pool: Pool) -> Sighting:
    """Return the sighting that :func:`said_by` was given, with the same ``pool``."""
    shared, *rest = said
    pooled = map(pool.get, rest[: len(POOLED)])
    fields = dict(zip((*POOLED, *OWN), (*pooled, *rest[len(POOLED) :]), strict=True))
    return replace(pool.pattern(shared), **fields)


def _pattern(shared: tuple[Any, ...]) -> Sighting:
    return Sighting(src="", dst="", time=0, **dict(zip(SHARED, shared, strict=True)))
