"""Attempts as XARF v4 objects of the type ``connection/port_scan`` (https://xarf.org, specification 4.2).

The format wants a source port, so ICMP cannot be reported in it. An object's id follows from what it says: the same
evidence gives the same report.
"""

import base64
import hashlib
import uuid
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from wallwatch.model.times import iso
from wallwatch.reports.abuse import reported
from wallwatch.reports.report import Part, Report
from wallwatch.reports.reporter import Reporter
from wallwatch.reports.sections import sections
from wallwatch.reports.words import many

VERSION: Final = "4.2.0"
EVIDENCE_MAX: Final = 1_000_000
"""Bytes of log lines in an object; the format allows five million."""

_PROTOCOLS: Final = {"tcp": "tcp", "udp": "udp", "132": "sctp"}


def xarf(report: Report, reporter: Reporter) -> list[dict[str, Any]]:
    """Return an object for each attempt that the format can tell, oldest first."""
    return [_object(part, reporter) for part in reported(report) if _is_told(part)]


def xarf_lines(report: Report, reporter: Reporter) -> str:
    """Return the objects as JSON, one a line."""
    return "".join(msgspec.json.encode(each).decode() + "\n" for each in xarf(report, reporter))


def untold(report: Report) -> int:
    """Return how many attempts the format cannot tell."""
    return sum(not _is_told(part) for part in reported(report))


def _is_told(part: Part) -> bool:
    return part.alert.proto in _PROTOCOLS and bool(part.alert.sport)


def _object(part: Part, reporter: Reporter) -> dict[str, Any]:
    alert = part.alert
    who = {"org": reporter.name, "contact": reporter.mail, "domain": reporter.domain}
    first = iso(alert.first, 0, alert.tick)
    record: dict[str, Any] = {
        "xarf_version": VERSION,
        "report_id": "",
        "timestamp": first,
        "reporter": who,
        "sender": who,
        "source_identifier": alert.src,
        "source_port": alert.sport,
        "category": "connection",
        "type": "port_scan",
        "evidence_source": "firewall_logs" if "K" in alert.witnesses else "ids_detection",
        "destination_ip": alert.dst,
        "protocol": _PROTOCOLS[alert.proto],
        "first_seen": first,
        "last_seen": iso(alert.last, 0, alert.tick),
        "description": f"{many(alert.packets, 'unwanted packet')} to {alert.proto} port {alert.dport}",
        "evidence": list(_evidence(part)),
    }
    if alert.dport:
        record["destination_port"] = alert.dport
    digest = hashlib.sha256(msgspec.json.encode(record)).digest()
    return record | {"report_id": str(uuid.UUID(bytes=digest[:16], version=4))}


def _evidence(part: Part) -> Iterator[dict[str, Any]]:
    """Yield the lines of each emitter as one piece."""
    for section in sections(part):
        lines = "\n".join(section.lines).encode()[:EVIDENCE_MAX]
        yield {
            "content_type": "text/plain",
            "description": section.title[:200],
            "payload": base64.b64encode(lines).decode(),
            "hash": f"sha256:{hashlib.sha256(lines).hexdigest()}",
            "size": len(lines),
        }
