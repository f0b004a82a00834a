"""A query as SQL."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.filter.samples import ALERTS, BARE, GNUTELLA, NOW, QUERIES, answers
from wallwatch.filter.clause import FALSE, Sql
from wallwatch.filter.facts import Facts, Record
from wallwatch.filter.fields import COLUMNS
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query
from wallwatch.filter.sql import to_sql
from wallwatch.model import Signature

MARKS = {
    "done": {1, 2},
    "starred": {3},
    "incident": {1, 2},
    "incident:gnutella": {1, 2},
    "scan:vertical": {12},
    "scan:block": {3},
}


class OneRule:
    """A noise rule named ``gnutella`` that hides what comes to port 6346."""

    query = parse_query("dport:6346")

    def hides(self, name: str, record: Record, facts: Facts) -> bool:
        return name == "gnutella" and matches(self.query, record, facts) is True

    def hidden(self, name: str, facts: Facts) -> Sql:
        part = to_sql(self.query, facts)
        return Sql(f"({part.text} IS TRUE)", part.parameters) if name == "gnutella" else FALSE


FACTS = Facts(now=NOW, marks=MARKS, noise=OneRule())


@example([BARE, replace(BARE, signature=Signature(""))], 'msg:"gnutella"', FACTS)
@given(st.lists(ALERTS, min_size=1, max_size=6), QUERIES, st.sampled_from([FACTS, Facts(now=NOW)]))
def test_a_query_gives_the_same_answer_in_memory_and_in_sqlite(alerts, text, facts):
    """True, false and unknown of ``matches`` are 1, 0 and NULL of the condition, for any alert and query."""
    query = parse_query(text)
    assert answers(alerts, to_sql(query, facts)) == [matches(query, alert, facts) for alert in alerts]


@pytest.mark.parametrize(
    ("text", "gnutella", "bare"),
    [
        ("", True, True),
        ("dport:6346", True, None),
        ("-dport:6346", False, None),
        ("noise:gnutella", True, False),
        ("starred", False, False),
        ("odd", None, None),
        ("since:10s", False, True),
        ("src:2001:db8::/32", False, True),
    ],
)
def test_a_condition_answers_for_a_row(text, gnutella, bare):
    """The condition is true, false or NULL for a row."""
    assert answers([GNUTELLA, BARE], to_sql(parse_query(text), FACTS)) == [gnutella, bare]


@given(st.text(alphabet="ab'\";-)(%\\?é", min_size=1, max_size=12))
def test_what_a_person_wrote_is_bound_and_never_part_of_the_statement(word):
    """The text of the condition is the same whatever words are looked for."""
    quoted = '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
    text = f"msg:{quoted} host:{quoted} {quoted} noise:{quoted}"
    facts = Facts(now=NOW)
    assert to_sql(parse_query(text), facts).text == to_sql(parse_query("msg:x host:x x noise:x"), facts).text


def test_only_columns_of_the_table_are_named():
    """Every name in a condition is a column of ``alerts`` or a word of SQL."""
    query = parse_query(
        "addr:192.0.2.1 port:1 os:a net:a sid:1:2:3 text:a seen:k source:a verdict:client done since:1h"
    )
    names = {word for word in to_sql(query, FACTS).text.replace("(", " ").replace(")", " ").split() if word.islower()}
    functions = {"instr", "lower", "coalesce", "char", "nullif", "json_each", "value"}
    assert {name.strip(",") for name in names} - functions <= set(COLUMNS)


def test_a_thousand_values_are_no_expression_too_deep():
    """SQLite takes the longest filter that is read."""
    text = "-dport:" + ",".join(str(port) for port in range(1_000))
    assert answers([GNUTELLA], to_sql(parse_query(text), FACTS)) == [True]
