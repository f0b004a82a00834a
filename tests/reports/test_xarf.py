"""Attempts as XARF v4, held against the format's own schemas."""

import base64
import hashlib
import json
from typing import Any

import pytest

from tests.reports.evidence import PAYLOADS, a_part, a_report, hostile, incident
from tests.reports.golden import assert_golden
from wallwatch.reports.report import Report
from wallwatch.reports.reporter import Reporter
from wallwatch.reports.xarf import EVIDENCE_MAX, untold, xarf, xarf_lines

reading = pytest.importorskip("xarf")

REPORTER = Reporter("Example Org", "noc@example.org")


def valid(report: Report) -> list[dict[str, Any]]:
    """Return the objects of a report after the format's own reader has found nothing wrong with them."""
    objects = [json.loads(line) for line in xarf_lines(report, REPORTER).splitlines()]
    for each in objects:
        found = reading.parse(each)
        assert found.errors == []
        assert found.warnings == []
        assert found.report is not None
        assert (found.report.category, found.report.type) == ("connection", "port_scan")
    return objects


def test_the_incident_is_valid() -> None:
    """An object an attempt, with the lines of each emitter as evidence."""
    assert_golden(xarf_lines(incident(), REPORTER), "incident.xarf")
    one, two = valid(incident())
    assert (one["source_identifier"], one["source_port"]) == ("198.51.100.112", 3504)
    assert (one["destination_ip"], one["destination_port"], one["protocol"]) == ("203.0.113.120", 6346, "tcp")
    assert one["first_seen"] == one["timestamp"] == "2002-03-02T15:32:54.630347+00:00"
    assert two["source_identifier"] == "198.51.100.148"
    assert one["report_id"] != two["report_id"]


def test_evidence_is_what_was_logged() -> None:
    """Its hash and its size are those of the lines."""
    (one, _) = valid(incident())
    texts = [base64.b64decode(each["payload"]) for each in one["evidence"]]
    assert len(texts) == 4
    for each, text in zip(one["evidence"], texts, strict=True):
        assert each["hash"] == f"sha256:{hashlib.sha256(text).hexdigest()}"
        assert each["size"] == len(text)
    assert b"".join(texts).count(b"Packet log: input DENY") == 3


def test_the_same_evidence_is_the_same_report() -> None:
    """So a desk can tell that it has it already."""
    assert xarf(incident(), REPORTER) == xarf(incident(), REPORTER)


def test_no_payload_makes_it_invalid() -> None:
    """Strangers' words are in the evidence alone, and in what it is called."""
    for payload in PAYLOADS[::4]:
        (one,) = valid(hostile(payload))
        assert one["description"] == "2 unwanted packets to tcp port 6346"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"proto": "udp"}, 1), ({"proto": "132"}, 1), ({"src": "2001:db8::7", "dst": "2001:db8::1"}, 1),
        ({"dport": 0}, 1), ({"dport": None}, 1), ({"proto": "icmp", "sport": None, "dport": None}, 0),
        ({"sport": None}, 0), ({"sport": 0}, 0), ({"proto": "47"}, 0),
    ],
)  # fmt: skip
def test_what_has_no_source_port_is_not_told(fields: dict[str, Any], told: int) -> None:
    """The format wants one; what is left out is counted."""
    report = a_report(a_part("x", **fields))
    assert (len(valid(report)), untold(report)) == (told, 1 - told)


def test_evidence_is_bounded() -> None:
    """A flood of lines is cut where a reader would refuse it."""
    (one,) = valid(a_report(a_part(*("x" * 8_000 for _ in range(200)))))
    assert one["evidence"][0]["size"] == EVIDENCE_MAX
