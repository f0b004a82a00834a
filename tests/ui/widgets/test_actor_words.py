import msgspec

from tests.evidence.test_actor import the_incident
from wallwatch.engine.actors import Actor
from wallwatch.evidence.actor import weigh
from wallwatch.store.decisions import Decision
from wallwatch.store.ledger import subject_of
from wallwatch.ui.widgets.actor_words import GONE, addresses_of, decided, odds_of, others_of, result_of, times_of

ONE, OTHER = the_incident()
SAID = Decision("same", "re-dialled", "mara", (subject_of(ONE[0]), subject_of(OTHER[0])))
ACTOR = Actor(weigh(ONE, OTHER, []), SAID)
LEFT = Actor(None, SAID)


def test_a_hypothesis_is_told_in_a_few_words() -> None:
    """The result, the odds, the addresses, the times, and who else it may be."""
    assert (result_of(ACTOR), odds_of(ACTOR)) == (("supported", "sound"), "6.2 to 1")
    assert addresses_of(ACTOR) == "198.51.100.112 > 198.51.100.148"
    assert times_of(ACTOR) == "03-02 15:32:54, again 71 min later; x3 and x3, port 6346"
    assert others_of(ACTOR) == "no other source in the store matches all but the IP IDs"


def test_another_port_is_told() -> None:
    """Both are named."""
    other = (msgspec.structs.replace(OTHER[0], dport=80), OTHER[1])
    assert times_of(Actor(weigh(ONE, other, []))).endswith("port 6346, then 80")


def test_what_is_left_of_a_decision_is_told() -> None:
    """Its alerts are gone."""
    assert (result_of(LEFT)[0], odds_of(LEFT), others_of(LEFT)) == ("gone", "", "")
    assert (addresses_of(LEFT), times_of(LEFT)) == ("198.51.100.112 > 198.51.100.148", GONE)


def test_a_decision_is_told_with_who_made_it() -> None:
    """And with the note, if there is one."""
    assert decided(SAID) == "mara said: same (re-dialled)"
    assert decided(msgspec.structs.replace(SAID, note="", person="")) == "somebody said: same"
    assert decided(None) == ""
