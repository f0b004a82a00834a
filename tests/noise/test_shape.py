import msgspec

from tests.ui.alerts import an_alert
from wallwatch.model import Stack
from wallwatch.noise.axes import AXES, DAY
from wallwatch.noise.shape import is_learned, learn, widened

BY_NAME = {axis.name: axis for axis in AXES}

HISTOGRAMS = {
    "target port": {6346: 8_000, 6347: 1_999, 445: 1},
    "flags": {"S": 10_000},
    "stack": {"Windows": 9_000, "Linux": 1_000},
    "hops": dict.fromkeys(range(8, 23), 667),
    "packets": {1: 1_000, 2: 1_000, 3: 7_999, 40: 1},
    "rate": {1: 1_000, 3: 2_000, 40: 1},
}


def usual_alert(**fields):
    stack = Stack(label="Windows NT family", family="Windows", hops=11)
    return an_alert(**{"dport": 6346, "flags": "S", "packets": 3, "os": stack} | fields)


def words(alert):
    return [oddity.words for oddity in learn(10_000, HISTOGRAMS).oddities(alert)]


def test_a_member_like_the_others_is_not_odd():
    """Nor is one that does not say what it is."""
    assert words(usual_alert()) == []
    assert words(usual_alert(os=None, flags=None)) == []


def test_a_member_that_differs_is_told_with_the_numbers():
    """The axis, what it has, and what the others have."""
    assert words(usual_alert(dport=445)) == ["port 445, was port 6346, 6347"]
    assert words(usual_alert(flags="FPU")) == ["flags FPU, was flags S"]
    assert words(usual_alert(packets=40)) == ["40 packets, was 1 to 3 packets"]
    stack = Stack(label="x", family="BSD", hops=60)
    assert words(usual_alert(os=stack)) == ["BSD, was Windows, Linux", "60 hops, was 8 to 22 hops"]


def test_what_is_rare_among_many_members_is_odd_as_well():
    """One in ten thousand does not make a thing usual: so the members that deviate show before the rule is made."""
    shape = learn(10_000, HISTOGRAMS)
    assert not shape.usual["target port"].has(445)
    assert not shape.usual["packets"].has(40)


def test_where_members_have_nothing_in_common_nobody_is_odd():
    """A scanner's rule has a thousand ports."""
    shape = learn(5_000, {"target port": dict.fromkeys(range(1, 5_001), 1)})
    assert "target port" not in shape.usual


def test_what_is_counted_over_time_may_double():
    """A source that knocks three times a minute may knock six times, and not forty."""
    shape = learn(10_000, HISTOGRAMS)
    assert shape.odd(BY_NAME["rate"], 6) is None
    oddity = shape.odd(BY_NAME["rate"], 40)
    assert oddity is not None
    assert oddity.words == "40 packets a minute, was at most 3 packets a minute"


def test_somebody_may_say_that_it_is_fine_too():
    """A port, a number; what is not known of an axis stays so."""
    wider = widened(learn(10_000, HISTOGRAMS), [("target port", 445), ("packets", 40), ("spacing", 3)])
    assert wider.oddities(usual_alert(dport=445, packets=40)) == ()
    assert wider.oddities(usual_alert(flags="FPU"))
    assert wider.usual["target port"].seen == learn(10_000, HISTOGRAMS).usual["target port"].seen


def test_a_rule_learns_for_a_day_or_until_it_has_fifty_members():
    """And not from next to nothing."""
    assert not is_learned(49, DAY - 1)
    assert is_learned(50, 0)
    assert is_learned(5, DAY)
    assert not is_learned(4, 30 * DAY)


def test_without_members_nothing_is_known():
    """Nobody is odd then."""
    assert learn(0, {}).oddities(usual_alert()) == ()
    assert msgspec.structs.asdict(learn(0, {}))["usual"] == {}
