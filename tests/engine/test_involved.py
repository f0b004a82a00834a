"""Which hypotheses the alerts of a report are a part of."""

import random

import pytest

from tests.evidence.machines import LINUX, Machine
from wallwatch.engine import involved as module
from wallwatch.engine.involved import involved, pairs
from wallwatch.engine.kin import Held
from wallwatch.evidence.court import Companion
from wallwatch.store.decisions import Decision
from wallwatch.store.ledger import subject_of

ONE, OTHER, STRANGER = "198.51.100.112", "198.51.100.148", "198.51.7.9"


def _calls() -> list[Companion]:
    """Return a machine that calls from two addresses, and another one."""
    rng = random.Random(1)
    machine = Machine(rng)
    first, second = machine.burst(ONE, 0, number=1), machine.burst(OTHER, 600, number=2)
    return [first, second, Machine(rng, LINUX).burst(STRANGER, 300, number=3)]


def _held(calls: list[Companion]) -> Held:
    packets = {alert.id: each for alert, each in calls}
    return Held([alert for alert, _ in calls], packets.__getitem__)


@pytest.mark.parametrize("reported", [[0], [1], [0, 1], [0, 1, 2]])
def test_a_pair_is_told_once_if_either_is_reported(reported: list[int]) -> None:
    """The other one may have called when nobody looked."""
    calls = _calls()
    found = involved(_held(calls), [calls[place][0] for place in reported])
    assert [actor.addresses for actor in found.actors] == [(ONE, OTHER)]
    assert (found.more, found.unlooked) == (0, 0)


def test_who_is_alone_is_in_no_pair() -> None:
    """Nothing is told of an address that nothing was decided on and that is like no other."""
    calls = _calls()
    assert involved(_held(calls), [calls[2][0]]).actors == ()


def test_what_was_decided_is_told_however_unlikely() -> None:
    """And also of alerts that are gone, if one of them is reported; nothing that was decided on others."""
    calls = _calls()
    one, _, stranger = (alert for alert, _ in calls)
    said = Decision("not same", "two flats", "mara", (subject_of(one), subject_of(stranger)))
    found = involved(_held(calls), [stranger], [said])
    assert [(actor.addresses, actor.decision) for actor in found.actors] == [((ONE, STRANGER), said)]
    (gone,) = involved(_held(calls[2:]), [stranger], [said]).actors
    assert (gone.hypothesis, gone.decision) == (None, said)
    assert [actor.decision for actor in involved(_held(calls), [calls[1][0]], [said]).actors] == [None]


def test_the_ledgers_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not told and who was not looked into is counted; no pair is weighed twice."""
    calls = [
        Machine(random.Random(number)).burst(f"198.51.100.{number}", 60 * number, number=number + 1)
        for number in range(6)
    ]
    alerts = [alert for alert, _ in calls]
    everything = involved(_held(calls), alerts)
    weighed = [frozenset((one.src, other.src)) for one, other, _ in pairs(_held(calls), alerts)]
    assert len(weighed) == len(set(weighed)) == 15
    monkeypatch.setattr(module, "TOLD", 1)
    monkeypatch.setattr(module, "ADDRESSES", 2)
    some = involved(_held(calls), alerts)
    assert some.unlooked == 4
    assert len(some.actors) <= 1
    assert len(everything.actors) >= len(some.actors) + some.more


def test_of_an_address_the_alert_that_tells_most_is_compared() -> None:
    """Not each of a thousand."""
    machine = Machine(random.Random(1))
    calls = [machine.burst(ONE, 100 * number, number=number + 1) for number in range(5)]
    calls.append(machine.burst(OTHER, 600, number=9))
    assert [(one.id, other.src) for one, other, _ in pairs(_held(calls), [alert for alert, _ in calls[:5]])] == [
        (1, OTHER)
    ]
