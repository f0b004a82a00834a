"""The JSON contract: one object per sighting, or one per alert. Keys that are unknown are left out."""

from typing import Any, Final

import msgspec

from wallwatch.model.alert import Alert
from wallwatch.model.ports import ranges
from wallwatch.model.scan import Scan, ScanKind
from wallwatch.model.sighting import Header, Sighting, Signature, Stack
from wallwatch.model.times import iso

_ORIGIN: Final = ("source", "format", "kind", "host", "iface_in", "iface_out", "mac_src", "action", "chain", "rule")
_HEADER: Final = (
    "proto", "src", "sport", "dst", "dport", "icmp_type", "icmp_code", "ttl", "tos", "ip_id", "length", "df", "mf",
    "frag_offset", "flags", "seq", "ack", "window", "options",
)  # fmt: skip
_ALERT: Final = (
    "host", "iface", "action", "chain", "rule", "proto", "src", "sport", "dst", "dport", "icmp_type", "icmp_code",
    "verdict", "because", "network", "asn",
)  # fmt: skip


def sighting_json(sighting: Sighting) -> dict[str, Any]:
    """Return the public JSON object of a sighting."""
    record: dict[str, Any] = {"time": iso(sighting.time, sighting.zone, sighting.tick)}
    record |= _known(sighting, _ORIGIN)
    if sighting.signature is not None:
        record["signature"] = signature_json(sighting.signature)
    record |= _known(sighting, _HEADER)
    if sighting.repeat is not None:
        record["repeat"] = sighting.repeat
    if sighting.os is not None:
        record["os"] = stack_json(sighting.os)
    if sighting.quote is not None:
        record["quote"] = header_json(sighting.quote)
    record["trust"] = sighting.trust
    record["raw"] = sighting.raw
    return record


def alert_json(alert: Alert, noise: str | None = None, scan: ScanKind | None = None) -> dict[str, Any]:
    """Return the public JSON object of an alert.

    ``noise`` is the name of the rule that matches it, if one does, ``scan`` the kind of the scan that it is a part of.
    """
    record: dict[str, Any] = {
        "first": iso(alert.first, alert.zone, alert.tick),
        "last": iso(alert.last, alert.zone, alert.tick),
        "packets": alert.packets,
        "ladder": list(alert.ladder),
        "witnesses": alert.witnesses,
        "seen": list(alert.seen),
    }
    record |= _known(alert, _ALERT)
    if alert.signature is not None:
        record["signature"] = signature_json(alert.signature)
    if alert.os is not None:
        record["os"] = stack_json(alert.os)
    if noise is not None:
        record["noise"] = noise
    if alert.scan is not None:
        record["scan"] = {"id": alert.scan} | ({} if scan is None else {"kind": scan})
    return record


def scan_json(scan: Scan) -> dict[str, Any]:
    """Return the public JSON object of a scan. Of very many sources or targets the first are listed."""
    record: dict[str, Any] = {
        "id": scan.id,
        "kind": scan.kind,
        "first": iso(scan.first, scan.zone, scan.tick),
        "last": iso(scan.last, scan.zone, scan.tick),
        "alerts": scan.alerts,
        "sources": list(scan.sources),
        "targets": list(scan.targets),
        "ports": {ports.proto: ranges(ports.packed) for ports in scan.ports},
        "because": scan.because(),
    }
    if scan.os is not None:
        record["os"] = stack_json(scan.os)
    return record


def signature_json(signature: Signature) -> dict[str, Any]:
    """Return the ``signature`` object."""
    return _known(signature, ("gid", "sid", "rev", "message", "classification", "priority"))


def stack_json(stack: Stack) -> dict[str, Any]:
    """Return the ``os`` object."""
    return _known(stack, ("label", "family", "match", "hops", "raw_sig"))


def header_json(header: Header) -> dict[str, Any]:
    """Return the decoded fields of a packet, as for a sighting."""
    return _known(header, _HEADER)


def _known(record: msgspec.Struct, names: tuple[str, ...]) -> dict[str, Any]:
    values = ((name, getattr(record, name)) for name in names)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values if value is not None}
