import pytest

from tests.store.make import NOON, SECOND, alert, subject
from wallwatch.store.ledger import NO_MARK, TOLERANCE, Kind, Ledger, Mark, Marked, Operation, State, Subject, subject_of

LAST = NOON + 9 * SECOND


def operation(
    number: int, kind: Kind = "done", *, on: bool = True, text: str = "", state: State = "applied"
) -> Operation:
    return Operation(number, kind, on, text, "", state)


def ledger(*entries: tuple[Operation, Subject]) -> Ledger:
    made = Ledger()
    for entry, about in entries:
        made.put(entry)
        made.attach(entry.id, about)
    return made


def test_an_alert_is_known_by_tuple_and_time() -> None:
    """Its number and what was found out about it do not matter."""
    made = alert(7, icmp_type=8, icmp_code=0, last=LAST, packets=5)
    assert subject_of(made) == subject(made.first, LAST, icmp_type=8, icmp_code=0)
    assert subject_of(made) == subject_of(alert(9, first=made.first, icmp_type=8, icmp_code=0, last=LAST))


@pytest.mark.parametrize(("other", "same"), [
    (subject(NOON, LAST), True),
    (subject(NOON - TOLERANCE), True),
    (subject(LAST + TOLERANCE), True),
    (subject(NOON + SECOND, NOON + 2 * SECOND), True),
    (subject(NOON - 99 * SECOND, LAST + 99 * SECOND), True),
    (subject(NOON - TOLERANCE - 1), False),
    (subject(LAST + TOLERANCE + 1), False),
    (subject(NOON, LAST, sport=3505), False),
    (subject(NOON, LAST, sport=None), False),
    (subject(NOON, LAST, dst="192.0.2.2"), False),
    (subject(NOON, LAST, proto="udp"), False),
])  # fmt: skip
def test_a_mark_is_found_again_by_what_the_alert_is(other: Subject, *, same: bool) -> None:
    """Times that shift by two seconds, a span that grew or was merged: still the same alert."""
    marks = ledger((operation(1), subject(NOON, LAST)))
    assert marks.mark_of(other) == (Mark(done=True) if same else NO_MARK)


@pytest.mark.parametrize(("marked", "asked", "same"), [
    ((8, 0), (8, 0), True),
    ((8, 0), (3, 0), False),
    ((3, 1), (3, 3), False),
    ((8, None), (8, 0), True),
    ((None, None), (8, 0), True),
    ((8, 0), (None, None), True),
])  # fmt: skip
def test_an_icmp_type_that_is_not_known_contradicts_nothing(
    marked: tuple[int | None, int | None], asked: tuple[int | None, int | None], *, same: bool
) -> None:
    """A log that does not tell the type may be joined by one that does, after the alert was marked."""
    ping = {"proto": "icmp", "sport": None, "dport": None}
    marks = ledger((operation(1), subject(**ping, icmp_type=marked[0], icmp_code=marked[1])))
    found = marks.mark_of(subject(**ping, icmp_type=asked[0], icmp_code=asked[1]))
    assert found == (Mark(done=True) if same else NO_MARK)


@pytest.mark.parametrize(("operations", "mark"), [
    ([operation(1), operation(2, on=False)], NO_MARK),
    ([operation(1), operation(2, on=False), operation(3)], Mark(done=True)),
    ([operation(1), operation(2, "starred")], Mark(done=True, starred=True)),
    ([operation(1, "note", text="mine"), operation(2, "note", text="yours")], Mark(note="yours")),
    ([operation(1, "note", text="mine"), operation(2, "note", on=False)], NO_MARK),
    ([operation(1), operation(2, on=False, state="undone")], Mark(done=True)),
    ([operation(1, state="dropped"), operation(2, "starred")], Mark(starred=True)),
    ([operation(2, on=False), operation(1)], NO_MARK),
])  # fmt: skip
def test_operations_follow_each_other(operations: list[Operation], mark: Mark) -> None:
    """The last word counts, in the order of the numbers; what is not applied says nothing."""
    marks = ledger(*((each, subject()) for each in operations))
    assert marks.mark_of(subject()) == mark


def test_a_state_may_change() -> None:
    """Putting an operation again replaces its state, not what it is about."""
    marks = ledger((operation(1), subject()))
    marks.put(operation(1, state="undone"))
    assert marks.mark_of(subject()) == NO_MARK
    assert marks.last == 1


def test_all_marked_alerts_are_listed_once() -> None:
    """An alert that bears no mark any more is not in the list."""
    other = subject(NOON + 100 * SECOND)
    marks = ledger(
        (operation(1), subject()),
        (operation(2, "starred"), subject()),
        (operation(3), other),
        (operation(4, on=False), other),
    )
    assert marks.all() == [Marked(subject(), Mark(done=True, starred=True))]
    assert Ledger().all() == []
    assert Ledger().last == 0


def test_one_tuple_may_be_marked_many_times() -> None:
    """Of a thousand spans of one tuple each is found, also beside one that lasts all day."""
    spans = [subject(NOON + 10 * number * SECOND) for number in range(1000)]
    marks = ledger(*((operation(number + 1), each) for number, each in enumerate(reversed(spans))))
    assert all(marks.mark_of(each) == Mark(done=True) for each in spans)
    assert marks.mark_of(subject(NOON + 5 * SECOND)) == NO_MARK
    marks.put(operation(2000, "starred"))
    marks.attach(2000, subject(NOON, NOON + 86_400 * SECOND))
    assert marks.mark_of(subject(NOON + 5 * SECOND)) == Mark(starred=True)
    assert marks.mark_of(spans[500]) == Mark(done=True, starred=True)
