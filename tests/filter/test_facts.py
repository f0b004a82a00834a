"""What a filter needs to know beside the record."""

from datetime import UTC

from tests.filter.samples import GNUTELLA
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query


def test_facts_without_marks_know_none():
    """Where no mark is handed in, it is unknown whether an alert bears it; an empty set says that none does."""
    assert matches(parse_query("done"), GNUTELLA, Facts(now=0)) is None
    assert matches(parse_query("done"), GNUTELLA, Facts(now=0, marks={"done": frozenset()})) is False


def test_a_wall_clock_is_in_utc_unless_said():
    """The zone of dates without an offset is UTC by default."""
    assert Facts(now=0).zone is UTC
