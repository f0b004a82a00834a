"""One counter of IP IDs over two bursts, and what it is worth."""

import random

import pytest

from tests.evidence.machines import LINUX, WINDOWS, Machine, Numbers, numbered
from wallwatch.evidence.court import Companion
from wallwatch.evidence.numbering import numbering, rates_of

GAP = 4_256.45


def bursts(gap: float = GAP, tick: int = 1) -> tuple[Companion, Companion]:
    """Return two bursts of a SYN and two retries, with the times of the incident and no IDs worth a look."""
    quiet = Machine(random.Random(1))
    return quiet.burst("198.51.100.112", 0.0, tick=tick), quiet.burst("198.51.100.148", 9.0 + gap, number=3, tick=tick)


def of(one: tuple[int, ...], other: tuple[int, ...], gap: float = GAP, tick: int = 1):
    (alert, packets), (later, more) = bursts(gap, tick)
    return numbering(numbered((alert, packets), *one)[1], numbered((later, more), *other)[1])


def test_the_incidents_counter_goes_on_with_one_wrap() -> None:
    """7.9 a second lie inside the bursts' own 6.3 to 8.8; a sixth of all numbers would, which is what it is worth."""
    entry, found = of((31988, 32007, 32053), (73, 96, 149))
    assert entry is not None
    assert found is not None
    assert found.rate is not None
    assert (round(found.rate, 1), found.wraps) == (7.9, 1)
    assert (round(found.rates.low, 1), round(found.rates.high, 1), found.rates.seen) == (6.3, 8.8, 4)
    assert found.rates.sureness == 0.875
    assert found.chance == pytest.approx((found.rates.high - found.rates.low) * GAP / 65_536, rel=0.001)
    assert found.factor == pytest.approx(0.9 * 0.875 / found.chance + 0.1)
    assert "7.9/s in between, inside the bursts' 6.3-8.8/s, one wrap" in entry.words


def test_a_number_that_does_not_fit_speaks_against_it() -> None:
    """But not to the utmost: a machine may have been restarted, or been busier than its bursts."""
    entry, found = of((31988, 32007, 32053), (20_073, 20_096, 20_149))
    assert entry is not None
    assert found is not None
    assert found.rate is None
    assert (entry.side, round(entry.factor, 2)) == ("-", 0.23)


@pytest.mark.parametrize(
    ("gap", "factor"), [(60.0, 330.0), (600.0, 34.0), (GAP, 5.0), (8_000.0, 2.7), (26_000.0, 1.0), (200_000.0, 1.0)]
)
def test_the_evidence_decays_with_the_gap(gap: float, factor: float) -> None:
    """The longer it takes, the more unrelated numbers lie where the counter may stand, until it says nothing."""
    fits = (32053 + round(7.6 * gap)) % 65_536
    entry, _ = of((31988, 32007, 32053), (fits, (fits + 23) % 65_536, (fits + 76) % 65_536), gap)
    assert entry is not None
    assert entry.factor == pytest.approx(factor, rel=0.06)


def test_a_chance_hit_is_as_likely_as_it_says() -> None:
    """Of 4,000 numbers that were drawn, as many fit as the chance tells."""
    rng = random.Random(7)
    hits = 0
    for _ in range(4_000):
        first = rng.randrange(65_536)
        _, found = of((31988, 32007, 32053), (first, (first + 23) % 65_536, (first + 76) % 65_536))
        assert found is not None
        hits += found.rate is not None
    assert hits / 4_000 == pytest.approx(found.chance, abs=0.02)


def test_a_wrap_inside_a_burst_is_a_step_like_others() -> None:
    """65,535 is followed by 0."""
    _, found = of((65_500, 65_519, 29), (33_585, 33_608, 33_661))
    assert found is not None
    assert found.rate is not None
    assert (round(found.rate, 1), found.wraps) == (7.9, 0)


def test_whole_seconds_make_it_less_sure() -> None:
    """A step within three seconds, give or take one, tells half of what it tells on the microsecond."""
    exact, coarse = (
        of((31988, 32007, 32053), (73, 96, 149))[1],
        of((31988, 32007, 32053), (73, 96, 149), tick=1_000_000)[1],
    )
    assert exact is not None
    assert coarse is not None
    assert coarse.chance > 1.5 * exact.chance
    assert coarse.factor < exact.factor


