"""A report without our own addresses and names: each is replaced by a stand-in, wherever it stands.

The target of a packet that came in is ours, as are the sources of one that went out, before a NAT and after it; so are
the networks of ``own``, all private addresses, hardware addresses, and the hosts that wrote the logs.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from wallwatch.evidence.entries import Entry
from wallwatch.model import Alert, Header, Packet, Sighting
from wallwatch.model.address import Network
from wallwatch.reports.mask_text import TextMask
from wallwatch.reports.report import Part, Report
from wallwatch.reports.stand_ins import StandIns
from wallwatch.reports.suspicion import Suspicion

_NOT_TEXT: Final = frozenset(
    {"proto", "format", "kind", "flags", "action", "match", "trust", "verdict", "word", "witnesses", "seen", "options"}
)
"""Fields that hold words of ours, which may happen to be the name of a host."""


def masked(report: Report, own: Iterable[Network] = (), hosts: Iterable[str] = ()) -> Report:
    """Return the report with stand-ins; ``own`` are networks of ours, ``hosts`` names beside those in the logs.

    What was chosen is not told any more: a filter may name a network of ours.
    """
    compared = [alert for pair in report.suspicions for alert in _compared(pair)]
    called = [address for part in report.parts for address in _ours(part)]
    ours = list(dict.fromkeys([*called, *(alert.dst for alert in compared)]))
    others = {address for part in report.parts for address in _addresses(part)} | {alert.src for alert in compared}
    stand_ins = StandIns(ours, own, others - set(ours))
    mask = TextMask(stand_ins, [*hosts, *(host for part in report.parts for host in _hosts(part))])
    return Report(
        name=mask(report.name),
        note=mask(report.note),
        made=report.made,
        parts=tuple(_part(part, mask, stand_ins) for part in report.parts),
        left_out=report.left_out,
        masked=True,
        suspicions=tuple(_suspicion(pair, mask) for pair in report.suspicions),
        untold=report.untold,
        unlooked=report.unlooked,
    )


def _suspicion(pair: Suspicion, mask: TextMask) -> Suspicion:
    """Return a pair of addresses with stand-ins; who decided on it is one of us."""
    found: Suspicion = _masked(msgspec.structs.replace(pair, person=""), mask)
    return found


def _compared(pair: Suspicion) -> tuple[Alert, ...]:
    """Return the alerts of a pair, which may be others than those of the report."""
    found = pair.hypothesis
    return () if found is None else (found.earlier, found.later)


def _part(part: Part, mask: TextMask, stand_ins: StandIns) -> Part:
    """Return a part with stand-ins; a network in which an address of ours lies is not told."""
    is_ours = stand_ins.address(part.alert.src) is not None
    found: Part = _masked(part if not is_ours else msgspec.structs.replace(part, network=None), mask)
    return found


def _masked(value: Any, mask: TextMask) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, msgspec.Struct):
        ours = _NOT_TEXT | {"name"} if isinstance(value, Entry) else _NOT_TEXT
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__ if name not in ours)
        return msgspec.structs.replace(value, **{name: _masked(each, mask) for name, each in fields})
    return tuple(_masked(each, mask) for each in value) if isinstance(value, tuple) else value


def _ours(part: Part) -> Iterator[str]:
    """Yield the addresses of an alert that are ours; with a quoted packet, also the one that had sent it."""
    if part.is_gap:
        return
    sightings, hid = part.sightings, any(map(_hid_its_sender, part.packets))
    yield part.alert.src if hid or _went_out(sightings) else part.alert.dst
    for sighting in sightings:
        yield sighting.src if hid or _went_out([sighting]) else sighting.dst
        if sighting.quote is not None:
            yield sighting.quote.src


def _hid_its_sender(packet: Packet) -> bool:
    """Tell whether a gateway of ours passed the packet on under its own address."""
    return packet.translated is not None and packet.translated.src != packet.src


def _went_out(sightings: Sequence[Sighting]) -> bool:
    return any(sighting.iface_out and not sighting.iface_in for sighting in sightings)


def _addresses(part: Part) -> Iterator[str]:
    for header in _headers(part):
        yield from (header.src, header.dst)


def _headers(part: Part) -> Iterator[Header]:
    for sighting in part.sightings:
        yield sighting
        if sighting.quote is not None:
            yield sighting.quote


def _hosts(part: Part) -> Iterator[str]:
    yield from filter(None, [part.alert.host, *(sighting.host for sighting in part.sightings)])
