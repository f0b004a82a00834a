import pytest

from tests.store.make import alert, new, packet, reading
from wallwatch.model import Change, ChangeKind
from wallwatch.model.line import SourceStatus
from wallwatch.store.batch import Batch, folded


def grow(number: int, place: int, time: int) -> Change:
    return Change(kind="grown", alert=alert(number, packets=place + 1), touched=((place, packet(time)),))


@pytest.mark.parametrize("batch", [
    Batch(changes=(new(1),)),
    Batch(readings=(reading(0, 10),)),
    Batch(statuses=(SourceStatus(source="kern.log", state="ok"),)),
    Batch(evicted=1),
])  # fmt: skip
def test_a_batch_with_anything_in_it_is_not_empty(batch: Batch) -> None:
    """Lines that said nothing of a packet are read all the same."""
    assert not batch.is_empty
    assert Batch().is_empty


@pytest.mark.parametrize(("kinds", "kind"), [
    (("new",), "new"),
    (("new", "grown"), "new"),
    (("new", "grown", "grown"), "new"),
    (("grown", "grown"), "grown"),
    (("new", "merged"), "merged"),
    (("grown", "gone"), "gone"),
])  # fmt: skip
def test_the_changes_of_an_alert_are_one(kinds: tuple[ChangeKind, ...], kind: ChangeKind) -> None:
    """A reader that never saw the alert hears that it is new, and of one that ended only that."""
    changes = folded(Change(kind=each, alert=alert(1, packets=place)) for place, each in enumerate(kinds))
    assert [(change.kind, change.alert.packets) for change in changes] == [(kind, len(kinds) - 1)]


def test_every_touched_packet_is_kept_as_it_was_last() -> None:
    """A packet that was touched twice is written once, and the ones before it are not forgotten."""
    (change,) = folded((new(1), grow(1, 1, 5), grow(1, 1, 6), grow(1, 2, 7)))
    assert [(place, each.time) for place, each in change.touched[1:]] == [(1, 6), (2, 7)]
    assert change.touched[0] == new(1).touched[0]
    assert change.alert == alert(1, packets=3)


def test_a_merge_says_into_which_alert() -> None:
    """What was touched before it lies in the other alert now."""
    merge = Change(kind="merged", alert=alert(2), into=1)
    assert folded((new(2), grow(1, 1, 5), merge)) == [merge, grow(1, 1, 5)]
