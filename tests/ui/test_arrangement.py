from wallwatch.filter.clause import TRUE
from wallwatch.ui.arrangement import Arrangement, Within
from wallwatch.ui.groupings import GROUPINGS
from wallwatch.ui.orders import GROUP_ORDERS, ORDERS, TIME


def test_alerts_in_order_of_time_need_no_question_and_no_words():
    """That is how it begins; newest first is said, and needs none either."""
    plain = Arrangement()
    assert (plain.is_live, plain.words, plain.orders) == (True, "", ORDERS)
    turned = plain.sorted(TIME, backwards=True)
    assert (turned.is_live, turned.words) == (True, "time, newest first")


def test_groups_are_sorted_by_counts_and_open_into_time():
    """Each step keeps what was opened before, and says so."""
    source, *_ = GROUPINGS
    opened = Arrangement().grouped(source).into(Within("source 192.0.2.1", TRUE))
    assert (opened.grouping, opened.order, opened.is_live) == (None, TIME, False)
    again = opened.grouped(GROUPINGS[2]).sorted(GROUP_ORDERS[1])
    assert again.words == "source 192.0.2.1 · by target port · lines, most first"
    assert again.orders is GROUP_ORDERS
    assert again.into(Within("target port 22/tcp", TRUE)).words == "source 192.0.2.1 > target port 22/tcp"
