import pytest

from wallwatch.evidence.entries import Entry, odds_words, per_cent, product


@pytest.mark.parametrize(
    ("odds", "words"),
    [
        (6.03, "6 to 1"), (1.86, "1.9 to 1"), (1.0, "even"), (1.1, "even"), (0.25, "1 to 4"), (1 / 128, "1 to 128"),
        (99.0, "99 to 1"), (9.6, "10 to 1"), (123_456.0, "123,000 to 1"), (0.4, "1 to 2.5"),
    ],
)  # fmt: skip
def test_odds_are_told_as_people_say_them(odds: float, words: str) -> None:
    """No more digits than are known."""
    assert odds_words(odds) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0.1675, "17%"), (0.0312, "3.1%"), (1 / 4096, "one in 4,100"), (1.0, "100%")]
)
def test_shares_are_told_in_per_cent_while_they_are_large_enough(share: float, words: str) -> None:
    """Nobody reads 0.02%."""
    assert per_cent(share) == words


@pytest.mark.parametrize(("factor", "side", "bits"), [(4.0, "+", 2.0), (0.5, "-", -1.0), (1.0, ".", 0.0)])
def test_an_entry_speaks_for_or_against_or_says_nothing(factor: float, side: str, bits: float) -> None:
    """Its weight in bits is what is added up."""
    entry = Entry("hops", factor, "both 11 away")
    assert (entry.side, entry.bits) == (side, bits)


def test_a_product_of_many_factors_does_not_vanish_on_the_way() -> None:
    """Factors may be tiny and huge."""
    assert product([1e-300, 1e-300, 1e300, 1e300]) == pytest.approx(1.0)
    assert product([]) == 1.0
