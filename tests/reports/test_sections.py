"""Raw lines in sections."""

from tests.reports.evidence import a_report, incident
from tests.ui.alerts import DUMP_FIELDS, a_p0f_sighting, a_packet, a_sighting, an_alert
from wallwatch.reports.report import Part
from wallwatch.reports.sections import SEPARATOR, sections

ALERT = {"kind": "signature", "format": "snort-syslog", "source": "messages", "raw": "an alert"}


def test_lines_stand_by_who_wrote_them() -> None:
    """Alerts first, then dumps, firewall lines and fingerprints, as in the incidents of 2002."""
    seen = a_sighting(), a_sighting(**DUMP_FIELDS), a_p0f_sighting(), a_sighting(**ALERT)
    found = sections(Part(alert=an_alert(), packets=(a_packet(sightings=seen),)))
    assert [section.title for section in found] == [
        "snort alerts (messages)",
        "snort packet dumps (snort.dump)",
        "ipchains firewall lines (kern.log)",
        "p0f fingerprints (p0f.log)",
    ]


def test_two_firewalls_are_two_sections() -> None:
    """Each source of each emitter stands by itself."""
    seen = a_sighting(raw="a", source="inner"), a_sighting(raw="b", source="outer"), a_sighting(raw="", source="none")
    found = sections(Part(alert=an_alert(), packets=(a_packet(sightings=seen),)))
    assert [(section.title, section.records) for section in found] == [
        ("ipchains firewall lines (inner)", ("a",)),
        ("ipchains firewall lines (outer)", ("b",)),
    ]


def test_before_the_first_dump_stands_what_stands_between_them() -> None:
    """Snort writes its separator before a file's first dump, and after each."""
    (part, _) = incident().parts
    dumps = next(section for section in sections(part) if section.format == "snort-dump")
    assert dumps.lines[0] == dumps.lines[-1] == SEPARATOR
    assert dumps.lines.count(SEPARATOR) == 4
    assert len(dumps.records) == 3


def test_a_report_without_lines_has_no_section() -> None:
    """Of an alert whose lines are gone only the alert is left."""
    assert [sections(part) for part in a_report(Part(alert=an_alert())).parts] == [[]]
