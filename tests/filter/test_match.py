"""A query held against a record."""

from typing import get_args

import pytest
from hypothesis import given

from tests.filter.samples import ALERTS, BARE, GNUTELLA, KERNEL, NOW, QUERIES
from wallwatch.filter import match, query, sql
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query
from wallwatch.filter.values import Mark, Value
from wallwatch.model import Alert

FACTS = Facts(now=NOW)


def asked(text: str, **changes: object) -> bool | None:
    alert = {"id": 1, "first": NOW, "last": NOW, "proto": "tcp", "src": "192.0.2.1", "dst": "192.0.2.2"} | changes
    return matches(parse_query(text), Alert(**alert), FACTS)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("proto:tcp src:192.0.2.1", True),
        ("proto:tcp dport:80", None),
        ("proto:udp dport:80", False),
        ("dport:80 proto:udp", False),
        ("-proto:udp -dport:80", None),
        ("addr:192.0.2.2,192.0.2.3", True),
        ("-addr:192.0.2.2", False),
        ("proto:udp,tcp", True),
        ("-proto:udp,tcp", False),
    ],
)
def test_terms_join_as_and_commas_as_or(text, answer):
    """One false term makes the query false, else one unknown term makes it unknown; a comma is or inside a term."""
    assert asked(text) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [("port:80", True), ("port:81", None), ("-port:80", False), ("-port:81", None), ("port:?", True), ("sport:?", True),
     ("dport:?", False), ("-sport:?", False)],
)  # fmt: skip
def test_one_known_port_of_two_can_say_yes_but_not_no(text, answer):
    """``port`` is true where one port is; with one of them unknown it is never false."""
    assert asked(text, dport=80) is answer


@pytest.mark.parametrize(
    ("text", "verdict", "answer"),
    [
        ("verdict:unknown", "unknown", True),
        ("verdict:unknown", "client", False),
        ("verdict:leftover", "unknown", None),
        ("-verdict:leftover", "unknown", None),
        ("verdict:leftover,unknown", "unknown", True),
        ("verdict:?", "unknown", True),
        ("verdict:?", "client", False),
    ],
)
def test_a_verdict_of_unknown_denies_no_verdict(text, verdict, answer):
    """An alert whose verdict is ``unknown`` may be anything; only asking for ``unknown`` itself is answered."""
    assert asked(text, verdict=verdict) is answer


@pytest.mark.parametrize(
    ("text", "action", "answer"),
    [
        ("action:log", "log", True),
        ("action:log", "block", False),
        ("action:log", None, None),
        ("action:block", "log", None),
        ("-action:allow", "log", None),
        ("action:?", "log", True),
        ("action:?", None, True),
        ("action:?", "allow", False),
    ],
)
def test_a_logged_packet_may_have_been_blocked(text, action, answer):
    """``log`` means that the action is not known, so it is neither ``block`` nor not ``block``."""
    assert asked(text, action=action) is answer


@given(ALERTS, QUERIES)
def test_the_unknown_stays_unknown_under_negation(alert, text):
    """For every term and alert, ``-term`` is the opposite of ``term``, and unknown where that is."""
    for term in parse_query(text).terms:
        plain = matches(parse_query(term.text().removeprefix("-")), alert, FACTS)
        denied = matches(parse_query(f"-{term.text().removeprefix('-')}"), alert, FACTS)
        assert denied is (None if plain is None else not plain)


def test_a_record_that_knows_nothing_is_not_hidden_by_either():
    """Neither a term nor its negation is true of an alert that does not know the field."""
    for text in ("dport:80", "os:windows", "net:a", "asn:1", "sid:1", "msg:a", "rule:1", "host:a", "ttl:1", "flags:S"):
        assert matches(parse_query(text), BARE, FACTS) is None, text
        assert matches(parse_query(f"-{text}"), BARE, FACTS) is None, text


def test_case_matters_for_no_letter_from_a_to_z():
    """Words and phrases fit whatever the case of A to Z; other letters fit as they are."""
    assert matches(parse_query("text:GNUTELLA host:GREATWALL"), GNUTELLA, FACTS) is True
    assert asked("host:\u00e4", host="\u00c4") is False
    assert asked("host:\u00c4", host="\u00c4") is True


def test_an_address_that_is_none_is_unknown():
    """A record whose address is damaged raises nothing and fits no network."""
    assert asked("src:0.0.0.0/0", src="example") is None


@given(QUERIES)
def test_a_sighting_is_held_against_any_query(text):
    """A query answers for a sighting as it does for an alert."""
    assert matches(parse_query(text), KERNEL, FACTS) in {True, False, None}


def test_each_kind_of_value_has_its_row_in_each_table():
    """A kind of value can be matched, rendered as SQL, and written."""
    kinds = set(get_args(Value))
    assert set(match._HOLDS) == kinds
    assert set(sql._CONDITIONS) == kinds
    assert set(query._WRITTEN) == kinds - {Mark}
