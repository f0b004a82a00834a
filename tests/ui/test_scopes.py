"""What a report from the screen can be of."""

from wallwatch.reports.gather import PARTS
from wallwatch.ui.scopes import Scope, scope


def test_a_scope_has_as_many_alerts_as_a_report_holds():
    """What is more is counted; of all rows only the first ones are asked for, and their number is told."""
    assert scope("x", list(range(PARTS + 7))) == Scope("x", list(range(PARTS)), more=7)
    assert scope("x", [1, 2], "name", "note") == Scope("x", [1, 2], "name", "note", 0)
    assert scope("x", [1, 2], total=PARTS + 5).more == 5
