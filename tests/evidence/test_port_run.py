import pytest

from tests.evidence.machines import LINUX, WINDOWS
from tests.evidence.samples import SECOND, an_alert
from wallwatch.evidence.port_run import port_run
from wallwatch.model import Stack

ROWS = [
    (3504, 4665, 4_257.0, WINDOWS, "."),
    (3504, 3507, 60.0, WINDOWS, "+"),
    (4998, 1027, 60.0, WINDOWS, "+"),
    (3504, 1701, 60.0, WINDOWS, "-"),
    (3504, 3504, 60.0, WINDOWS, "."),
    (3504, 3507, 60.0, LINUX, None),
    (40_000, 40_003, 60.0, WINDOWS, None),
    (None, 3507, 60.0, WINDOWS, None),
]


@pytest.mark.parametrize(("one", "other", "gap", "stack", "side"), ROWS)
def test_ports_that_are_counted_on_speak_for_it(
    one: int | None, other: int, gap: float, stack: Stack, side: str | None
) -> None:
    """Only of systems that count them, only from 1025 to 5000, and the less the longer the gap is."""
    earlier = an_alert(sport=one, os=stack)
    entry = port_run(earlier, an_alert(sport=other, os=stack, first=earlier.last + round(gap * SECOND)))
    assert (None if entry is None else entry.side) == side
