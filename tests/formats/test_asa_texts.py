import pytest

from wallwatch.formats.asa_texts import ACTIONS, TEXTS


@pytest.mark.parametrize("number", TEXTS)
def test_a_text_says_what_was_done_or_has_a_word_for_it(number: str) -> None:
    """Each message names a protocol and two places; what does not block says what it did."""
    said = TEXTS[number]
    assert said.action == "block" or set(ACTIONS.values()) == {"allow", "block"}
    assert said.grammar.match("prose") is None


def test_the_numbers_are_those_of_single_packets() -> None:
    """Built and torn down connections are no packets."""
    assert "302013" not in TEXTS
