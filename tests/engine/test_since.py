import msgspec

from tests.store.make import NOON, reading
from tests.store.make import alert as an_alert
from wallwatch.engine.shapes import learn_shapes
from wallwatch.engine.since import Left, Since, leaving, since
from wallwatch.filter.facts import Facts
from wallwatch.model import GAP, Change
from wallwatch.model.line import SourceStatus
from wallwatch.noise.read import new_rule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.shapes import Shapes
from wallwatch.store import Batch, StoreReader, StoreWriter

FACTS = Facts(now=NOON)
RULES = Ruleset(
    [
        new_rule("gnutella", "x", "dport:6346", now=NOON),
        new_rule("all of it", "x", "dport:6346,80", now=NOON),
        new_rule("none", "x", "dport:1", now=NOON),
    ]
)


def test_what_came_is_counted_by_the_rule_that_hides_it(tmp_path):
    """An alert is the noise of one rule, or odd, or neither; a gap is none; lost lines have their source."""
    writer = StoreWriter(tmp_path / "store.db")
    writer.open()
    early = [an_alert(number, dport=6346, flags="S", sport=number, src=f"10.0.0.{number}") for number in range(1, 61)]
    status = SourceStatus(source="kern.log", state="ok")
    writer.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in early], statuses=[status]))
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    left = leaving(reader, NOON)
    assert (left.at, left.alert) == (NOON, 60)
    assert since(reader, left, RULES, Shapes(), FACTS) == Since(0)
    shapes = learn_shapes(reader, RULES, FACTS)
    late = [
        an_alert(61, dport=6346, flags="S", src="10.1.0.1"),
        an_alert(62, dport=6346, flags="S", src="10.1.0.2"),
        an_alert(63, dport=80, src="10.1.0.3"),
        an_alert(64, dport=6346, flags="FPU", src="10.1.0.4"),
        an_alert(65, dport=25, src="10.1.0.5"),
        an_alert(66, proto=GAP, src="kern", dst="", sport=None, dport=None),
    ]
    lossy = msgspec.structs.replace(reading(0, 10), lost=7)
    writer.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in late], readings=[lossy]))
    found = since(reader, left, RULES, shapes, FACTS)
    assert found is not None
    assert found.alerts == 5
    assert sum(count for _, count in found.noise) + found.odd == 4
    assert dict(found.noise)["gnutella"] == 2
    assert found.lost == (("kern.log", 7),)
    assert {each.kind: {group.name for group in each.groups} for each in found.new} == {
        "port": {"tcp/25", "tcp/80"},
        "network": {"10.1.0.0/24"},
    }
    assert since(reader, Left(NOON, 1_000), RULES, shapes, FACTS) is None
    reader.close()
    writer.close()
