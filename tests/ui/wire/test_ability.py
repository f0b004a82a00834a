import pytest

from wallwatch.ui.wire.ability import Ability, ability

TERMS = [
    ("xterm-256color", Ability(scrolls=True, inserts=True, erases=True, takes_back=True)),
    ("tmux-256color", Ability(scrolls=True, inserts=True, erases=True, takes_back=True)),
    ("linux", Ability(scrolls=True, inserts=True, erases=True, takes_back=True)),
    ("screen.xterm-256color", Ability(scrolls=True, inserts=True, takes_back=True)),
    ("screen-256color", Ability(scrolls=True, inserts=True, takes_back=True)),
    ("vt100", Ability(scrolls=True)),
    ("vt102", Ability(scrolls=True, inserts=True)),
    ("unheard-of", Ability()),
    ("", Ability()),
]


@pytest.mark.parametrize(("term", "able"), TERMS)
def test_the_name_of_a_terminal_says_what_it_can(term: str, able: Ability) -> None:
    """By its family; of one that is not known nothing is asked."""
    assert ability(term) == able
