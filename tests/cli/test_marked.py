"""What people said of alerts, as far as a command asks for it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.engine.incident import LOGS, SAMPLES
from tests.ui.alerts import an_alert
from wallwatch.cli import outcome
from wallwatch.cli.held import chosen, opened
from wallwatch.cli.marked import marks_of, marks_of_alerts, opened_marks
from wallwatch.cli.places import Places
from wallwatch.filter.parse import parse_query
from wallwatch.noise.ruleset import Ruleset
from wallwatch.store import Marks

ASKING = [parse_query("incident:gnutella")]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Return places whose marks nobody has made yet."""
    return replace(chosen((), tmp_path / "own" / "s.db"), marks=tmp_path / "own" / "marks.db")


def _mark(path: Path) -> None:
    marks = Marks(path)
    marks.open()
    marks.put_into("gnutella", [an_alert()], "")
    marks.close()


def test_marks_that_nobody_made_are_none(places: Places) -> None:
    """Asking for them makes no file."""
    with opened_marks(places.marks) as marks:
        assert marks is None
    assert not places.marks.exists()
    assert marks_of_alerts(ASKING, [an_alert()], places)["incident"] == frozenset()


def test_alerts_in_no_store_are_known_by_what_they_are(places: Places) -> None:
    """Whatever their number is in this run; without a filter that asks, nobody looks."""
    _mark(places.marks)
    alerts = [an_alert(id=7), an_alert(id=8, sport=1)]
    assert marks_of_alerts(ASKING, alerts, places)["incident:gnutella"] == {7}
    assert marks_of_alerts([parse_query("dport:22")], alerts, places) == {}


def test_alerts_of_a_store_are_found(places: Places) -> None:
    """With what is odd among them."""
    from wallwatch.cli import cli  # noqa: PLC0415

    logs = [str(SAMPLES / log) for log in LOGS]
    outcome(lambda: cli(["collect", "--once", "--store", str(places.store), *logs], standalone_mode=False))
    with opened(places.store) as reader:
        assert marks_of([parse_query("dport:22")], Ruleset(), reader, places) == {}
        assert marks_of(ASKING, Ruleset(), reader, places)["incident"] == frozenset()
        with opened_marks(places.marks) as none:
            assert none is None
        marks = Marks(places.marks)
        marks.open()
        marks.put_into("Gnutella", reader.alerts([1]), "")
        marks.close()
        found = marks_of(ASKING, Ruleset(), reader, places)
    assert (found["incident:gnutella"], found["odd"]) == ({1}, frozenset())
