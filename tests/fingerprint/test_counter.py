from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallwatch.fingerprint.counter import ROUND, Numbered, counted
from wallwatch.model.times import SECOND


def pairs(*numbers: int, gap: float = 3.0) -> list[tuple[Numbered, Numbered]]:
    """Return neighbours among numbers that were seen ``gap`` seconds apart."""
    return list(pairwise((int(place * gap * SECOND), number) for place, number in enumerate(numbers)))


def swap(number: int) -> int:
    return (number & 0xFF) << 8 | number >> 8


def test_short_steps_speak_for_a_counter():
    """Windows of 2002: steps of 19 and 46 are 22 bits of luck."""
    found = counted(pairs(31_988, 32_007, 32_053))
    assert (found.steps, found.wraps, found.swapped, found.broken) == ((19, 46), 0, False, None)
    assert found.bits == pytest.approx(22.2, abs=0.1)
    assert found.rates == pytest.approx((19 / 3, 46 / 3))


def test_the_byte_order_with_the_shorter_steps_is_meant():
    """Steps of one, low byte first, are steps of 256 on the wire: a counter in either order, but more likely in one."""
    found = counted(pairs(*map(swap, (100, 101, 102))))
    assert (found.steps, found.swapped) == ((1, 1), True)
    assert found.bits == 32


def test_a_long_step_or_none_breaks_a_counter():
    """It goes forward, and not by a quarter of its range; the place of the step is told."""
    assert counted(pairs(100, 110, 40_000, 130)).broken == 1
    assert counted(pairs(100, 100)).broken == 0
    assert counted(pairs(100, 99)).broken == 0


def test_a_counter_starts_again_from_0():
    """That is a step forward."""
    assert counted(pairs(65_530, 4)).steps == (10,)
    assert counted(pairs(65_530, 4)).wraps == 1


def test_a_silence_of_minutes_is_left_out():
    """Nobody knows how often it went round; a step within a second makes no rate."""
    assert counted(pairs(100, 50_000, gap=130)).steps == ()
    assert counted(pairs(100, 50_000, gap=130)).broken is None
    assert counted(pairs(100, 110, gap=0.5)).rates == ()


@given(st.lists(st.integers(0, ROUND - 1), max_size=30))
def test_any_numbers_have_steps(numbers):
    """Bits are never negative, and steps lead from number to number."""
    found = counted(pairs(*numbers))
    assert found.bits >= 0
    shown = list(map(swap, numbers)) if found.swapped else numbers
    for before, step, after in zip(shown, found.steps, shown[1:], strict=False):
        assert (before + step) % ROUND == after
