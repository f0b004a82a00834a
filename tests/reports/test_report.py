"""What a report is made of."""

from tests.reports.evidence import a_part, a_report, incident
from tests.ui.alerts import a_packet, a_sighting, an_alert
from tests.ui.desk import NETWORK
from wallwatch.reports.report import Part, networks_of


def test_every_line_is_there_once_in_the_order_of_time() -> None:
    """A repeat line stands for several packets and is one line; what came late in a file may have come first."""
    late, early = a_sighting(time=9, raw="late"), a_sighting(time=3, raw="early", start=7)
    part = Part(alert=an_alert(), packets=(a_packet(sightings=(late,)), a_packet(sightings=(late, early))))
    assert [sighting.raw for sighting in part.sightings] == ["early", "late"]


def test_lines_that_are_not_here_are_counted() -> None:
    """Of a flood not all packets are kept."""
    assert a_part("one", "two", lines=12).unshown == 10
    assert a_part("one", "two", lines=2).unshown == 0


def test_a_gap_is_no_attempt() -> None:
    """It is a part of the report all the same."""
    gap = a_part(proto="gap")
    report = a_report(a_part("one"), gap)
    assert (report.attempts, gap.is_gap) == (report.parts[:1], True)


def test_each_network_is_told_once() -> None:
    """Both bursts came from the same one."""
    assert networks_of(incident().parts) == [NETWORK]
    assert networks_of([a_part("one")]) == []