def swapped(number: int) -> int:
    return (number & 0xFF) << 8 | number >> 8


def test_a_counter_in_the_other_byte_order_is_one_as_well() -> None:
    """Windows 95 to NT 4.0 write it as their processor has it."""
    plain = of((31988, 32007, 32053), (73, 96, 149))[1]
    entry, found = of(tuple(map(swapped, (31988, 32007, 32053))), tuple(map(swapped, (73, 96, 149))))
    assert plain is not None
    assert found is not None
    assert entry is not None
    assert (found.rate, found.wraps, found.factor) == (plain.rate, plain.wraps, plain.factor)
    assert "low byte first" in entry.words


NONE: list[tuple[str, tuple[int, ...], tuple[int, ...], str]] = [
    ("zero", (0, 0, 0), (0, 0, 0), "always 0: as macOS, iOS and newer BSDs"),
    ("constant", (54321,) * 3, (54321,) * 3, "always 54321"),
    ("one more each time", (7, 8, 9), (400, 401, 402), "one more each time"),
    ("drawn", (7, 40_000, 21_000), (3, 60_000, 18), "not those of one counter"),
    ("one counts, one draws", (31988, 32007, 32053), (3, 60_000, 18), "not those of one counter"),
    ("two byte orders", (31988, 32007, 32053), tuple(map(swapped, (73, 96, 149))), "not those of one counter"),
]


@pytest.mark.parametrize(("what", "one", "other", "words"), NONE, ids=[row[0] for row in NONE])
def test_ids_that_are_no_counters_say_nothing(
    what: str, one: tuple[int, ...], other: tuple[int, ...], words: str
) -> None:
    """Neither for it nor against it, and it is told why."""
    entry, found = of(one, other)
    assert found is None
    assert entry is not None
    assert (entry.side, entry.factor) == (".", 1.0), what
    assert entry.words.startswith(words)


@pytest.mark.parametrize("numbers", ["per connection", "zero", "constant", "random"])
def test_no_machine_of_today_is_known_again_by_its_ids(numbers: Numbers) -> None:
    """Counters for each connection (Linux), zero, constants and drawn numbers, a hundred times each."""
    for seed in range(100):
        machine = Machine(random.Random(seed), LINUX, numbers)
        one, other = machine.burst("192.0.2.1", 0.0), machine.burst("192.0.2.7", 600.0)
        entry, found = numbering(one[1], other[1])
        assert found is None
        assert entry is not None
        assert entry.factor == 1.0


def test_what_is_not_logged_is_no_entry() -> None:
    """Neither is what overlaps in time."""
    one, other = bursts()
    assert numbering(one[1], ()) == (None, None)
    assert numbering(other[1], one[1])[1] is None


def test_one_packet_each_is_too_few() -> None:
    """Nobody knows how fast it counts."""
    one, other = bursts()
    entry, found = numbering(one[1][:1], other[1][:1])
    assert found is None
    assert entry is not None
    assert entry.words == "too few packets to tell how fast they count"


def test_equal_steps_are_not_taken_for_a_clockwork() -> None:
    """Rates spread at least a tenth to each side of their middle."""
    one, other = bursts()
    rates = rates_of(numbered(one, 100, 124, 172)[1], numbered(other, 1_000, 1_024, 1_072)[1])
    assert rates is not None
    assert (rates.low, rates.high) == (pytest.approx(7.2), pytest.approx(8.8))


def test_a_counter_that_sleeps_between_bursts_is_a_chance_that_is_reckoned_with() -> None:
    """A busy machine of today's rates is found again in nine of ten cases, and those that are lost cost little."""
    found = 0
    for seed in range(200):
        machine = Machine(random.Random(seed), WINDOWS, rate=random.Random(seed).uniform(2, 30))
        one, other = machine.burst("192.0.2.1", 100.0), machine.burst("192.0.2.7", 700.0)
        entry, _ = numbering(one[1], other[1])
        assert entry is not None
        found += entry.factor > 1
    assert found / 200 >= 0.85
