import sys
import threading

from tests.noise.test_shape import usual_alert
from tests.ui.alerts import MOMENT
from wallwatch.filter.clause import FALSE
from wallwatch.noise.axes import DAY, MINUTE
from wallwatch.noise.read import new_rule
from wallwatch.noise.shape import Oddity, learn
from wallwatch.noise.shapes import OVER_TIME, Shapes, key_of, windows_of
from wallwatch.noise.widening import widening

RULE = new_rule("Gnutella", "leftovers", "dport:6346", now=MOMENT)
OTHER = new_rule("other", "leftovers", "dport:6346-6347", now=MOMENT)
SHAPE = learn(
    1_000,
    {
        "target port": {6346: 1_000},
        "packets": {1: 500, 3: 500},
        "rate": {1: 500, 3: 500},
        "frequency": {1: 900, 4: 100},
    },
)


def some_shapes(crowded=None, since=0):
    return Shapes({key_of(RULE): SHAPE}, crowded, since=since)


def axes(shapes, alert):
    return [oddity.axis for oddity in shapes.oddities(RULE, alert)]


def test_only_a_rule_that_has_learned_calls_anything_odd():
    """A rule of that name with another filter is another rule."""
    strange = usual_alert(packets=40)
    assert axes(some_shapes(), strange) == ["packets"]
    assert axes(some_shapes(), usual_alert()) == []
    assert some_shapes().oddities(OTHER, strange) == ()
    assert some_shapes().of(new_rule("gnutella", "x", "dport:6347", now=MOMENT)) is None
    assert some_shapes().sql(OTHER) == FALSE


def test_a_source_that_knocks_too_often_takes_its_earlier_members_with_it():
    """The member that is one too many makes all of its minute odd; what is told is the sum."""
    shapes = some_shapes()
    alerts = [usual_alert(id=number, packets=3) for number in range(1, 4)]
    assert [shapes.count(alert, [RULE]) for alert in alerts] == [set(), set(), {1, 2, 3}]
    assert [oddity.words for oddity in shapes.oddities(RULE, alerts[0])] == [
        "9 packets a minute, was at most 3 packets a minute"
    ]
    assert shapes.count(alerts[0], [RULE]) == set(), "nothing is counted twice"
    later = usual_alert(id=9, first=MOMENT + 2 * MINUTE)
    assert shapes.count(later, [RULE]) == set()
    assert axes(shapes, later) == []


def test_what_goes_makes_the_others_usual_again():
    """A member that merged into another, was pruned or is none any more is not counted."""
    shapes = some_shapes()
    for number in range(1, 4):
        shapes.count(usual_alert(id=number, packets=3), [RULE])
    assert shapes.forget(2) == {1, 3}
    assert axes(shapes, usual_alert(id=1)) == []
    assert shapes.count(usual_alert(id=2, packets=3), [RULE]) == {1, 2, 3}
    assert shapes.count(usual_alert(id=2, packets=3), []) == {1, 3}


def test_windows_that_were_crowded_before_stay_so():
    """Their members are not all known here, so that a sum never falls below what the store said."""
    rate = next(axis for axis in OVER_TIME if axis.name == "rate")
    alert = usual_alert()
    crowded = dict(windows_of(RULE, rate, [(alert.src, alert.first // MINUTE, 50, 1)]))
    shapes = some_shapes(crowded, since=MOMENT + DAY)
    assert axes(shapes, alert) == ["rate"]
    assert shapes.count(alert, [RULE]) == set()
    assert axes(shapes, alert) == ["rate"]
    assert shapes.sql(RULE).parameters[-1] == f'[["{alert.src}", {alert.first // MINUTE}]]'


def test_members_that_were_there_before_count():
    """Those of the last day are taken in at the start."""
    shapes = some_shapes()
    alert = usual_alert(id=5, packets=3)
    shapes.prime(RULE, [(number, alert.src, alert.first, 3) for number in (1, 2)])
    assert shapes.count(alert, [RULE]) == {1, 2, 5}


def test_what_somebody_said_is_fine_is_usual_until_it_is_taken_back():
    """The name counts, whatever its case; what is counted over time may double from there, as what was learned may."""
    shapes, alert = some_shapes(), usual_alert(packets=9)
    shapes.count(alert, [RULE])
    assert axes(shapes, alert) == ["packets", "rate"]
    shapes.widen([widening("gnutella", shapes.oddities(RULE, alert)), widening("other", [Oddity("hops", 1, "")])])
    assert axes(shapes, alert) == []
    shapes.count(usual_alert(id=2, packets=9), [RULE])
    assert axes(shapes, alert) == []
    assert shapes.count(usual_alert(id=3, packets=1), [RULE]) == {1, 2, 3}
    shapes.widen([])
    assert axes(shapes, alert) == ["packets", "rate"]


def test_the_windows_are_asked_for_while_others_count():
    """One thread counts what comes in, another asks what to list."""
    shapes = some_shapes()
    for number in range(300):
        shapes.count(usual_alert(id=number, packets=9, first=MOMENT + number * MINUTE), [RULE])
    stop = threading.Event()

    def count():
        number = 300
        while not stop.is_set():
            number += 1
            shapes.count(usual_alert(id=number, packets=9, first=MOMENT + number * MINUTE), [RULE])

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    counting = threading.Thread(target=count)
    counting.start()
    try:
        for _ in range(100):
            shapes.sql(RULE)
    finally:
        stop.set()
        counting.join()
        sys.setswitchinterval(before)
