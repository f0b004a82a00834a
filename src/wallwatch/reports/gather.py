"""Reports are gathered: from a store, or from what whole files said."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from wallwatch.engine.actors import Actor
from wallwatch.engine.involved import involved
from wallwatch.engine.kin import Kin
from wallwatch.filter.clause import Sql
from wallwatch.model import Alert, Packet
from wallwatch.reports.report import Part, Report
from wallwatch.reports.suspicion import Suspicion
from wallwatch.store import StoreReader
from wallwatch.store.decisions import Decision
from wallwatch.text import visible
from wallwatch.whois.record import NetworkRecord

PARTS: Final = 500
"""Alerts in a report at most: nobody reads more, and what holds all of them is ``wallwatch export``."""

LINES: Final = 50_000
"""Sightings in a report at most; alerts beyond them are told without their lines."""

Network = Callable[[str], NetworkRecord | None]
Note = Callable[[Alert], str]


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is called and where what is beside the alerts comes from."""

    name: str = ""
    note: str = ""
    chosen: str = ""
    made: int
    network: Network = lambda _: None
    note_of: Note = lambda _: ""
    decisions: Sequence[Decision] = ()
    """What people said of two alerts."""


def from_store(reader: StoreReader, where: Sql | None, about: About) -> Report:
    """Return the report of the alerts that ``where`` lets through, oldest first."""
    ids = reader.index(where).ids
    return from_alerts(reader.alerts(ids[:PARTS]), reader, about, left_out=max(len(ids) - PARTS, 0))


def from_alerts(alerts: Sequence[Alert], kin: Kin, about: About, *, left_out: int = 0) -> Report:
    """Return the report of alerts; ``kin`` has their packets, and the others that may be of the same machines."""
    ordered = in_order(alerts)
    shown, more = ordered[:PARTS], max(len(ordered) - PARTS, 0)
    report = assembled(shown, kin.packets, about, left_out=left_out + more)
    found = involved(kin, shown, about.decisions)
    pairs = tuple(map(suspicion_of, found.actors))
    return msgspec.structs.replace(report, suspicions=pairs, untold=found.more, unlooked=found.unlooked)


def suspicion_of(actor: Actor) -> Suspicion:
    """Return what is told of two addresses; what a person wrote of them is safe for the eye."""
    said = actor.decision
    return Suspicion(
        addresses=actor.addresses,
        hypothesis=actor.hypothesis,
        word=said.word if said else "",
        note=visible(said.note) if said else "",
        person=visible(said.person) if said else "",
    )


def in_order(alerts: Iterable[Alert]) -> list[Alert]:
    """Return alerts in the order of a report: oldest first."""
    return sorted(alerts, key=lambda alert: (alert.first, alert.id))


def assembled(
    alerts: Iterable[Alert], packets: Callable[[int], tuple[Packet, ...]], about: About, *, left_out: int = 0
) -> Report:
    """Return the report of these alerts in their order."""
    parts: list[Part] = []
    room = LINES
    for alert in alerts:
        found = packets(alert.id) if room > 0 else ()
        room -= sum(len(packet.sightings) for packet in found)
        parts.append(
            Part(alert=alert, packets=found, network=_network(alert, about), note=visible(about.note_of(alert)))
        )
    return Report(
        name=visible(about.name),
        note=visible(about.note),
        chosen=visible(about.chosen),
        made=about.made,
        parts=tuple(parts),
        left_out=left_out,
    )


def _network(alert: Alert, about: About) -> NetworkRecord | None:
    """Return the network of an alert's source, safe for the eye whoever wrote it into the cache."""
    try:
        record = about.network(alert.src)
    except ValueError:
        return None
    if record is None:
        return None
    texts = {name: value for name in record.__struct_fields__ if isinstance(value := getattr(record, name), str)}
    return msgspec.structs.replace(record, **{name: visible(value) for name, value in texts.items()})
