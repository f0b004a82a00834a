"""Open alerts in few bytes: most of them are silent for good, and wait only in case they are not.

What lines have in common (where they were logged, by which rule) is kept once, see :mod:`~wallwatch.correlate.pool`;
the rest is packed as MessagePack. All that an attempt knows comes back with it, so that joining it later is as if it
had been at hand.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from wallwatch.correlate.attempt import Attempt, attempt_of
from wallwatch.correlate.facts import facts_of, key_of
from wallwatch.correlate.pool import Pool, Said, said_by, sighting_of
from wallwatch.correlate.stitch import Stitch, begin
from wallwatch.model import Sighting

_NONE: Final = -1

_Bits = int | tuple[int]
"""The witnesses of a packet, in the pool: there may be more of them than a packed number has bits."""


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


class _Alert(msgspec.Struct, array_like=True, gc=False):
    """An :class:`Attempt` that nothing has touched since the last change; ``key`` only if its best line has another."""

    key: tuple[str | int | None, ...] | None
    sightings: list[Said]
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


class _Plain(msgspec.Struct, array_like=True, gc=False):
    """An :class:`Attempt` of packets of each of which one line tells: all but its number is as those opened it."""

    sightings: list[Said]
    witnesses: _Bits
    id: int


_PLAIN, _ANY = 0, 1
"""What the first byte tells: there is one alert, a plain one, or there are any."""

_encode_into: Final = msgspec.msgpack.Encoder().encode_into
_decode: Final = msgspec.msgpack.Decoder(list[_Alert]).decode
_decode_plain: Final = msgspec.msgpack.Decoder(_Plain).decode


def pack(attempts: Sequence[Attempt], pool: Pool) -> bytes:
    """Return alerts that are as the last change has told of them, for :func:`unpack` with the same ``pool``.

    Raises:
        OverflowError: a line has a number that no packet could hold.
        UnicodeEncodeError: a line has half a character.
    """
    if len(attempts) == 1 and _is_plain(attempts[0]):
        pool.buffer[0] = _PLAIN
        _encode_into(_packed_plain(attempts[0], pool), pool.buffer, 1)
    else:
        pool.buffer[0] = _ANY
        _encode_into([_packed(attempt, pool) for attempt in attempts], pool.buffer, 1)
    return bytes(pool.buffer)  # no longer than it has to be, as what an encoder makes is


def unpack(data: bytes, pool: Pool) -> list[Attempt]:
    """Return the alerts as they were."""
    packed = memoryview(data)[1:]
    if data[0] == _PLAIN:
        return [_unpacked_plain(_decode_plain(packed), pool)]
    return [_unpacked(alert, pool) for alert in _decode(packed)]


def _is_plain(attempt: Attempt) -> bool:
    """Tell whether an alert is what its lines made of it, each of them a packet, and was told of since."""
    if attempt.uncounted or attempt.restored:
        return False
    lines, witnesses, width = attempt.lines, attempt.witnesses, 0
    for place, stitch in enumerate(attempt.packets):
        if stitch.place != place or stitch.witnesses != witnesses or not _is_as_begun(stitch):
            return False
        lines -= stitch.lines
        width = max(width, stitch.best.tick)
    return not lines and width == attempt.width and attempt.key == key_of(attempt.packets[0].best)


def _is_as_begun(stitch: Stitch) -> bool:
    """Tell whether a packet is what :func:`begin` made of a line."""
    best = stitch.best
    return (
        len(stitch.sightings) == 1
        and stitch.sightings[0] is best
        and not (stitch.estimated or stitch.changed)
        and stitch.time == stitch.low == best.at
        and stitch.high - stitch.low == best.tick
        and stitch.lines == best.lines
    )


def _packed_plain(attempt: Attempt, pool: Pool) -> tuple[Any, ...]:
    said = [said_by(stitch.best, pool) for stitch in attempt.packets]
    return said, pool.put((attempt.witnesses,)), attempt.id


def _unpacked_plain(plain: _Plain, pool: Pool) -> Attempt:
    bits = pool.get(plain.witnesses)[0]
    stitches = [begin(sighting_of(said, pool), bits) for said in plain.sightings]
    for place, stitch in enumerate(stitches):
        stitch.place, stitch.changed = place, False
    attempt = attempt_of(key_of(stitches[0].best), stitches, sum(stitch.lines for stitch in stitches))
    attempt.id = plain.id
    return attempt


def _packed(attempt: Attempt, pool: Pool) -> _Alert:
    sightings = _sightings(attempt)
    places = {id(sighting): place for place, sighting in enumerate(sightings)}
    packets = attempt.packets
    return _Alert(
        None if key_of(packets[0].best) == attempt.key else attempt.key,
        [said_by(said, pool) for said in sightings],
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
    sightings = [sighting_of(said, pool) for said in alert.sightings]
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
