import random

import msgspec
import pytest

from tests.engine.test_preview import DEVIANTS, SECOND, member
from tests.store.make import NOON
from tests.store.make import alert as an_alert
from wallwatch.engine.shapes import learn_shapes, odd_alerts
from wallwatch.filter.facts import Facts
from wallwatch.model import GAP, Change, Stack
from wallwatch.noise.axes import DAY
from wallwatch.noise.read import new_rule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.shapes import key_of
from wallwatch.store import Batch, StoreReader, StoreWriter

RULE = new_rule("gnutella", "leftovers", "dport:6346", now=NOON + DAY)
FACTS = Facts(now=NOON + 2 * DAY)


@pytest.fixture
def store(tmp_path):
    writer = StoreWriter(tmp_path / "store.db")
    writer.open()
    reader = StoreReader(tmp_path / "store.db")
    reader.open()

    def put(*alerts):
        writer.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in alerts]))
        return reader

    yield put
    reader.close()
    writer.close()


def members(count, start=1, drawn=None):
    drawn = drawn or random.Random(7)
    return [member(number, drawn) for number in range(start, start + count)]


def odd(shapes, reader, rule=RULE):
    return {alert.id for alert in reader.alerts(reader.index().ids) if shapes.oddities(rule, alert)}


def test_a_rule_learns_from_the_store_what_its_members_are_like(store):
    """Those that deviate are odd, and only they; a gap is no member of anything."""
    reader = store(*members(3_000), an_alert(9_000, proto=GAP, src="kern", dst="", sport=None, dport=6346))
    shapes = learn_shapes(reader, Ruleset([RULE]), FACTS)
    assert odd(shapes, reader) == set(DEVIANTS)
    assert shapes.learned[key_of(RULE)].members == 3_000
    assert shapes.number == reader.number()


def test_a_rule_with_few_members_has_no_shape_yet(store):
    """From fifty on it has, and after a day from five on."""
    fresh = new_rule("fresh", "x", "dport:6346", now=FACTS.now)
    reader = store(*members(49))
    known = learn_shapes(reader, Ruleset([fresh]), FACTS)
    assert not known.learned
    assert learn_shapes(reader, Ruleset([fresh]), FACTS, known) is known
    assert learn_shapes(reader, Ruleset([RULE]), FACTS, known).learned
    store(*members(1, start=50))
    assert learn_shapes(reader, Ruleset([fresh]), FACTS, known).learned


def test_what_floods_in_after_a_rule_was_made_does_not_make_itself_usual(store):
    """A rule learns from what was there when somebody called it noise; from then on its shape stands."""
    reader = store(*members(1_500))
    strange = Stack(label="x", family="Strange", hops=12)
    flood = [
        an_alert(number, first=NOON + 3 * DAY + number * SECOND, flags="S", os=strange, src=f"10.9.{number % 250}.1")
        for number in range(5_001, 5_401)
    ]
    store(*flood)
    shapes = learn_shapes(reader, Ruleset([RULE]), FACTS)
    assert {alert.id for alert in flood} <= odd(shapes, reader)
    assert learn_shapes(reader, Ruleset([RULE]), FACTS, shapes) is shapes


def test_a_rule_learns_once_and_is_forgotten_when_it_is_gone(store):
    """Here from its first members, for it was made before there were any."""
    early = new_rule("early", "x", "dport:6346", now=NOON - DAY)
    reader = store(*(an_alert(number, sport=number) for number in range(1, 101)))
    shapes = learn_shapes(reader, Ruleset([early]), FACTS)
    assert shapes.learned[key_of(early)].members == 50
    assert learn_shapes(reader, Ruleset([early]), FACTS, shapes) is shapes
    assert learn_shapes(reader, Ruleset([early]), FACTS).learned == shapes.learned, "the same at every start"
    undated = msgspec.structs.replace(early, created=None)
    assert learn_shapes(reader, Ruleset([undated]), FACTS).learned[key_of(undated)].members == 100
    assert learn_shapes(reader, Ruleset([]), FACTS, shapes).learned == {}


def test_sources_that_knocked_too_often_are_known_from_the_start(store):
    """Forty packets in a minute of a source, where the others send at most three."""
    crowd = [
        an_alert(number, first=NOON + number, dport=6346, flags="S", src="10.9.9.9", sport=number)
        for number in range(6_001, 6_041)
    ]
    calm = [an_alert(number, first=NOON, src=f"10.1.{number // 250}.{number % 250}") for number in range(1, 5_001)]
    reader = store(*calm, *crowd)
    shapes = learn_shapes(reader, Ruleset([RULE]), FACTS)
    told = {oddity.axis: oddity.words for oddity in shapes.oddities(RULE, crowd[0])}
    assert told["rate"] == "40 packets a minute, was at most 1 packet a minute"
    assert odd(shapes, reader) == {alert.id for alert in crowd}


def test_odd_ones_are_asked_of_the_store_alone(store):
    """As a command does that has no screen; what somebody said is fine is not odd."""
    reader = store(*members(3_000))
    assert odd_alerts(reader, Ruleset([RULE]), FACTS) == set(DEVIANTS)
    wider = [("Gnutella", '[["flags","FPU"]]')]
    assert odd_alerts(reader, Ruleset([RULE]), FACTS, wider) == set(DEVIANTS) - {11}
    assert odd_alerts(reader, Ruleset([]), FACTS) == frozenset()
