"""Reports are gathered: from a store, or from what whole files said."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from wallwatch.filter.clause import Sql
from wallwatch.model import Alert, Packet
from wallwatch.reports.report import Part, Report
from wallwatch.store import StoreReader
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


def from_store(reader: StoreReader, where: Sql | None, about: About) -> Report:
    """Return the report of the alerts that ``where`` lets through, oldest first."""
    ids = reader.index(where).ids
    return assembled(reader.alerts(ids[:PARTS]), reader.packets, about, left_out=max(len(ids) - PARTS, 0))


def from_alerts(alerts: Sequence[Alert], packets: Callable[[int], tuple[Packet, ...]], about: About) -> Report:
    """Return the report of alerts; ``packets`` gives those of each by its number."""
    ordered = in_order(alerts)
    return assembled(ordered[:PARTS], packets, about, left_out=max(len(ordered) - PARTS, 0))


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
