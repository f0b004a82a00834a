"""A report as JSON."""

import json as reading

import msgspec

from tests.reports.evidence import PAYLOADS, a_part, a_report, hostile, incident
from tests.reports.golden import assert_golden
from wallwatch.model.contract import alert_json, sighting_json
from wallwatch.reports.objects import json
from wallwatch.text import visible


def test_the_report_of_the_incident() -> None:
    """Each alert has its packets, and each packet what was seen of it."""
    assert_golden(json(incident()), "incident.json")


def test_the_records_are_those_of_the_contract() -> None:
    """What scan and export print is in it, field for field."""
    report = incident()
    found = reading.loads(json(report))
    for part, record in zip(report.parts, found["alerts"], strict=True):
        contract = reading.loads(msgspec.json.encode(alert_json(part.alert)))
        assert {name: record[name] for name in contract} == contract
        sightings = [each for packet in record["packets_seen"] for each in packet["sightings"]]
        wanted = [sighting_json(each) for packet in part.packets for each in packet.sightings]
        assert sightings == reading.loads(msgspec.json.encode(wanted))


def test_what_is_unknown_is_left_out() -> None:
    """A report without a note has none; one without alerts says so."""
    found = reading.loads(json(a_report(a_part("x", lines=3))))
    assert set(found) == {"title", "made", "alerts"}
    assert found["alerts"][0]["lines_left_out"] == 2
    assert reading.loads(json(a_report()))["alerts"] == []


def test_any_text_reads_back() -> None:
    """What was made safe for the eye is what a program reads."""
    for payload in PAYLOADS:
        found = reading.loads(json(hostile(payload)))
        assert found["alerts"][0]["whois"]["organisation"] == visible(payload)
