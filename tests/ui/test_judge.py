from dataclasses import replace

import pytest

from tests.ui.alerts import an_alert
from tests.ui.desk import NOW, commit
from wallwatch.filter.clause import Sql
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.model import GAP, Change, Signature
from wallwatch.model.scan import KINDS
from wallwatch.noise.read import new_rule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.shape import Shape, Usual
from wallwatch.noise.shapes import Shapes, key_of
from wallwatch.store import Marks, StoreReader
from wallwatch.ui.judge import Judge, asks_for_marks, marked_ids
from wallwatch.ui.ledger import FILTERED, HIDDEN, ODD, SHOWN


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


def test_no_rule_hides_a_gap(session):
    """It stands for lines that nobody can read: that has to be seen, whatever a rule says of what is known of it."""
    gap = an_alert(id=4, proto=GAP, src="kern", dst="", sport=None, dport=None, packets=0, lines=0, chain=None)
    commit(session.store, [Change(kind="new", alert=gap)])
    judge = a_judge("", "packets:<9", "-seen:snort")
    assert judge.entry(gap).standing == SHOWN
    store = StoreReader(session.store)
    store.open()
    try:
        rows = judge.rows(store, show_hidden=False)
        assert [rows.standing(number) for number in (1, 4)] == [HIDDEN, SHOWN]
    finally:
        store.close()


def test_marks_are_asked_for_only_where_a_filter_names_them():
    """Only a filter such as -done needs to know which alerts bear marks."""
    assert asks_for_marks([parse_query("dport:80"), parse_query("-done")])
    assert not asks_for_marks([parse_query("dport:80 -os:windows")])


def test_marked_alerts_are_found_in_the_store(reader, session):
    """Marks are kept by what an alert is; their numbers are found again."""
    marks = Marks(session.marks)
    marks.open()
    first, knock, again = reader.alerts([1, 2, 3])
    marks.star([first], True)
    marks.done([first, knock], True)
    marks.put_into("Gnutella", [first, again], "")
    found = marked_ids(reader, marks.all(), marks.of)
    marks.close()
    scans = {key: found.pop(key) for key in list(found) if key.startswith("scan:")}
    assert found == {"done": {1, 2}, "starred": {1}, "note": set(), "incident": {1, 3}, "incident:gnutella": {1, 3}}
    assert set(scans) == {f"scan:{kind}" for kind in KINDS}


def test_a_signature_is_no_mark():
    """A hidden alert keeps its lines and its time in what the rows keep."""
    alert = an_alert(signature=Signature("x"), lines=4)
    assert a_judge().entry(alert)[:3] == (alert.first, alert.id, 4)


def a_learned_judge(query="", **crowded):
    """Return a judge whose first rule knows what its members are like: one to three packets, the flags S."""
    judge = a_judge(query, "dport:6346", "src:203.0.113.7")
    rule = judge.rules.rules[0]
    usual = {"packets": Usual(low=1, high=3), "flags": Usual(words=frozenset({"S"}), seen="flags S")}
    return replace(judge, shapes=Shapes({key_of(rule): Shape(50, usual)}, **crowded))


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, HIDDEN),
        ({"packets": 4}, ODD),
        ({"flags": "FPU"}, ODD),
        ({"flags": None}, HIDDEN),
        ({"dport": 80, "packets": 4}, SHOWN),
        ({"packets": 4, "src": "203.0.113.7"}, HIDDEN),
        ({"packets": 4, "proto": GAP}, SHOWN),
    ],
)
def test_what_is_odd_for_a_rule_is_not_hidden_by_it(fields, standing):
    """Another rule may hide it all the same; a gap is neither."""
    alert = an_alert(**fields)
    judge = a_learned_judge()
    assert judge.entry(alert).standing == standing
    assert (judge.hidden_by(alert) is not None) == (standing == HIDDEN)


@pytest.mark.parametrize(("query", "odd", "usual"), [("odd", ODD, HIDDEN | FILTERED), ("!odd", ODD | FILTERED, HIDDEN)])
def test_a_filter_can_ask_for_what_is_odd(query, odd, usual):
    """What is not odd is certainly not."""
    judge = a_learned_judge(query)
    assert judge.entry(an_alert(packets=4)).standing == odd
    assert judge.entry(an_alert()).standing == usual


def test_the_store_calls_odd_what_the_judge_does(reader):
    """Whole, and one by one; the filter is asked what is odd, too."""
    for query in ("", "odd", "!odd packets:>2"):
        judge = a_learned_judge(query)
        usual = judge.shapes.learned[key_of(judge.rules.rules[0])].usual
        narrow = Shape(50, usual | {"packets": Usual(low=1, high=2)})
        judge = replace(judge, shapes=Shapes({key_of(judge.rules.rules[0]): narrow}))
        rows = judge.rows(reader, show_hidden=False)
        alerts = reader.alerts([1, 2, 3])
        assert [rows.standing(alert.id) for alert in alerts] == [judge.entry(alert).standing for alert in alerts]
        assert rows.odd == {1, 3}
        assert sum(rows.counts) == 32


@pytest.mark.parametrize("show_hidden", [False, True])
@pytest.mark.parametrize(
    ("query", "matches"),
    [("", []), ("dport:6346", []), ("-os:windows", ["dport:27374"]), ("packets:>1", ["src:198.51.100.148"])],
)
def test_what_is_listed_is_the_same_as_a_condition(reader, query, matches, show_hidden):
    """Groups are counted in the store: of the same alerts that the rows have."""
    judge = a_judge(query, *matches)
    rows = judge.rows(reader, show_hidden=show_hidden)
    assert list(reader.index(judge.listed((), show_hidden=show_hidden)).ids) == list(rows.page(0, 99))


def test_a_part_of_the_store_is_judged_as_the_whole(reader):
    """What is outside of it is in none of its rows, and changes none of them, noise least of all."""
    judge = a_learned_judge()
    (second,) = reader.alerts([2])
    rows = judge.rows(reader, show_hidden=False, within=Sql("(first >= ?)", (second.first,)))
    alerts = reader.alerts([2, 3])
    assert [rows.standing(alert.id) for alert in alerts] == [judge.entry(alert).standing for alert in alerts]
    assert (rows.alerts, rows.standing(1)) == (2, None)
