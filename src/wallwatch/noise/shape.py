"""What the members of a noise rule are like, and which of them are not: plain statistics, no training run.

Of an axis with words (ports, flags, stacks) the usual ones are those that a thousandth of the members has; where these
are not nearly all, the members have nothing in common there, and nobody is odd. Of numbers the usual range is that of
all but the outermost thousandths, and a quarter as much again on both sides; of what is counted over time, up to twice
that.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from wallwatch.model import Alert
from wallwatch.noise.axes import AXES, DAY, Axis, Value

MEMBERS_MIN: Final = 50
"""Members from which on a rule knows what they are like; sooner after a day."""

_FEWEST: Final = 5
_SHARE: Final = 0.001
_TOGETHER: Final = 0.99
_TOLD: Final = 3

_BY_NAME: Final[Mapping[str, Axis]] = {axis.name: axis for axis in AXES}

Histogram = Mapping[Value, int]
"""How many members have each value."""


class Usual(msgspec.Struct, frozen=True):
    """What is usual on an axis: ``words``, or numbers from ``low`` to ``high``. ``seen`` is how that is told."""

    words: frozenset[Value] | None = None
    low: int = 0
    high: int = 0
    seen: str = ""

    def has(self, value: Value) -> bool:
        """Tell whether a value is usual."""
        if self.words is not None:
            return value in self.words
        return isinstance(value, int) and self.low <= value <= self.high


class Oddity(msgspec.Struct, frozen=True):
    """An axis on which a member differs, and the numbers in words: ``40 packets a minute, was at most 3``."""

    axis: str
    value: Value
    words: str


class Shape(msgspec.Struct, frozen=True):
    """What the members of a rule are like, on the axes where they have something in common."""

    members: int
    usual: Mapping[str, Usual]

    def odd(self, axis: Axis, value: Value | None) -> Oddity | None:
        """Return how a value of an axis differs, ``None`` if it does not, or if nothing is known."""
        usual = self.usual.get(axis.name)
        if usual is None or value is None or usual.has(value):
            return None
        return Oddity(axis.name, value, f"{axis.told(value)}, was {usual.seen}")

    def oddities(self, alert: Alert) -> tuple[Oddity, ...]:
        """Return on which axes an alert differs by itself; what is counted over time is not among them."""
        found = (self.odd(axis, axis.read(alert)) for axis in AXES if axis.per is None)
        return tuple(oddity for oddity in found if oddity is not None)


def is_learned(members: int, age: int) -> bool:
    """Tell whether a rule of ``age`` (microseconds) with so many members knows what they are like."""
    return members >= MEMBERS_MIN or (age >= DAY and members >= _FEWEST)


def learn(members: int, histograms: Mapping[str, Histogram]) -> Shape:
    """Return the shape of so many members, from how many of them have each value of each axis."""
    found = {axis.name: usual_of(axis, histograms.get(axis.name, {})) for axis in AXES}
    return Shape(members, {name: usual for name, usual in found.items() if usual is not None})


def widened(shape: Shape, wider: Iterable[tuple[str, Value]]) -> Shape:
    """Return the shape with values that somebody has said are fine, too: axis and value."""
    usual = dict(shape.usual)
    for name, value in wider:
        known = usual.get(name)
        if known is None or known.has(value):
            continue
        if known.words is not None:
            usual[name] = msgspec.structs.replace(known, words=known.words | {value})
        elif isinstance(value, int):
            high = value if _BY_NAME[name].per is None else 2 * value  # as it was learned
            usual[name] = msgspec.structs.replace(known, low=min(known.low, value), high=max(known.high, high))
    return Shape(shape.members, usual)


def usual_of(axis: Axis, histogram: Histogram) -> Usual | None:
    """Return what is usual on an axis, ``None`` if there is no such thing."""
    total = sum(histogram.values())
    if not total:
        return None
    return _usual_words(axis, histogram, total) if axis.kind == "word" else _usual_numbers(axis, histogram, total)


def _usual_words(axis: Axis, histogram: Histogram, total: int) -> Usual | None:
    common = {value: count for value, count in histogram.items() if count >= total * _SHARE}
    if sum(common.values()) < total * _TOGETHER:
        return None
    often = sorted(common, key=lambda value: (-common[value], str(value)))
    told = ", ".join(map(str, often[:_TOLD])) + (" and others" if len(often) > _TOLD else "")
    return Usual(words=frozenset(common), seen=f"{axis.unit} {told}".strip())


def _usual_numbers(axis: Axis, histogram: Histogram, total: int) -> Usual:
    values = sorted((value, count) for value, count in histogram.items() if isinstance(value, int))
    low, high = _from_below(values, total), _from_below(values[::-1], total)
    if axis.per is not None:
        return Usual(low=0, high=2 * high, seen=f"at most {axis.told(high)}")
    margin = max((high - low) // 4, 1)
    return Usual(low=low - margin, high=high + margin, seen=_between(axis, low, high))


def _from_below(values: Sequence[tuple[int, int]], total: int) -> int:
    """Return the first value below which (in the order given) at least a thousandth lies; the first one of few."""
    left_out = total * _SHARE
    for value, count in values:
        left_out -= count
        if left_out < 0:
            return value
    return values[-1][0]


def _between(axis: Axis, low: int, high: int) -> str:
    return axis.told(low) if low == high else f"{axis.told(low).partition(' ')[0]} to {axis.told(high)}"
