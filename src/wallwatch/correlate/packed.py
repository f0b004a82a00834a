"""Open alerts in few bytes: most of them are silent for good, and wait only in case they are not.

What lines have in common (where they were logged, by which rule) is kept once in a :class:`Pool`; the rest is packed
as MessagePack. All that an attempt knows comes back with it, so that joining it later is as if it had been at hand.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from wallwatch.correlate.attempt import Attempt
from wallwatch.correlate.facts import facts_of, key_of
from wallwatch.correlate.stitch import Stitch
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

_NONE: Final = -1

_shared: Final = attrgetter(*SHARED)
_pooled: Final = attrgetter(*POOLED)
_own: Final = attrgetter(*OWN)

_Bits = int | tuple[int]
"""The witnesses of a packet, in the pool: there may be more of them than a packed number has bits."""


class Pool:
    """Values by number, each kept once, as many as there is room for."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self._patterns: dict[int, Sighting] = {}
        self.buffer = bytearray()
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


class _Packet(msgspec.Struct, array_like=True, gc=False):
    """A :class:`Stitch`; sightings are told by their places in the list of the alert.

    ``time`` is that after the best one's, ``facts`` are known where nobody else tells of it.
    """

    time: int
    before: int
    width: int
    best: int
    sightings: list[int]
    witnesses: _Bits
    facts: tuple[int | str | bool | None, ...] | None
    lines: int
    estimated: bool
    place: int
    changed: bool


_TYPES: Final = {field.name: field.type for field in msgspec.structs.fields(Sighting)}


def _tuple_of(names: Iterable[str], *before: Any) -> Any:
    return tuple.__class_getitem__((*before, *(_TYPES[name] for name in names)))


_Shared = int | _tuple_of(SHARED)
_Said = _tuple_of(OWN, _Shared, *(int | _TYPES[name] for name in POOLED))


class _Alert(msgspec.Struct, array_like=True, gc=False):
    """An :class:`Attempt` that nothing has touched since the last change; ``key`` only if its best line has another."""

    key: tuple[str | int | None, ...] | None
    sightings: list[_Said]  # type: ignore[valid-type] # see above
    packets: list[_Packet]
    lines: int
    uncounted: int
    identity: tuple[int | str | bool | None, ...]
    witnesses: _Bits
    sources: int | tuple[str, ...]
    width: int
    ruling: int
    alarm: int
    report: int
    id: int
    restored: bool


_encode_into: Final = msgspec.msgpack.Encoder().encode_into
_decode: Final = msgspec.msgpack.Decoder(list[_Alert]).decode


def pack(attempts: Sequence[Attempt], pool: Pool) -> bytes:
    """Return alerts that are as the last change has told of them, for :func:`unpack` with the same ``pool``.

    Raises:
        OverflowError: a line has a number that no packet could hold.
        UnicodeEncodeError: a line has half a character.
    """
    _encode_into([_packed(attempt, pool) for attempt in attempts], pool.buffer)
    return bytes(pool.buffer)  # no longer than it has to be, as what an encoder makes is


def unpack(data: bytes, pool: Pool) -> list[Attempt]:
    """Return the alerts as they were."""
    return [_unpacked(alert, pool) for alert in _decode(data)]


def _packed(attempt: Attempt, pool: Pool) -> _Alert:
    sightings = _sightings(attempt)
    places = {id(sighting): place for place, sighting in enumerate(sightings)}
    packets = attempt.packets
    return _Alert(
        None if key_of(packets[0].best) == attempt.key else attempt.key,
        [(pool.put(_shared(said)), *map(pool.put, _pooled(said)), *_own(said)) for said in sightings],
        [_packet(stitch, places, pool) for stitch in packets],
        attempt.lines,
        attempt.uncounted,
        attempt.identity,  # type: ignore[arg-type] # facts are what a field may hold
        pool.put((attempt.witnesses,)),
        pool.put(attempt.sources),
        attempt.width,
        places.get(id(attempt.ruling), _NONE),
        places.get(id(attempt.alarm), _NONE),
        places.get(id(attempt.report), _NONE),
        attempt.id,
        attempt.restored,
    )


def _sightings(attempt: Attempt) -> Sequence[Sighting]:
    """Return each sighting that an alert holds once. Those at hand may be of packets that are only counted."""
    first = attempt.packets[0]
    if len(attempt.packets) == 1 and len(first.sightings) == 1 and attempt.ruling is first.best is first.sightings[0]:
        return first.sightings  # most are one line of a firewall
    at_hand = [said for said in (attempt.ruling, attempt.alarm, attempt.report) if said is not None]
    found = [said for stitch in attempt.packets for said in (*stitch.sightings, stitch.best)]
    return list({id(said): said for said in found + at_hand}.values())


def _packet(stitch: Stitch, places: dict[int, int], pool: Pool) -> _Packet:
    alone = len(stitch.sightings) == 1 and stitch.sightings[0] is stitch.best
    return _Packet(
        stitch.time - stitch.best.time,
        stitch.time - stitch.low,
        stitch.high - stitch.low,
        places[id(stitch.best)],
        [places[id(sighting)] for sighting in stitch.sightings],
        pool.put((stitch.witnesses,)),
        None if alone else stitch.facts,  # type: ignore[arg-type]
        stitch.lines,
        stitch.estimated,
        stitch.place,
        stitch.changed,
    )


def _unpacked(alert: _Alert, pool: Pool) -> Attempt:
    sightings = [_sighting(said, pool) for said in alert.sightings]
    stitches = [_stitch(packet, sightings, pool) for packet in alert.packets]
    return Attempt(
        alert.key or key_of(stitches[0].best),
        stitches,
        lines=alert.lines,
        uncounted=alert.uncounted,
        identity=alert.identity,
        witnesses=pool.get(alert.witnesses)[0],
        sources=pool.get(alert.sources),
        width=alert.width,
        ruling=_at(sightings, alert.ruling),
        alarm=_at(sightings, alert.alarm),
        report=_at(sightings, alert.report),
        id=alert.id,
        restored=alert.restored,
    )


def _stitch(packet: _Packet, sightings: Sequence[Sighting], pool: Pool) -> Stitch:
    best = sightings[packet.best]
    time = best.time + packet.time
    low = time - packet.before
    return Stitch(
        time,
        low,
        low + packet.width,
        best,
        tuple([sightings[place] for place in packet.sightings]),
        pool.get(packet.witnesses)[0],
        facts_of(best) if packet.facts is None else packet.facts,
        packet.lines,
        packet.estimated,
        packet.place,
        packet.changed,
    )


def _at(sightings: Sequence[Sighting], place: int) -> Sighting | None:
    return None if place == _NONE else sightings[place]


def _sighting(said: tuple[Any, ...], pool: Pool) -> Sighting:
    shared, *rest = said
    pooled = map(pool.get, rest[: len(POOLED)])
    fields = dict(zip((*POOLED, *OWN), (*pooled, *rest[len(POOLED) :]), strict=True))
    return replace(pool.pattern(shared), **fields)


def _pattern(shared: tuple[Any, ...]) -> Sighting:
    return Sighting(src="", dst="", time=0, **dict(zip(SHARED, shared, strict=True)))
