from wallwatch.store.reader import Totals
from wallwatch.ui.messages import Sum, sum_of
from wallwatch.ui.rows import LineCounts


def test_every_line_is_in_one_term_of_the_sum():
    """What was received is the sum of all terms."""
    assert Sum(1, 2, 4, 8, 16, 32, 64, 128).received == 255


def test_the_sum_is_the_same_before_and_after_the_alerts_were_judged():
    """Until then their lines are being counted, and in no other term."""
    totals = Totals(received=100, lines=60, archived=10, other=20, unparsed=3, lost=7, alerts=9, evicted=0)
    before, after = sum_of(totals, None), sum_of(totals, LineCounts(shown=10, hidden=45, filtered=5))
    assert (before.counting, before.shown, after.counting, after.shown) == (60, 0, 0, 10)
    assert before.received == after.received == 100
