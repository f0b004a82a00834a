from itertools import pairwise
from pathlib import Path

import pytest

from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import commit
from wallwatch.engine.overview import MOST, PASSES, STEPS, Asked, Group, groups, rate, span, step_for, together
from wallwatch.filter.clause import Sql
from wallwatch.model import GAP, Change, Stack
from wallwatch.store import StoreReader

MINUTE = 60 * SECOND
HIDDEN = Sql("(dport = ?)", (6346,))


@pytest.fixture
def reader(tmp_path: Path):
    """Give a reader of a store with five attempts and a gap."""
    alerts = [
        an_alert(id=1, first=MOMENT),
        an_alert(id=2, first=MOMENT + MINUTE, network="NET-A", os=Stack("Linux", match="generic"), verdict="scanner"),
        an_alert(id=3, first=MOMENT + MINUTE, dport=53, src="198.51.100.9", network="NET-B"),
        an_alert(id=4, first=MOMENT + 9 * MINUTE, dport=53, proto="udp", src="203.0.113.9"),
        an_alert(id=5, first=MOMENT + 9 * MINUTE, dport=None, sport=None, proto="icmp", src="2001:db8:1::1"),
        an_alert(id=6, first=MOMENT + 99 * MINUTE, proto=GAP, src="kern.log", dport=None, sport=None),
    ]
    store = tmp_path / "store.db"
    commit(store, [Change(kind="new", alert=alert) for alert in alerts])
    reader = StoreReader(store)
    reader.open()
    yield reader
    reader.close()


def test_the_span_is_that_of_what_passes(reader):
    """A gap is no attempt, and does not widen it."""
    assert span(reader, Asked(hidden=HIDDEN)) == (MOMENT, MOMENT + 9 * MINUTE)
    assert span(reader, Asked(passing=Sql("(dport = ?)", (53,)))) == (MOMENT + MINUTE, MOMENT + 9 * MINUTE)
    assert span(reader, Asked(passing=Sql("(dport = ?)", (1,)))) is None


def test_time_is_divided_on_the_wall_clock(reader):
    """Bars are numbered in steps since the epoch, shifted to the clock of the zone."""
    first = MOMENT // MINUTE
    assert rate(reader, Asked(hidden=HIDDEN), MINUTE, 0) == {first: (0, 1), first + 1: (1, 1), first + 9: (2, 0)}
    assert min(rate(reader, Asked(), MINUTE, 60 * MINUTE)) == first + 60


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("ports", [Group(53, 2, 0), Group("icmp", 1, 0, "icmp")]),
        (
            "networks",
            [
                Group("NET-B", 1, 0, "tcp"),
                Group(bytes.fromhex("20010db800010000"), 1, 0, "icmp"),
                Group(bytes(10) + bytes.fromhex("ffffcb0071"), 1, 0, "udp"),
            ],
        ),
        ("stacks", [Group(None, 3, 1)]),
        ("verdicts", [Group("unknown", 3, 1)]),
    ],
)
def test_groups_are_those_that_are_not_all_noise(reader, kind, found):
    """An unnamed network is a /24 or a /64, as everywhere; a protocol without ports stands among the ports."""
    assert sorted(groups(reader, Asked(hidden=HIDDEN), [kind])[kind], key=str) == sorted(found, key=str)


@pytest.mark.parametrize("counts", [False, True])
def test_kinds_that_are_counted_together_are_counted_as_alone(reader, counts):
    """One pass for several gives what a pass for each does."""
    asked = Asked(hidden=HIDDEN, counts=counts)
    for kinds in PASSES:
        alone = {kind: groups(reader, asked, [kind])[kind] for kind in kinds}
        assert groups(reader, asked, kinds) == alone


def test_noise_counts_where_it_is_shown(reader):
    """Then it is among the groups, and in their order."""
    found = groups(reader, Asked(hidden=HIDDEN, counts=True), ["ports"])["ports"]
    assert [group.value for group in found] == [53, 6346, "icmp"]
    assert found[1] == Group(6346, 0, 2, "tcp")


def test_no_more_groups_than_a_screen_has_use_for(tmp_path):
    """A thousand ports come back as the first of them."""
    alerts = [an_alert(id=number, dport=number) for number in range(1, MOST + 20)]
    commit(tmp_path / "store.db", [Change(kind="new", alert=alert) for alert in alerts])
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    assert len(groups(reader, Asked(), ["ports"])["ports"]) == MOST
    reader.close()


def test_each_step_divides_the_next():
    """So bars can be put together without being counted again."""
    assert all(longer % shorter == 0 for shorter, longer in pairwise(STEPS))


@pytest.mark.parametrize(
    ("span", "bars", "step"),
    [(0, 60, SECOND), (57 * SECOND, 60, SECOND), (60 * SECOND, 60, 5 * SECOND), (10**18, 60, STEPS[-1])],
)
def test_bars_are_as_short_as_there_is_room(span, bars, step):
    """Both ends of the span may stand in a bar that is not full."""
    assert step_for(span, bars) == step


def test_bars_are_put_together():
    """New and noise stay apart."""
    assert together({10: (1, 2), 11: (3, 0), 12: (0, 1)}, 6) == {1: (4, 2), 2: (0, 1)}
