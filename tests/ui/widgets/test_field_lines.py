from tests.ui.alerts import a_packet, an_alert
from wallwatch.ui.widgets.field_lines import field_lines
from wallwatch.ui.widgets.packets import Selected


def test_the_groups_of_a_packet_follow_each_other():
    """Its headers, and each who saw it."""
    lines = list(field_lines(an_alert(), Selected(a_packet(), 0, 1), (), width=78))
    titles = ["".join(text for text, _ in line.parts)[:6].strip() for line in lines]
    assert [title for title in titles if title in {"IP", "TCP", "SEEN"}] == ["IP", "TCP", "SEEN", "SEEN"]


def test_without_a_packet_there_are_no_fields():
    """Nothing is made up."""
    assert list(field_lines(an_alert(), Selected(None), (), width=78)) == []
