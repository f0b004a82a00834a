import pytest

from tests.store.make import NOON
from tests.store.make import alert as an_alert
from wallwatch.engine.rule_survey import DAYS, STALE, survey_rules
from wallwatch.filter.facts import Facts
from wallwatch.model import GAP, Change
from wallwatch.noise.axes import DAY
from wallwatch.noise.read import new_rule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.store import Batch, StoreReader, StoreWriter

ALERTS = [
    *(an_alert(number, first=NOON - DAY, dport=6346) for number in range(1, 4)),
    *(an_alert(number, first=NOON, dport=6347) for number in range(4, 6)),
    an_alert(6, first=NOON - 40 * DAY, dport=80),
    an_alert(7, first=NOON, dport=25),
    an_alert(8, first=NOON, proto=GAP, src="kern", dst="", sport=None, dport=None),
]


@pytest.fixture
def reader(tmp_path):
    writer = StoreWriter(tmp_path / "store.db")
    writer.open()
    writer.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in ALERTS]))
    writer.close()
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    yield reader
    reader.close()


def surveyed(reader, now=NOON, **matches):
    rules = Ruleset([new_rule(name, "noise", match, now=NOON, expires="90d") for name, match in matches.items()])
    return {each.rule.name: each for each in survey_rules(reader, rules, Facts(now=now))}


def test_each_rule_has_its_hits_by_day(reader):
    """The last day is that of the newest alert; a gap is no hit."""
    found = surveyed(reader, p2p="dport:6346-6347", all="packets:<9", never="dport:1")
    assert (found["p2p"].hits, found["p2p"].last, found["p2p"].days) == (5, NOON, (*[0] * (DAYS - 2), 3, 2))
    assert found["all"].hits == 7
    assert (found["never"].hits, found["never"].last) == (0, None)


def test_a_rule_without_a_hit_for_thirty_days_is_stale(reader):
    """One that is younger than that is not, nor one that still has some."""
    later = NOON + STALE
    assert not any(each.is_stale for each in surveyed(reader, web="dport:80", p2p="dport:6346").values())
    found = surveyed(reader, later - 1, web="dport:80", p2p="dport:6346-6347")
    assert not any(each.is_stale for each in found.values())
    found = surveyed(reader, later, web="dport:80", p2p="dport:6346-6347")
    assert (found["web"].is_stale, found["p2p"].is_stale) == (True, True)


def test_a_rule_whose_work_another_one_does_is_shadowed(reader):
    """All of its members are the other's as well; of two that are alike the later one is."""
    found = surveyed(reader, narrow="dport:6346", wide="dport:6346-6347", twin="dport:6346-6347", some="dport:6347,80")
    assert [found[name].shadowed_by for name in ("narrow", "wide", "twin", "some")] == ["wide", "", "wide", ""]
    assert found["some"].overlaps == ("wide", "twin")
    assert found["wide"].overlaps == ("narrow", "twin", "some")
    assert surveyed(reader, none="dport:1", other="dport:2")["none"].overlaps == ()
