"""What a verdict is judged by."""

import pytest

from tests.evidence.samples import an_alert
from wallwatch.evidence.campaign import Pattern
from wallwatch.evidence.case import MADE, Case, Finding


@pytest.mark.parametrize(
    ("calls", "calling", "insists"), [(3, 10.0, True), (2, 100.0, False), (30, 1.0, False), (1, 0.0, False)]
)
def test_who_calls_three_times_over_ten_seconds_insists(calls, calling, insists):
    """Calls in one moment are one try of a program with several connections."""
    assert Case(alert=an_alert(), calls=calls, calling=calling).insists is insists


@pytest.mark.parametrize(
    ("finding", "lasts"),
    [
        (Finding("scanner", "a host knocks at 9 ports within 2 s"), True),
        (Finding("scanner", f"{MADE}masscan"), False),
        (Finding("client", "a Linux host calls port 22"), False),
        (Finding("unknown"), False),
    ],
)
def test_a_pattern_lasts(finding, lasts):
    """What was part of a scan stays so; that a tool made a packet may be refuted."""
    assert finding.lasts is lasts


def test_what_else_is_known_is_appended():
    """A pattern and a legacy follow the reason; without them nothing does."""
    case = Case(alert=an_alert(), pattern=Pattern(7, 1, 2.0), legacy="since 15:20 it is ours")
    assert case.also == "; 7 ports within 2 s"
    assert case.inherited == "; since 15:20 it is ours"
    assert (Case(alert=an_alert()).also, Case(alert=an_alert()).inherited) == ("", "")
