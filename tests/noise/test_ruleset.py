"""The noise rules together."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.filter.samples import ALERTS, BARE, GNUTELLA, KERNEL, NOW, QUERIES, answers
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query
from wallwatch.filter.quote import term_for
from wallwatch.filter.sql import to_sql
from wallwatch.filter.when import DAY
from wallwatch.noise.read import new_rule
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.ruleset import Ruleset

PEERS = new_rule("Peers", "leftovers", "dport:6346", now=NOW)
KNOWN = new_rule("known hosts", "ours", "src:192.0.2.0/24", now=NOW)
WEB = new_rule("web", "worms", "dport:80 os:windows", now=NOW)


def rule(match: str) -> NoiseRule:
    return new_rule(f"rule {match}"[:80], "a test", match, now=NOW)


def test_the_first_rule_that_matches_names_the_alert():
    """An alert that two rules hide is counted for the first one."""
    facts = Facts(now=NOW)
    assert Ruleset([PEERS, KNOWN]).rule_for(GNUTELLA, facts) is PEERS
    assert Ruleset([KNOWN, PEERS]).rule_for(GNUTELLA, facts) is KNOWN
    assert Ruleset([WEB]).rule_for(GNUTELLA, facts) is None
    assert Ruleset([PEERS]).rule_for(KERNEL, facts) is PEERS


@pytest.mark.parametrize(
    "change", [{"enabled": False}, {"ends": NOW}, {"ends": NOW - DAY}, {"query": parse_query("dport:1")}]
)
def test_a_rule_that_is_off_over_or_about_another_port_hides_nothing(change):
    """A rule not in force hides no alert, in memory or in the store, by itself or by name."""
    rules = Ruleset([msgspec.structs.replace(PEERS, **change)])
    facts = Facts(now=NOW, noise=rules)
    assert rules.rule_for(GNUTELLA, facts) is None
    assert matches(parse_query("noise:peers"), GNUTELLA, facts) is False
    assert answers([GNUTELLA], rules.sql(facts)) == [False]
    assert answers([GNUTELLA], rules.hidden("peers", facts)) == [False]


def test_a_rule_ends_by_itself():
    """The same rule set lets an alert through once the clock is past the end of its rule."""
    rules = Ruleset([PEERS])
    assert rules.rule_for(GNUTELLA, Facts(now=NOW + 30 * DAY - 1)) is PEERS
    assert rules.rule_for(GNUTELLA, Facts(now=NOW + 30 * DAY)) is None


def test_a_rule_that_expires_with_our_address_hides_nothing_after_its_change():
    """In memory and in the store, by itself and by name; a rule with another end goes on."""
    leftovers = msgspec.structs.replace(PEERS, expires="address-change", ends=None)
    for changed, hides in ((NOW - 1, True), (None, True), (NOW + 1, False)):
        rules = Ruleset([leftovers], changed)
        facts = Facts(now=NOW + DAY, noise=rules)
        assert (rules.rule_for(GNUTELLA, facts) is leftovers) is hides
        assert answers([GNUTELLA], rules.sql(facts)) == [hides]
        assert answers([GNUTELLA], rules.hidden("peers", facts)) == [hides]
        assert matches(parse_query("noise:peers"), GNUTELLA, facts) is hides
    assert Ruleset([PEERS], NOW + 1).rule_for(GNUTELLA, Facts(now=NOW + DAY)) is PEERS


def test_what_a_rule_cannot_tell_stays_visible():
    """An alert without a port is hidden by no rule about ports, and by none about all other ports."""
    rules = Ruleset([rule("dport:80"), rule("-dport:80")])
    facts = Facts(now=NOW, noise=rules)
    assert rules.rule_for(BARE, facts) is None
    assert answers([BARE], rules.sql(facts)) == [False]
    assert matches(parse_query('-noise:"rule dport:80"'), BARE, facts) is True


@given(
    st.lists(ALERTS, min_size=1, max_size=5),
    st.lists(QUERIES.filter(lambda text: text.strip() and "noise:" not in text), max_size=3, unique=True),
)
def test_the_store_and_the_memory_hide_the_same_alerts(alerts, texts):
    """The condition is true exactly for the alerts that have a rule, and false, never NULL, for the others."""
    rules = Ruleset([rule(text) for text in texts if len(text) < 1_000])
    facts = Facts(now=NOW, marks={"done": {1}}, noise=rules)
    assert answers(alerts, rules.sql(facts)) == [rules.rule_for(alert, facts) is not None for alert in alerts]
    for name in (*rules.names, "nobody"):
        query = parse_query(term_for("noise", name))
        assert answers(alerts, to_sql(query, facts)) == [matches(query, alert, facts) for alert in alerts]


def test_names_are_told_apart_without_case():
    """``noise:peers`` means the rule ``Peers``."""
    rules = Ruleset([PEERS])
    facts = Facts(now=NOW, noise=rules)
    assert rules.names == ("Peers",)
    assert rules.hides("pEErs", GNUTELLA, facts)
    assert not rules.hides("other", GNUTELLA, facts)


def test_no_rules_hide_nothing():
    """An empty rule set is false for every row."""
    assert answers([GNUTELLA, BARE], Ruleset().sql(Facts(now=NOW))) == [False, False]


def test_a_thousand_rules_are_one_condition():
    """SQLite takes as many rules as a file may hold."""
    rules = Ruleset([new_rule(f"r{port}", "w", f"addr:192.0.2.1 port:{port}", now=NOW) for port in range(1_000)])
    assert answers([GNUTELLA], rules.sql(Facts(now=NOW))) == [False]
