"""Whether two bursts of packets may be numbered by one counter of IP IDs, and what that is worth.

The counter of an old Windows goes up by one for each packet that the machine sends, to whomever. The bursts show how
fast it goes; from there follows where it can stand when the second burst begins. The longer that takes, the wider is
the span of numbers that fit, and the more unrelated numbers lie in it too: the evidence decays to nothing.

If it is one machine: it goes on counting (not restarted meanwhile: :data:`_RUNS_ON`), and its mean rate lies between
the lowest and the highest of ``n`` rates that were seen, which fails only if all of them lie on one side of it: with
probability ``2 ** (1 - n)``. If it is another machine, its number is any of 65,536.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Final

import msgspec

from wallwatch.evidence.entries import Entry, per_cent
from wallwatch.evidence.phrases import span
from wallwatch.fingerprint import ipid
from wallwatch.fingerprint.counter import ROUND, Steps, counted, in_other_order
from wallwatch.model import Packet
from wallwatch.model.times import SECOND

NAME: Final = "ip ids"

_RUNS_ON: Final = 0.9
"""How likely a machine was not restarted between two alerts; who was, counts from another number."""
_BITS: Final = 18.0
"""How sure the bursts must show a counter: of drawn IDs, one pair of steps in 20,000 looks like it."""
_IDLE: Final = 2.0
"""Mean step up to which a counter may be one for us alone."""
_LEAST_RATES: Final = 2
_SPREAD: Final = 0.1
"""By what part the rates spread at least around their middle: nothing sends as steadily as two equal steps say."""
_BURST: Final = 120 * SECOND
"""Microseconds between two packets beyond which no rate is taken from them."""
_WINDOW_MAX: Final = 0.8
"""Share of all numbers that fit, from which on a number that fits says nothing."""


class Rates(msgspec.Struct, frozen=True, gc=False):
    """How fast a counter goes in two bursts, in numbers a second: the slowest and the fastest of ``seen`` rates."""

    low: float
    high: float
    seen: int
    swapped: bool = False

    @property
    def sureness(self) -> float:
        """How likely the mean rate lies between them, if the machine goes on as in the bursts."""
        return 1 - 2.0 ** (1 - self.seen)


class Continuation(msgspec.Struct, frozen=True, gc=False):
    """Where a counter stands ``gap`` seconds later. ``chance`` is the share of all numbers that would fit.

    ``rate`` is what it must have counted a second, ``None`` if it cannot be one counter; ``wraps`` how often it passed
    65535 then.
    """

    rates: Rates
    gap: float
    chance: float
    rate: float | None = None
    wraps: int = 0

    @property
    def factor(self) -> float:
        """The likelihood ratio of what was seen."""
        if self.chance >= _WINDOW_MAX:
            return 1.0
        if self.rate is None:
            return _RUNS_ON * (1 - self.rates.sureness) / (1 - self.chance) + 1 - _RUNS_ON
        return _RUNS_ON * self.rates.sureness / self.chance + 1 - _RUNS_ON


def numbering(earlier: Sequence[Packet], later: Sequence[Packet]) -> tuple[Entry | None, Continuation | None]:
    """Return the entry of the IP IDs, ``None`` if none was logged, and what it is computed from, if anything.

    ``earlier`` and ``later`` are the packets of two alerts, in the order of their times.
    """
    one, other = _numbered(earlier), _numbered(later)
    if not one or not other:
        return None, None
    rates = rates_of(one, other)
    if rates is None:
        return Entry(NAME, 1.0, _why_none(one, other)), None
    found = continuation(rates, one[-1], other[0])
    return (None, None) if found is None else (Entry(NAME, found.factor, _words(found, other[0])), found)


def continuation(rates: Rates, last: Packet, first: Packet) -> Continuation | None:
    """Return how the counter of ``last`` goes on in ``first``; ``None`` if that is not after it."""
    gap = (first.time - last.time) / SECOND
    if gap <= 0:
        return None
    slack = 1 + rates.high * max(_tick(last), _tick(first))
    lowest, highest = max(rates.low * gap - slack, 0.0), rates.high * gap + slack
    chance = min((highest - lowest) / ROUND, 1.0)
    before, after = (_number(packet, swapped=rates.swapped) for packet in (last, first))
    step = (after - before) % ROUND
    steps = step + ROUND * max(ceil((lowest - step) / ROUND), 0)
    if steps > highest:
        return Continuation(rates, gap, chance)
    return Continuation(rates, gap, chance, steps / gap, (before + steps) // ROUND)


def rates_of(one: Sequence[Packet], other: Sequence[Packet]) -> Rates | None:
    """Return the rates of one counter in two bursts; ``None`` if they do not show one, or too few of its steps."""
    pairs = [pair for burst in (one, other) for pair in pairwise(burst) if pair[1].time - pair[0].time <= _BURST]
    steps = counted([(_at(before), _at(after)) for before, after in pairs])
    if steps.broken is not None or steps.bits < _BITS or sum(steps.steps) <= _IDLE * len(steps.steps):
        return None
    bounds = list(_bounds(pairs, steps))
    if len(bounds) < _LEAST_RATES:
        return None
    low, high = min(low for low, _ in bounds), max(high for _, high in bounds)
    middle = (low + high) / 2
    return Rates(
        min(low, middle * (1 - _SPREAD)), max(high, middle * (1 + _SPREAD)), len(bounds), swapped=steps.swapped
    )


def _bounds(pairs: Sequence[tuple[Packet, Packet]], steps: Steps) -> Iterator[tuple[float, float]]:
    """Yield of each step the lowest and highest rate that its stamps allow; stamps may be of whole seconds."""
    for (before, after), step in zip(pairs, steps.steps, strict=True):
        gap, error = (after.time - before.time) / SECOND, max(_tick(before), _tick(after))
        if gap >= 1 and gap > error:
            yield step / (gap + error), step / (gap - error)


def _why_none(one: Sequence[Packet], other: Sequence[Packet]) -> str:
    """Return why the IDs tell nothing."""
    for burst in (other, one):
        kind = ipid.classify([ipid.Observation(packet.time, packet.ip_id or 0, packet.dst) for packet in burst])
        if kind.words and kind.kind != "global":
            return f"{kind.words}; that tells no machine from another"
    if len(one) + len(other) < 2 + _LEAST_RATES:
        return "too few packets to tell how fast they count"
    return "not those of one counter; that tells no machine from another"


def _words(found: Continuation, first: Packet) -> str:
    rates = found.rates
    bursts = f"the bursts' {_rate(rates.low)}-{_rate(rates.high)}/s"
    if found.chance >= _WINDOW_MAX:
        return f"a counter at {bursts} may stand anywhere after {span(found.gap)}"
    fit = per_cent(found.chance)
    if found.rate is None:
        return (
            f"a counter at {bursts} is not at {first.ip_id} after {span(found.gap)}: restarted, or another one"
            f" ({fit} of all numbers would fit)"
        )
    wraps = {0: "no wrap", 1: "one wrap"}.get(found.wraps, f"{found.wraps} wraps")
    order = ", low byte first" if rates.swapped else ""
    return (
        f"one counter{order} at {_rate(found.rate)}/s in between, inside {bursts}, {wraps}; {fit} of all numbers"
        f" would fit by chance, and a machine keeps inside with {per_cent(_RUNS_ON * rates.sureness)}"
    )


def _rate(number: float) -> str:
    return f"{number:.1f}"


def _numbered(packets: Sequence[Packet]) -> list[Packet]:
    return [packet for packet in packets if packet.ip_id is not None and not packet.estimated]


def _at(packet: Packet) -> tuple[int, int]:
    return packet.time, packet.ip_id or 0


def _number(packet: Packet, *, swapped: bool) -> int:
    return in_other_order(packet.ip_id or 0) if swapped else packet.ip_id or 0


def _tick(packet: Packet) -> float:
    """Return by how many seconds a stamp may be off; one of microseconds is exact."""
    return packet.tick / SECOND if packet.tick > 1 else 0.0
