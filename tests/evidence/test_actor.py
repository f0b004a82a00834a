"""Whether two addresses are one machine's: the incident, a machine that dials in again, and many that do not."""

import random

import msgspec
import pytest

from tests.evidence.machines import LINUX, MACOS, WINDOWS, XP, Machine, numbered
from tests.evidence.samples import NMAP
from wallwatch.evidence.actor import ODDS_MAX, UNSEEN, Hypothesis, is_like, may_act, suspects, told, weigh
from wallwatch.evidence.court import Companion

STACKS = (WINDOWS, XP, LINUX, MACOS)
NUMBERS = {"Windows": "global", "Linux": "per connection", "macOS": "zero"}


def the_incident() -> tuple[Companion, Companion]:
    machine = Machine(random.Random(1))
    one = machine.burst("198.51.100.112", 0.0, number=1)
    other = machine.burst("198.51.100.148", 4_265.45, number=3, sport=4665)
    return numbered(one, 31988, 32007, 32053), numbered(other, 73, 96, 149)


def entry(hypothesis: Hypothesis, name: str):
    return next(each for each in hypothesis.entries if each.name == name)


def others(count: int, numbers: int = 100) -> list[Companion]:
    """Return as many other machines of the same block that look just like those of the incident."""
    return [
        Machine(random.Random(place)).burst(
            f"198.51.{96 + place // 200}.{place % 200 + 1}", 50.0, number=numbers + place
        )
        for place in range(count)
    ]


def test_the_incident_is_supported_and_not_proven() -> None:
    """For it speak block, stack, hops, ladder, target and the IP IDs; the odds are about six to one."""
    hypothesis = weigh(*the_incident(), [])
    assert hypothesis.result == "supported"
    assert 5.5 <= hypothesis.odds <= 6.5
    assert hypothesis.because == ("supported, 6.2 to 1, not proven; for it: block, stack, hops, ladder, target, ip ids")
    assert hypothesis.base_rate == "no other source in the store matches all but the IP IDs"
    assert hypothesis.prior.factor == 1 / UNSEEN
    assert hypothesis.counter is not None
    assert hypothesis.counter.wraps == 1


def test_without_the_ip_ids_the_odds_are_about_even() -> None:
    """All else is what another machine of that provider would show as well."""
    hypothesis = weigh(*the_incident(), [])
    assert hypothesis.odds / entry(hypothesis, "ip ids").factor == pytest.approx(1.26, abs=0.01)


def test_the_order_in_which_two_alerts_are_given_does_not_matter() -> None:
    """The earlier one is the earlier one."""
    one, other = the_incident()
    assert weigh(one, other, []) == weigh(other, one, [])


def test_the_more_others_match_the_less_is_it_worth() -> None:
    """With 37 others who match all but the IP IDs, a number that fits is no wonder any more."""
    one, other = the_incident()
    pool = [one[0], other[0], *(alert for alert, _ in others(37))]
    hypothesis = weigh(one, other, pool)
    assert hypothesis.rivals == hypothesis.pool == 37
    assert hypothesis.base_rate == "37 other sources match all but the IP IDs"
    assert (hypothesis.result, round(1 / hypothesis.odds)) == ("unlikely", 15)


def test_others_count_as_far_as_they_match() -> None:
    """What many share is worth little, what they do not share remains worth something; the chain counts each once."""
    one, other = the_incident()
    pool = [msgspec.structs.replace(alert, dport=23) for alert, _ in others(37)]
    alone, hypothesis = weigh(one, other, []), weigh(one, other, pool)
    assert (hypothesis.pool, hypothesis.rivals) == (37, 0)
    assert entry(hypothesis, "stack").factor < entry(alone, "stack").factor
    assert entry(hypothesis, "target").factor > entry(alone, "target").factor
    assert hypothesis.odds == pytest.approx(alone.odds)


def test_one_source_with_many_alerts_is_one() -> None:
    """The base rate counts sources."""
    one, other = the_incident()
    machine = Machine(random.Random(3))
    pool = [machine.burst("198.51.100.9", at, number=int(at))[0] for at in (50.0, 90.0, 130.0)]
    hypothesis = weigh(one, other, [*pool, one[0], other[0]])
    assert (hypothesis.rivals, hypothesis.base_rate) == (1, "1 other source matches all but the IP IDs")


DIFFERENT = [
    ("stack", {"os": XP}),
    ("hops", {"os": msgspec.structs.replace(WINDOWS, hops=14)}),
    ("ladder", {"ladder": (1.0, 2.0)}),
    ("target", {"dport": 80}),
    ("block", {"src": "198.51.255.148"}),
]


@pytest.mark.parametrize(("name", "fields"), DIFFERENT)
def test_what_differs_speaks_against_it(name: str, fields: dict[str, object]) -> None:
    """A machine may change its distance or its target; it hardly changes its system."""
    one, (alert, packets) = the_incident()
    hypothesis = weigh(one, (msgspec.structs.replace(alert, **fields), packets), [])
    assert entry(hypothesis, name).side == "-"
    assert hypothesis.result != "supported"
    assert name in hypothesis.because.partition("against it: ")[2]


