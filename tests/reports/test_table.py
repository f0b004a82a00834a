"""A report as CSV."""

import csv
import io

import pytest

from tests.reports.evidence import PAYLOADS, a_part, a_report, hostile, incident
from tests.reports.golden import assert_golden
from wallwatch.reports.table import cell, table
from wallwatch.text import visible

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_report_of_the_incident() -> None:
    """One row an alert, its lines in one cell."""
    assert_golden(table(incident()), "incident.csv")


def test_no_cell_is_a_formula() -> None:
    """Not even behind blanks; every cell is quoted, so that no other separator takes it apart."""
    for payload in PAYLOADS[::2] + PAYLOADS[1:13:2]:
        made = table(hostile(payload))
        found = rows(made)
        assert len(found) == 2
        for row in found:
            assert None not in row
            for value in row.values():
                assert not value.lstrip(" ").startswith(BEGINS_A_FORMULA)
        assert visible(payload) in found[0]["chain"]
        again = io.StringIO(newline="")
        csv.writer(again, quoting=csv.QUOTE_ALL).writerows(csv.reader(io.StringIO(made, newline="")))
        assert again.getvalue() == made


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"), ("  -1", "'  -1"), ("'=1", "'=1"), ("-K--", "'-K--"), ("a=1", "a=1"), (6346, "6346"),
        (None, ""), ("", ""), ("  ", "  "), ("\uff1d1", "'\uff1d1"),
    ],
)  # fmt: skip
def test_an_apostrophe_makes_text_of_a_formula(value: object, shown: str) -> None:
    """A number or a word stays as it is."""
    assert cell(value) == shown


def test_a_row_has_what_an_alert_has() -> None:
    """What is not known is empty."""
    (row,) = rows(table(a_report(a_part("one", "two"))))
    assert (row["src"], row["dport"], row["os"], row["lines"]) == ("198.51.100.7", "6346", "", "one\ntwo")
