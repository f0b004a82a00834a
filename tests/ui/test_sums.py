import pytest

from wallwatch.ui.messages import Sum
from wallwatch.ui.sums import sum_words


@pytest.mark.parametrize(
    ("lines", "rules", "words"),
    [
        (Sum(shown=22, hidden=4790), 6, "4812 = 22 shown + 4790 hidden + 0 lost · 6 rules"),
        (Sum(counting=22, other=1), 1, "23 = 22 counting + 1 other + 0 lost · 1 rule"),
        (Sum(), 0, "0 = 0 shown + 0 hidden + 0 lost · 0 rules"),
        (
            Sum(shown=1, filtered=2, hidden=3, archived=4, other=5, unparsed=6, lost=7),
            1,
            ">=28 = 1 shown + 2 filtered + 3 hidden + 4 archived + 5 other + 6 unparsed + >=7 lost · 1 rule",
        ),
    ],
)
def test_the_sum_is_a_sum(lines, rules, words):
    """All lines, and which term each of them is in; terms of nothing are left out, but for three."""
    assert sum_words(lines, rules, " + ") == words


def test_a_narrow_sum_leaves_its_blanks_out():
    """Where the sum does not fit it is written without blanks."""
    assert sum_words(Sum(shown=1), 0, "+") == "1=1 shown+0 hidden+0 lost·0 rules"


def test_a_gap_makes_the_sum_a_least():
    """Nobody knows how many lines were in it."""
    assert sum_words(Sum(shown=4), 0, "+", gaps=True) == ">=4=4 shown+0 hidden+>=0 lost·0 rules"


def test_the_shortest_sum_has_no_terms_of_nothing():
    """But for the lost lines: that there are none is worth a word."""
    assert sum_words(Sum(shown=1), 0, "+", zeros=False) == "1=1 shown+0 lost·0 rules"
    assert sum_words(Sum(hidden=1), 0, "+", zeros=False) == "1=1 hidden+0 lost·0 rules"