def test_a_host_that_calls_from_both_addresses_at_once_is_two() -> None:
    """Whatever else agrees."""
    machine = Machine(random.Random(1))
    one, other = machine.burst("198.51.100.112", 0.0), machine.burst("198.51.100.148", 4.0, number=2)
    assert weigh(one, other, []).result == "unlikely"


def test_nothing_is_ever_sure() -> None:
    """However short the gap is: who writes log lines may write what he likes."""
    found = 0
    for seed in range(20):
        machine = Machine(random.Random(seed))
        hypothesis = weigh(machine.burst("198.51.100.1", 0.0), machine.burst("198.51.100.2", 40.0, number=2), [])
        assert 1 / ODDS_MAX <= hypothesis.odds <= ODDS_MAX
        found += hypothesis.odds == ODDS_MAX
    assert found


def test_a_machine_that_dials_in_again_is_found() -> None:
    """Its counter goes on at another address of the block: of 200 such, most are supported after ten minutes."""
    supported = 0
    for seed in range(200):
        rng = random.Random(seed)
        machine = Machine(rng, rate=rng.uniform(2, 12))
        one = machine.burst("198.51.100.112", 0.0)
        other = machine.burst("198.51.100.148", 9.0 + rng.uniform(120, 1_200), number=2)
        supported += weigh(one, other, []).result == "supported"
    assert supported >= 160


def strangers(rng: random.Random, number: int) -> tuple[Companion, Companion]:
    """Return the bursts of two machines that have nothing to do with each other, of common systems in one block."""
    stack = rng.choice(STACKS)
    numbers, rate = NUMBERS[stack.family or ""], rng.uniform(1, 20)
    gap, dport = rng.uniform(20, 20_000), rng.choice((22, 80, 445, 6346))
    machines = [Machine(rng, stack, numbers, rate * rng.uniform(0.8, 1.25)) for _ in range(2)]  # type: ignore[arg-type]
    one, other = (f"198.51.{number // 500 + 96}.{place}" for place in (number % 250 + 1, number % 250 + 2))
    return (
        machines[0].burst(one, 0.0, number=2 * number, dport=dport, sport=rng.randrange(1_025, 5_000)),
        machines[1].burst(other, 12.0 + gap, number=2 * number + 1, dport=dport, sport=rng.randrange(1_025, 5_000)),
    )


def test_unrelated_pairs_are_supported_as_seldom_as_the_chance_says() -> None:
    """A thousand pairs that agree in everything, each alone in its store: what fits by chance is what was stated."""
    rng = random.Random(2002)
    supported, stated, silent = 0, 0.0, 0
    for number in range(1_000):
        one, other = strangers(rng, number)
        hypothesis = weigh(one, other, [one[0], other[0]])
        if hypothesis.counter is None:
            silent += 1
            assert hypothesis.result != "supported"
            continue
        supported += hypothesis.result == "supported"
        stated += hypothesis.counter.chance
    assert silent > 400
    # Twice what chance moves, with the stated rate as the bound.
    assert supported <= stated + 2 * stated**0.5


def test_unrelated_machines_of_a_crowded_block_are_never_supported() -> None:
    """The same thousand pairs in one store: there are too many who match."""
    rng = random.Random(2002)
    pairs = [strangers(rng, number) for number in range(1_000)]
    pool = [alert for pair in pairs for alert, _ in pair]
    for one, other in pairs[::10]:
        hypothesis = weigh(one, other, pool)
        assert hypothesis.rivals > 10
        assert hypothesis.result == "unlikely"


def test_the_likeliest_of_each_source_is_looked_at() -> None:
    """What has most in common comes first, and of equals the nearest in time."""
    one, other = the_incident()
    machine = Machine(random.Random(5), XP)
    unlike = machine.burst("198.51.100.9", 4_200.0, number=7)[0]
    farther = Machine(random.Random(6)).burst("198.51.100.112", -900.0, number=8)[0]
    tool = msgspec.structs.replace(unlike, src="198.51.100.10", os=NMAP)
    assert suspects(other[0], [farther, unlike, tool, one[0], other[0]]) == [one[0], unlike]
    assert suspects(other[0], [alert for alert, _ in others(9)], limit=3)[0].src != other[0].src


def test_what_is_no_ones_call_is_no_ones_machine() -> None:
    """A tool has no system of its own, UDP has none that shows, and what was sent from here is ours."""
    alert = the_incident()[0][0]
    assert may_act(alert)
    for fields in ({"os": NMAP}, {"os": None}, {"proto": "udp"}, {"because": "it was sent from here"}, {"src": "gap"}):
        assert not may_act(msgspec.structs.replace(alert, **fields))


def test_each_pair_of_addresses_is_told_once() -> None:
    """By its best hypothesis."""
    one, other = the_incident()
    worse = msgspec.structs.replace(other[0], id=9, dport=80)
    best, second = weigh(one, other, []), weigh(one, (worse, other[1]), [])
    assert told([second, best]) == [best]


def test_alike_is_what_nothing_tells_apart() -> None:
    """Nobody is like himself, and what is not known makes no difference."""
    (one, _), (other, _) = the_incident()
    assert is_like(one, other)
    assert is_like(one, msgspec.structs.replace(other, ladder=()))
    assert not is_like(one, one)
    assert not is_like(one, msgspec.structs.replace(other, dport=80))
