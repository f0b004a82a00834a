"""Quotes around values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.filter.samples import GNUTELLA, NOW
from wallwatch.filter.facts import Facts
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query
from wallwatch.filter.quote import quote, term_for, term_for_any, unquoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("gnutella", "gnutella"),
        ("ICGNET-54-B", "ICGNET-54-B"),
        ("/var/log/kern.log", "/var/log/kern.log"),
        ("Z\u00fcrich", "Z\u00fcrich"),
        ("TCP to 6346", '"TCP to 6346"'),
        ("a,b", '"a,b"'),
        ("", '""'),
        ("?", '"?"'),
        (">3", '">3"'),
        ('"', '"\\""'),
        ("\\x1b", '"\\\\x1b"'),
    ],
)
def test_a_value_is_quoted_where_it_needs_to_be(text, quoted):
    """A value with blanks or signs is put in quotes, another is left alone."""
    assert quote(text) == quoted


@given(st.text())
def test_what_is_quoted_comes_out_again(text):
    """``unquoted`` undoes ``quote`` for every text."""
    quoted = quote(text)
    assert (unquoted(quoted[1:-1]) if quoted.startswith('"') else quoted) == text


def test_a_backslash_before_another_character_is_itself():
    """The escapes of records can be pasted between quotes."""
    assert unquoted("\\x1b[31m\\") == "\\x1b[31m\\"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("src", "192.0.2.112"),
        ("dport", 6346),
        ("os", "Windows 95 or early NT4"),
        ("msg", "TCP to 6346 gnutella"),
        ("seen", "SKPD"),
        ("flags", "S"),
        ("hops", 11),
        ("type", None),
        ("net", "ICGNET-54-B"),
        ("source", "/var/log/snort/alert"),
    ],
)
def test_the_term_of_a_cell_matches_its_row(field, value):
    """The term made of a value that an alert has, or lacks, is true of the alert; the negated one is false."""
    facts = Facts(now=NOW)
    assert matches(parse_query(term_for(field, value)), GNUTELLA, facts) is True
    assert matches(parse_query(term_for(field, value, negate=True)), GNUTELLA, facts) is False


@pytest.mark.parametrize("addresses", [("192.0.2.1", "198.51.100.7"), ("2001:db8::1", "2001:db8::2")])
def test_a_term_for_any_of_some_values_reads_back_as_itself(addresses):
    """With a comma between the values."""
    term = term_for_any("src", addresses)
    assert term == f"src:{addresses[0]},{addresses[1]}"
    assert parse_query(term).text() == term
