"""A filter that has been read, and how it is written again."""

import pytest

from wallwatch.filter.query import Query, Term
from wallwatch.filter.values import Flags, HiddenBy, Mark, NotKnown, Phrase, RuleId, Span, Witness, Word


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Term("dport", (Span(80, 80),)), "dport:80"),
        (Term("dport", (Span(80, 90), Span(443, 443)), negated=True), "-dport:80-90,443"),
        (Term("packets", (Span(4, None),)), "packets:>3"),
        (Term("packets", (Span(0, None),)), "packets:>=0"),
        (Term("ttl", (Span(None, 31),)), "ttl:<32"),
        (Term("msg", (Phrase("TCP to 6346", "tcp to 6346"),)), 'msg:"TCP to 6346"'),
        (Term("proto", (Word("tcp", "tcp"),)), "proto:tcp"),
        (Term("flags", (Flags("AS"), Flags(""))), "flags:AS,none"),
        (Term("seen", (Witness("K"), Witness("-K--"))), "seen:kernel,-K--"),
        (Term("sid", (RuleId((1, 0, None)), RuleId((None, 7, None)))), "sid:1:0,7"),
        (Term("noise", (HiddenBy("old peers"),)), 'noise:"old peers"'),
        (Term("os", (NotKnown(),)), "os:?"),
        (Term("starred", (Mark("starred"),), negated=True), "-starred"),
    ],
)
def test_a_term_is_written(term, text):
    """A term is written as a person would write it."""
    assert term.text() == text


def test_a_query_is_its_terms_with_blanks_between():
    """Dropping a term of a query drops its text."""
    query = Query((Term("done", (Mark("done"),)), Term("ttl", (Span(1, 1),))))
    assert query.text() == "done ttl:1"
    assert Query(query.terms[:-1]).text() == "done"
    assert Query().text() == ""
