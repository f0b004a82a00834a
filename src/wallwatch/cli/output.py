"""Records as lines of text: one sighting or one alert a line, for people and for ``grep``."""

import json
from collections.abc import Sequence
from typing import Any, Final

import click
import msgspec

from wallwatch.model import GAP, Alert, Header, Sighting
from wallwatch.model.line import SourceStatus
from wallwatch.model.scan import Scan
from wallwatch.model.times import iso

_UNKNOWN: Final = "?"


def json_line(record: dict[str, Any]) -> str:
    """Return a record of the JSON contract as one line."""
    try:
        return msgspec.json.encode(record).decode()
    except UnicodeEncodeError:
        # It has the name of a file that is no UTF-8: each such byte is half a pair, as Python has it.
        return json.dumps(record, separators=(",", ":"))


def sighting_line(sighting: Sighting) -> str:
    """Return a sighting as one line: when, which format, from where to where, and what it says."""
    words = [
        iso(sighting.time, sighting.zone, sighting.tick),
        sighting.format,
        sighting.action or "",
        sighting.proto,
        endpoints(sighting),
        f"flags {sighting.flags}" if sighting.flags else "",
        f"ttl {sighting.ttl}" if sighting.ttl is not None else "",
        f"id {sighting.ip_id}" if sighting.ip_id is not None else "",
        f"len {sighting.length}" if sighting.length is not None else "",
        sighting.signature.message if sighting.signature else "",
        sighting.os.label if sighting.os else "",
        f"repeated {sighting.repeat} times" if sighting.repeat else "",
    ]
    return " ".join(word for word in words if word)


def alert_line(alert: Alert) -> str:
    """Return an alert as one line: when, how often, from where to where, what, from which system, seen by whom.

    A gap is one line as well: when it was found out, in which source, and what is known of it.
    """
    if alert.proto == GAP:
        return f"{iso(alert.first, alert.zone, alert.tick)} {GAP} {alert.src}: {alert.because}"
    words = [
        iso(alert.first, alert.zone, alert.tick),
        f"x{alert.packets}",
        alert.proto,
        endpoints(alert),
        alert.signature.message if alert.signature else " ".join(filter(None, (alert.action, alert.chain))),
        f"os {alert.os.label if alert.os else _UNKNOWN}",
        f"hops {alert.os.hops}" if alert.os and alert.os.hops is not None else "",
        f"ladder {' '.join(map(str, alert.ladder))}" if alert.ladder else "",
        f"seen {alert.witnesses}",
    ]
    return " ".join(word for word in words if word)


def scan_line(scan: Scan) -> str:
    """Return a scan as one line: when, which kind, from where to where, at which ports, how many alerts, and why."""
    words = [
        iso(scan.first, scan.zone, scan.tick),
        f"scan {scan.id}",
        scan.kind,
        f"{_addresses(scan.sources)} > {_addresses(scan.targets)}",
        scan.port_words(),
        f"{scan.alerts} alert{'s'[: scan.alerts != 1]}",
        f"os {scan.os.label if scan.os else _UNKNOWN}",
        f"hops {scan.hops}" if scan.hops is not None else "",
    ]
    return f"{' '.join(word for word in words if word)}: {scan.because()}"


def _addresses(addresses: Sequence[str]) -> str:
    """Return the first address, and how many more there are."""
    more = len(addresses) - 1
    return addresses[0] + (f" and {more} more" if more else "")


def endpoints(record: Alert | Header) -> str:
    """Return ``source:port > target:port``; an ICMP type and code stand where they are known."""
    kind = "" if record.icmp_type is None else f" type {record.icmp_type} code {record.icmp_code}"
    return f"{_endpoint(record.src, record.sport)} > {_endpoint(record.dst, record.dport)}{kind}"


def _endpoint(address: str, port: int | None) -> str:
    if port is None:
        return address
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def say(status: SourceStatus) -> None:
    """Say on standard error how a source is, if it is not well."""
    if status.state not in {"ok", "ended"}:
        click.echo(f"{status.source}: {status.reason} {status.remedy}".rstrip(), err=True)


def say_once(status: SourceStatus) -> None:
    """Say it of a source that is read once: nobody waits for what is not there."""
    say(msgspec.structs.replace(status, remedy="") if status.state == "missing" else status)
