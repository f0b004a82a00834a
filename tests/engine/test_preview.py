import random
from itertools import pairwise

import msgspec
import pytest

from tests.store.make import NOON
from tests.store.make import alert as an_alert
from wallwatch.engine.preview import count, look_closer, preview
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.model import Change, Stack
from wallwatch.store import Batch, StoreReader, StoreWriter

SECOND = 1_000_000
DEVIANTS = {
    11: {"flags": "FPU"},
    111: {"os": Stack(label="x", family="BSD", hops=12)},
    211: {"os": Stack(label="y", family="Windows", hops=60)},
    311: {"packets": 40, "last": NOON + 400 * SECOND},
    411: {"packets": 3, "last": NOON + 600 * SECOND},
}


def member(number, random):
    packets = random.choice([1, 2, 3])
    fields = {
        "src": f"10.0.{number // 250}.{number % 250}",
        "proto": "tcp",
        "dport": 6346,
        "flags": "S",
        "packets": packets,
        "first": NOON,
        "last": NOON + (0, 3, 9)[packets - 1] * SECOND,
        "os": Stack(label="Windows NT family", family="Windows", hops=random.randrange(8, 23)),
    }
    return an_alert(number, **fields | DEVIANTS.get(number, {}))


@pytest.fixture
def reader(tmp_path):
    """Read a store with 5,000 calls to one port, five of which differ, and 500 other alerts."""
    drawn = random.Random(7)
    alerts = [member(number, drawn) for number in range(1, 5_001)]
    alerts += [an_alert(number, dport=22, proto="tcp") for number in range(5_001, 5_501)]
    store = StoreWriter(tmp_path / "store.db")
    store.open()
    store.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in alerts]))
    store.close()
    found = StoreReader(tmp_path / "store.db")
    found.open()
    yield found
    found.close()


def test_a_preview_counts_and_names_the_members_that_differ(reader):
    """All of them and no others, each with what is different."""
    found = preview(reader, parse_query("dport:6346 proto:tcp"), Facts(now=NOON))
    assert (found.alerts, found.total) == (5_000, 5_500)
    assert sorted(member.alert.id for member in found.odd) == sorted(DEVIANTS)
    assert found.odd_alerts == len(DEVIANTS)
    told = {member.alert.id: member.oddities[0].words for member in found.odd}
    assert told[11] == "flags FPU, was flags S"
    assert told[311] == "40 packets, was 1 to 3 packets"
    assert all(member.oddities for member in found.odd)


def test_those_that_differ_come_one_axis_after_the_other(reader):
    """What was found stays, starred ones are there from the first step on, and only the last step is whole."""
    query, facts = parse_query("dport:6346 proto:tcp"), Facts(now=NOON, marks={"starred": frozenset({7, 5_003})})
    steps = list(look_closer(reader, query, facts, count(reader, query, facts)))
    assert [alert.id for step in steps for alert in step.starred] == [7] * len(steps)
    found = [{member.alert.id for member in step.odd} for step in steps]
    assert (found[0], found[1], found[-1]) == (set(), {11}, set(DEVIANTS))
    assert all(before <= after for before, after in pairwise(found))
    assert [step.is_whole for step in steps] == [False] * (len(steps) - 1) + [True]


def test_no_axis_takes_the_room_of_another(tmp_path):
    """Of many that differ in one thing some are named, and so is the only one that differs in another."""
    store = StoreWriter(tmp_path / "store.db")
    store.open()
    drawn = random.Random(7)
    alerts = [msgspec.structs.replace(member(number, drawn), sport=number) for number in range(1_001, 11_001)]
    for place in range(90):
        alerts[place] = msgspec.structs.replace(alerts[place], dport=7_000 + place)
    alerts[99] = msgspec.structs.replace(alerts[99], packets=40, last=NOON + 400 * SECOND)
    store.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in alerts]))
    store.close()
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    found = preview(reader, parse_query("proto:tcp"), Facts(now=NOON))
    reader.close()
    assert found.odd_alerts == 91
    assert 1_100 in {member.alert.id for member in found.odd}
    assert 2 < len(found.odd) < 91


def test_of_few_members_nothing_is_said(reader):
    """There is no usual among a handful."""
    found = preview(reader, parse_query("src:10.0.0.7"), Facts(now=NOON))
    assert (found.alerts, found.shape, found.odd) == (1, None, ())
    assert preview(reader, parse_query("dport:1"), Facts(now=NOON)).alerts == 0


def test_a_source_that_knocks_too_often_is_one_line_of_a_preview(tmp_path):
    """However many attempts it makes; all of them count as odd."""
    store = StoreWriter(tmp_path / "store.db")
    store.open()
    calm = [an_alert(number, first=NOON, src=f"10.1.{number // 250}.{number % 250}") for number in range(1, 5_001)]
    crowd = [an_alert(number, first=NOON + number, src="10.9.9.9", sport=number) for number in range(6_001, 6_041)]
    store.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in (*calm, *crowd)]))
    store.close()
    reader = StoreReader(tmp_path / "store.db")
    reader.open()
    found = preview(reader, parse_query("dport:6346"), Facts(now=NOON))
    reader.close()
    assert found.odd_alerts == 40
    (member,) = found.odd
    assert (member.alert.src, member.oddities[0].words) == (
        "10.9.9.9",
        "40 packets a minute, was at most 1 packet a minute",
    )
