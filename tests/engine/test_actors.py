"""Which addresses may be one machine's: asked of a store."""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC
from pathlib import Path

import msgspec
import pytest

from tests.engine.incident import LOGS, READER, SAMPLES, file_sources, identifier
from tests.engine.seed import records
from tests.evidence.machines import LINUX, Machine
from tests.evidence.samples import SECOND
from wallwatch.engine import replay
from wallwatch.engine.actors import Actor, actors_of, survey
from wallwatch.engine.keeper import Keeper
from wallwatch.engine.pipeline import Pipeline
from wallwatch.evidence.actor import Hypothesis
from wallwatch.evidence.court import Companion
from wallwatch.model import Change
from wallwatch.model.times import to_datetime
from wallwatch.store import Batch, StoreReader, StoreWriter
from wallwatch.store.decisions import Decision
from wallwatch.store.ledger import subject_of

SEEN = [("SKPD", "-KPD", "-KPD"), ("SKPD", "SKPD", "SKPD")]
"""Who saw the packets of either burst, when all of them are read."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreWriter]:
    writer = StoreWriter(tmp_path / "s.db")
    writer.open()
    with closing(writer):
        yield writer


async def follow(writer: StoreWriter, logs: Path, written: Callable[[], None] | None = None) -> None:
    """Read the four logs; if something is ``written`` meanwhile, follow them until both bursts are in the store."""
    keeper = Keeper(writer, lambda: None)
    pipeline = Pipeline(file_sources(logs, once=written is None), READER, writer, identifier(), keeper)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        running = group.create_task(pipeline.run())
        if written is not None:
            await asyncio.to_thread(written)
            while seen(writer.path) != SEEN:  # noqa: ASYNC110 - nobody rings here
                await asyncio.sleep(0.02)
            running.cancel()


def reading(path: Path) -> "closing[StoreReader]":
    reader = StoreReader(path)
    reader.open()
    return closing(reader)


def seen(path: Path) -> list[tuple[str, ...]]:
    with reading(path) as reader:
        return [alert.seen for alert in reader.alerts(reader.index().ids)]


def the_one(found: list[Actor]) -> Hypothesis:
    (actor,) = found
    assert actor.hypothesis is not None
    return actor.hypothesis


def put(writer: StoreWriter, sides: list[Companion]) -> None:
    changes = [Change(kind="new", alert=alert, touched=tuple(enumerate(each))) for alert, each in sides]
    writer.commit(Batch(changes=changes))


def assert_the_ledger_of_2002(hypothesis: Hypothesis) -> None:
    assert hypothesis.result == "supported"
    assert round(hypothesis.odds) == 6
    assert [each.name for each in hypothesis.entries if each.side == "+"] == [
        "block", "stack", "hops", "ladder", "target", "ip ids"
    ]  # fmt: skip
    assert [each.name for each in hypothesis.entries if each.side == "-"] == []
    counter = hypothesis.counter
    assert counter is not None
    assert counter.rate is not None
    assert (round(counter.rate, 1), counter.wraps) == (7.9, 1)
    assert (round(counter.rates.low, 1), round(counter.rates.high, 1)) == (6.4, 9.0)
    assert "not proven" in hypothesis.because


async def test_the_report_of_2002_as_four_live_logs(store: StoreWriter, tmp_path: Path) -> None:
    """Written in real order, where p0f's log alone states the year: two alerts, one hypothesis, and a reason."""
    logs = tmp_path / "logs"
    logs.mkdir()
    for log in LOGS:
        (logs / log).touch()

    def write() -> None:
        for record in records():
            with (logs / record.log).open("a") as log:
                log.write(record.text)

    assert len(records()) == 12 + 9
    await follow(store, logs, write)
    with reading(store.path) as reader:
        alerts = reader.alerts(reader.index().ids)
        found = survey(reader)
        assert [each.hypothesis for each in actors_of(reader, alerts[0])] == [the_one(found)]
    assert [to_datetime(alert.first).year for alert in alerts] == [2002, 2002]
    assert [alert.verdict for alert in alerts] == ["leftover", "leftover"]
    assert [alert.because for alert in alerts] == [
        "a Windows host retries a file-sharing port (3 s, 6 s), then gives up",
    ] * 2
    assert_the_ledger_of_2002(the_one(found))
    assert the_one(found).entries[0].words == "both in 207.95.8.0/21"
    assert the_one(found).base_rate == "no other source in the store matches all but the IP IDs"


async def test_the_same_incident_with_documentation_addresses(store: StoreWriter) -> None:
    """The samples are our own replay of it."""
    await follow(store, SAMPLES)
    with reading(store.path) as reader:
        assert_the_ledger_of_2002(the_one(survey(reader)))


