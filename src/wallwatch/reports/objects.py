"""A report as JSON: the records of the JSON contract, each alert with its packets, sightings and network."""

from typing import Any

import msgspec

from wallwatch.model import Packet
from wallwatch.model.contract import alert_json, header_json, sighting_json
from wallwatch.model.times import SECOND, iso
from wallwatch.reports import words
from wallwatch.reports.report import Part, Report
from wallwatch.reports.suspicion import suspicion_json
from wallwatch.whois.record import NetworkRecord


def json(report: Report) -> str:
    """Return the report as one object, indented."""
    return msgspec.json.format(msgspec.json.encode(report_json(report)), indent=2).decode() + "\n"


def report_json(report: Report) -> dict[str, Any]:
    """Return the object of a report; keys that are unknown are left out."""
    record = {
        "title": words.title(report),
        "name": words.name_of(report),
        "note": report.note,
        "chosen": report.chosen,
        "made": iso(report.made, 0, SECOND),
        "left_out": report.left_out,
        "masked": report.masked,
        "alerts": [part_json(part) for part in report.parts],
        "actors": [suspicion_json(pair) for pair in report.suspicions],
        "actors_left_out": report.untold,
        "addresses_not_compared": report.unlooked,
    }
    return {name: value for name, value in record.items() if value or name == "alerts"}


def part_json(part: Part) -> dict[str, Any]:
    """Return the object of an alert with all that is known of it."""
    record = alert_json(part.alert) | {"packets_seen": [_packet(packet) for packet in part.packets]}
    if part.network is not None:
        record["whois"] = network_json(part.network)
    if part.note:
        record["note"] = part.note
    if part.unshown:
        record["lines_left_out"] = part.unshown
    return record


def network_json(record: NetworkRecord) -> dict[str, Any]:
    """Return the object of a whois record."""
    known: dict[str, Any] = msgspec.to_builtins(record)
    return known | {"fetched": iso(record.fetched, 0, SECOND)}


def _packet(packet: Packet) -> dict[str, Any]:
    return {
        "time": iso(packet.time, 0, packet.tick),
        "seen": packet.seen,
        **header_json(packet),
        "sightings": [sighting_json(sighting) for sighting in packet.sightings],
    }
