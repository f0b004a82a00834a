import pytest
from msgspec.structs import replace

from tests.filter.samples import NOW
from wallwatch.noise.merge import merged
from wallwatch.noise.read import new_rule

RULE = new_rule("gnutella", "leftovers", "dport:6346", now=NOW)
OTHER = new_rule("gnutella", "leftovers", "dport:6347", now=NOW + 5_000_000)
WHY, OFF = replace(RULE, why="peers"), replace(RULE, enabled=False)
LONG = new_rule("gnutella", "leftovers", "dport:6346", now=NOW, expires="90d")

CHANGES = [
    (WHY, RULE, WHY, ""),
    (RULE, WHY, WHY, "Their reason is kept."),
    (WHY, OFF, replace(WHY, enabled=False), "Their switch is kept."),
    (
        OTHER,
        replace(LONG, why="peers"),
        replace(OTHER, why="peers", expires=LONG.expires, ends=LONG.ends),
        "Their reason and end are kept.",
    ),
    (WHY, replace(RULE, why="nodes"), WHY, "Your reason holds; undoing brings theirs back: nodes."),
    (OFF, OFF, OFF, ""),
    (RULE, OFF, OFF, "Their switch is kept."),
]


@pytest.mark.parametrize(("after", "found", "rule", "sentence"), CHANGES)
def test_what_each_of_two_changed_holds(after, found, rule, sentence):
    """And where both changed the same, the one who comes last; what was there is told."""
    both = merged(RULE, after, found)
    assert (both.rule, both.sentence) == (rule, sentence)


def test_a_switch_that_both_turned_is_told_in_a_word():
    """A key of a rule that is true or false is on or off."""
    both = merged(RULE, replace(RULE, enabled=False, why="peers"), replace(RULE, why="nodes"))
    assert both.rule == replace(RULE, enabled=False, why="peers")
    assert merged(OFF, replace(OFF, enabled=True), OFF).rule == RULE
