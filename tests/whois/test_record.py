import pytest

from tests.whois.samples import DAY, FETCHED, record


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("198.51.100.0", True),
        ("198.51.100.77", True),
        ("198.51.100.127", True),
        ("198.51.100.128", False),
        ("198.51.99.255", False),
        ("2001:db8::1", False),
    ],
)
def test_a_block_holds_both_its_ends(address, held):
    """First and last address belong to it, and no address of the other version does."""
    assert record().holds(address) is held


def test_a_text_that_is_no_address_is_an_error():
    """Asking for it is a mistake of the program."""
    with pytest.raises(ValueError, match="example"):
        record().holds("example.net")


@pytest.mark.parametrize(
    ("passed", "age", "stale"),
    [(0, 0, False), (14 * DAY, 14 * DAY, False), (14 * DAY + 1, 14 * DAY + 1, True), (-5, 0, False)],
)
def test_an_answer_is_good_for_fourteen_days(passed, age, stale):
    """Its age is never negative, even if the clock was set back."""
    assert record().age(FETCHED + passed) == age
    assert record().is_stale(FETCHED + passed) is stale
