"""What sent it, witness by witness."""

import pytest

from tests.ui.alerts import STACK
from wallwatch.evidence.court import Court
from wallwatch.evidence.opinion import Opinion
from wallwatch.model import Stack
from wallwatch.ui.widgets.court_lines import court_lines

OWN = Opinion("own", "Windows, generic, 11 hops", "best")
P0F = Opinion("p0f 1", "Windows 95 or early NT4; p0f 1 said 12 hops, that is 11", "agrees")
LADDER = Opinion("ladder", "1 s x5: as Linux 6.5 or newer", "contradicts")
TTL = Opinion("ttl", "52: 12 hops, if it began at 64: no Windows does", "contradicts")


def shown(court, width=76):
    return ["".join(text for text, _ in line.parts).rstrip() for line in court_lines(court, width)]


def test_each_witness_has_its_line_and_its_stance():
    """What does not fit goes on below its words; the raw signature stands at the end."""
    assert shown(Court(STACK, (OWN, P0F, Opinion("port", "as Linux")))) == [
        " STACK own       best        Windows, generic, 11 hops",
        "       p0f 1     agrees      Windows 95 or early NT4; p0f 1 said 12 hops,",
        "                             that is 11",
        "       port                  as Linux",
        "       4:117+11:0:1460:5840,0:mss,nop,nop,sok:df:0",
    ]


@pytest.mark.parametrize(
    ("opinions", "words"),
    [((OWN, TTL), "! disputed: ttl contradicts"), ((OWN, LADDER, TTL), "! disputed: ladder and ttl contradict")],
)
def test_a_dispute_is_told_in_words(opinions, words):
    """Who contradicts is named once more, so that it is read without colours."""
    assert shown(Court(STACK, opinions))[-1].strip() == words


def test_what_was_not_logged_is_named():
    """The best answer says which fields it did not see."""
    stack = Stack("Windows", match="partial", unseen=("window", "options"))
    assert shown(Court(stack, (OWN,)))[-1].strip() == "not logged: window, options"


def test_without_an_answer_the_witnesses_still_speak():
    """Nothing is best, and nothing is disputed."""
    assert shown(Court(None, (Opinion("ttl", "117: 11 hops, if it began at 128"),))) == [
        " STACK ttl                   117: 11 hops, if it began at 128"
    ]


@pytest.mark.parametrize("width", [18, 30, 43])
def test_in_a_narrow_pane_nothing_is_lost(width):
    """The words stand below their witness."""
    text = "".join("".join(shown(Court(STACK, (OWN, P0F)), width)).split())
    assert "Windows95orearlyNT4;p0f1said12hops,thatis11" in text
