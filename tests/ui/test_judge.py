import pytest

from tests.ui.alerts import an_alert
from tests.ui.desk import NOW
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.model import Signature
from wallwatch.noise.read import new_rule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.store import Marks, StoreReader
from wallwatch.ui.judge import Judge, asks_for_marks, marked_ids
from wallwatch.ui.ledger import FILTERED, HIDDEN, SHOWN


def a_judge(query="", *matches):
    rules = Ruleset([new_rule(f"rule {n}", "noise", match, now=NOW) for n, match in enumerate(matches)])
    return Judge(facts=Facts(now=NOW, noise=rules), query=parse_query(query), rules=rules)


@pytest.fixture
def reader(session):
    reader = StoreReader(session.store)
    reader.open()
    yield reader
    reader.close()


@pytest.mark.parametrize(
    ("query", "matches", "standing"),
    [
        ("", [], SHOWN),
        ("dport:6346", [], SHOWN),
        ("dport:80", [], FILTERED),
        ("msg:gnutella", [], FILTERED),
        ("-msg:gnutella", [], FILTERED),
        ("", ["dport:6346"], HIDDEN),
        ("", ["msg:gnutella"], SHOWN),
        ("", ["-msg:gnutella"], SHOWN),
        ("dport:80", ["dport:6346"], HIDDEN | FILTERED),
    ],
)
def test_what_is_not_known_neither_hides_nor_shows(query, matches, standing):
    """An alert without a signature is not hidden by a rule about signatures, nor let through by such a filter."""
    assert a_judge(query, *matches).entry(an_alert()).standing == standing


@pytest.mark.parametrize(
    ("query", "matches"),
    [("", []), ("dport:6346", []), ("-os:windows", ["dport:27374"]), ("packets:>1", ["src:198.51.100.148"])],
)
def test_the_store_is_judged_as_its_alerts_are(reader, query, matches):
    """The rows that the store gives are those that every alert by itself would."""
    judge = a_judge(query, *matches)
    alerts = reader.alerts(reader.index().ids)
    rows = judge.rows(reader, show_hidden=False)
    assert [rows.standing(alert.id) for alert in alerts] == [judge.entry(alert).standing for alert in alerts]
    assert rows.alerts == 3


def test_marks_are_asked_for_only_where_a_filter_names_them():
    """Only a filter such as -done needs to know which alerts bear marks."""
    assert asks_for_marks([parse_query("dport:80"), parse_query("-done")])
    assert not asks_for_marks([parse_query("dport:80 -os:windows")])


def test_marked_alerts_are_found_in_the_store(reader, session):
    """Marks are kept by what an alert is; their numbers are found again."""
    marks = Marks(session.marks)
    marks.open()
    first, knock, _ = reader.alerts([1, 2, 3])
    marks.star([first], True)
    marks.done([first, knock], True)
    found = marked_ids(reader, marks.all(), marks.of)
    marks.close()
    assert found == {"done": {1, 2}, "starred": {1}, "note": frozenset()}


def test_a_signature_is_no_mark():
    """A hidden alert keeps its lines and its time in what the rows keep."""
    alert = an_alert(signature=Signature("x"), lines=4)
    assert a_judge().entry(alert)[:3] == (alert.first, alert.id, 4)
