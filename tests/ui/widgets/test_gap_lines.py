from tests.ui.alerts import MOMENT, an_alert
from tests.ui.hostile import HOSTILE
from wallwatch.model import GAP
from wallwatch.ui.widgets.gap_lines import gap_lines


def shown(width, **fields):
    gap = an_alert(proto=GAP, dst="", packets=0, first=MOMENT, **fields)
    return ["".join(text for text, _ in line.parts) for line in gap_lines(gap, width)]


def test_it_is_told_which_source_why_and_since_when():
    """The sentence of the source stands as it is."""
    lines = shown(78, src="kern", because="kern.log.1 was deleted before it was read: 4,096 bytes.")
    assert lines[0] == " Lines of kern are missing that nobody can read any more."
    assert lines[1] == " kern.log.1 was deleted before it was read: 4,096 bytes."
    assert lines[2] == " found out 2002-03-02 15:32:54"


def test_nothing_is_cut():
    """In a narrow window every word stands, on more lines."""
    words = " ".join(" ".join(shown(20, src="kern", because="kern.log.1 was deleted before it was read.")).split())
    assert "kern.log.1 was deleted before it was read." in words
    assert all(len(line) <= 20 for line in shown(20, src="kern", because="x " * 30))


def test_a_gap_of_no_known_reason_is_one_all_the_same():
    """Whatever the path is called."""
    for text in HOSTILE:
        assert len(shown(78, src=text, because=None)) >= 3
