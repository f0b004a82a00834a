from wallwatch.ui.messages import Sum


def test_every_line_is_in_one_term_of_the_sum():
    """What was received is the sum of all terms."""
    assert Sum(shown=1, filtered=2, hidden=4, archived=8, other=16, unparsed=32, lost=64).received == 127
