"""What a filter needs to know beside the record."""

from datetime import UTC

from tests.filter.samples import GNUTELLA
from wallwatch.filter.facts import Facts, incident_key
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query


def test_facts_without_incidents_know_none():
    """Where nobody asked for the marks, an incident is not known; where they were, one that is not there is empty."""
    asked = parse_query("incident:Gnutella")
    assert matches(asked, GNUTELLA, Facts(now=0)) is None
    assert matches(asked, GNUTELLA, Facts(now=0, marks={"incident": frozenset()})) is False
    marks = {"incident": frozenset({1}), incident_key("gnutella"): frozenset({1})}
    assert matches(asked, GNUTELLA, Facts(now=0, marks=marks)) is True
    assert matches(parse_query("-incident:gnutella"), GNUTELLA, Facts(now=0, marks=marks)) is False


def test_facts_without_marks_know_none():
    """Where no mark is handed in, it is unknown whether an alert bears it; an empty set says that none does."""
    assert matches(parse_query("done"), GNUTELLA, Facts(now=0)) is None
    assert matches(parse_query("done"), GNUTELLA, Facts(now=0, marks={"done": frozenset()})) is False


def test_a_wall_clock_is_in_utc_unless_said():
    """The zone of dates without an offset is UTC by default."""
    assert Facts(now=0).zone is UTC
