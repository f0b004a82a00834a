import pytest

from tests.ui.alerts import MOMENT, SECOND
from wallwatch.ui.folds import Group
from wallwatch.ui.widgets.group_cells import cells, heading, whole

ROW = Group(alert=1, alerts=12_345, lines=67_890, first=MOMENT, last=MOMENT + 7_200 * SECOND)
HOUR = MOMENT + 10_800 * SECOND


@pytest.mark.parametrize(
    ("label", "width", "mode", "line"),
    [
        ("192.0.2.1", 60, "absolute", "192.0.2.1       03-02 15:32  03-02 17:32     67890     12345"),
        ("192.0.2.1", 60, "relative", "192.0.2.1       3h           1h              67890     12345"),
        ("192.0.2.1", 60, "delta", "192.0.2.1       03-02 15:32  +2h             67890     12345"),
        (
            "2001:db8:1111:2222:3333:4444:5555:6666",
            60,
            "absolute",
            "2001:db8:1111:2222:3333:4444:5555:6666       67890     12345",
        ),
        ("192.0.2.1", 19, "absolute", "192.0.2.1     12345"),
        ("a name that is too long", 19, "absolute", "a name t~     12345"),
    ],
)
def test_the_key_has_the_room_that_it_needs(label, width, mode, line):
    """What is beside it goes out of sight first; how many alerts there are is always said."""
    assert cells(label, ROW, width, mode, HOUR).rstrip() == line
    assert len(cells(label, ROW, width, mode, HOUR)) == width


def test_the_heading_stands_over_the_cells():
    """Both are laid out alike."""
    line = heading("source", 60)
    assert line == "SOURCE          FIRST        LAST            LINES    ALERTS"
    assert line.index("FIRST") == cells("x", ROW, 60, "absolute", HOUR).index("03-02")


def test_times_are_those_of_the_clock_of_the_source():
    """As in the rows of alerts."""
    assert "03-02 16:32  03-02 18:32" in cells("x", ROW, 60, "absolute", HOUR, zone=3_600)


def test_a_row_is_copied_whole():
    """Nothing of it is cut."""
    assert whole("a" * 90, ROW) == f"{'a' * 90}  12,345 alerts  67,890 lines  03-02 15:32  03-02 17:32"