async def test_the_demos_other_knocks_change_nothing(store: StoreWriter, tmp_path: Path) -> None:
    """What else comes in between is of other ranges."""
    steps = replay.incident()

    async def no_wait(_seconds: float) -> None:
        return None

    await replay.replay(steps, tmp_path, 1_795_348_800 * SECOND, sleep=no_wait, zone=UTC)
    await follow(store, tmp_path)
    with reading(store.path) as reader:
        assert len(reader.index().ids) > 2
        assert_the_ledger_of_2002(the_one(survey(reader)))


def test_a_machine_that_dials_in_again_is_one_actor(store: StoreWriter) -> None:
    """Among fifty others of its provider that run other systems, or count otherwise."""
    rng = random.Random(11)
    machine = Machine(rng)
    sides = [machine.burst("198.51.100.9", 1_000.0, number=1), machine.burst("198.51.101.77", 1_300.0, number=2)]
    sides += [
        Machine(rng, LINUX, "per connection").burst(f"198.51.100.{place + 100}", 30.0 * place, number=place + 3)
        for place in range(50)
    ]
    put(store, sides)
    with reading(store.path) as reader:
        hypothesis = the_one([each for each in survey(reader) if each.hypothesis and each.hypothesis.odds > 1])
        assert {hypothesis.earlier.src, hypothesis.later.src} == {"198.51.100.9", "198.51.101.77"}
        assert hypothesis.result == "supported"
        assert the_one(actors_of(reader, sides[1][0])[:1]) == hypothesis


def test_a_crowd_that_looks_alike_is_no_actor(store: StoreWriter) -> None:
    """A thousand machines of one provider, with one system, at one port."""
    rng = random.Random(12)
    crowd = [Machine(rng, rate=rng.uniform(2, 12)) for _ in range(1_000)]
    addresses = [f"198.51.{96 + place // 250}.{place % 250}" for place in range(len(crowd))]
    pairs = enumerate(zip(crowd, addresses, strict=True))
    put(store, [machine.burst(src, 40.0 * place, number=place + 1) for place, (machine, src) in pairs])
    with reading(store.path) as reader:
        assert "supported" not in {each.hypothesis and each.hypothesis.result for each in survey(reader)}
        (actor, *_) = actors_of(reader, reader.alerts([500])[0])
        assert actor.hypothesis is not None
        assert (actor.hypothesis.result, actor.hypothesis.rivals > 300) == ("unlikely", True)


def test_what_cannot_be_an_actor_has_none(store: StoreWriter) -> None:
    """An alert whose system is not known is held against nobody."""
    side = Machine(random.Random(1)).burst("198.51.100.9", 0.0)
    put(store, [side])
    with reading(store.path) as reader:
        assert actors_of(reader, side[0]) == []
        assert actors_of(reader, msgspec.structs.replace(side[0], os=None)) == []
        assert survey(reader) == []


def decision(one: Companion, other: Companion, word: str) -> Decision:
    return Decision(word, "the same nick", "mara", (subject_of(one[0]), subject_of(other[0])))


def test_what_was_decided_stands_beside_it(store: StoreWriter) -> None:
    """Of whatever odds the hypothesis is; and of alerts that are gone the decision is left."""
    machine, other = Machine(random.Random(1)), Machine(random.Random(2))
    one, two = machine.burst("198.51.100.9", 0.0, number=1), machine.burst("198.51.100.77", 300.0, number=2)
    far = other.burst("198.51.200.7", 900.0, number=3, dport=80)
    gone = other.burst("192.0.2.7", 900.0, number=4)
    put(store, [one, two, far])
    said = [decision(one, two, "same"), decision(one, far, "not same"), decision(one, gone, "unsure")]
    with reading(store.path) as reader:
        found = survey(reader, said)
        assert [each.decision for each in found] == said
        assert [each.hypothesis and each.hypothesis.result for each in found] == ["supported", "unlikely", None]
        assert actors_of(reader, two[0], said)[0].decision == said[0]


def test_only_the_newest_are_looked_at(store: StoreWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it costs the same in a store of any size; what is older is found from its row."""
    machine, other = Machine(random.Random(1)), Machine(random.Random(2))
    old = [machine.burst("198.51.100.9", 0.0, number=1), machine.burst("198.51.100.77", 300.0, number=2)]
    put(store, [*old, other.burst("192.0.2.7", 9_000.0, number=3), other.burst("192.0.9.7", 9_900.0, number=4)])
    monkeypatch.setattr("wallwatch.engine.actors.LOOKED_AT", 2)
    with reading(store.path) as reader:
        assert [each.hypothesis and each.hypothesis.later.src for each in survey(reader)] == ["192.0.9.7"]
        assert the_one(actors_of(reader, old[1][0])).result == "supported"
