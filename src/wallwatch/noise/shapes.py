"""What the members of all rules are like, held against one alert or, as SQL, against the whole store; both ways agree.

What is counted over time (packets a minute, attempts a day) cannot be seen in an alert: the windows in which a source
did more than usual are kept here, as they were when the rule learned and as alerts came in since.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wallwatch.filter.clause import FALSE, Sql
from wallwatch.filter.parse import parse_query
from wallwatch.filter.values import folded
from wallwatch.model import GAP, Alert
from wallwatch.noise import shape_sql
from wallwatch.noise.axes import AXES, Axis
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.shape import Oddity, Shape, widened
from wallwatch.noise.tally import CAPACITY, Tally, Window
from wallwatch.noise.widening import Widening

NO_GAP: Final = parse_query(f"-proto:{GAP}")
"""What noise rules are asked about. A gap is none: it says of how many lines nobody knows anything."""

OVER_TIME: Final = tuple(axis for axis in AXES if axis.per is not None)
"""The axes that are about a source and not about one alert."""


class Shapes:
    """The shapes of the rules that have learned. ``number`` is the store's change up to which alerts are counted."""

    def __init__(
        self,
        learned: Mapping[str, Shape] | None = None,
        crowded: Mapping[Window, int] | None = None,
        *,
        since: int = 0,
        capacity: int = CAPACITY,
    ) -> None:
        self.learned = dict(learned or {})
        self.number = 0
        self._crowded = dict(crowded or {})
        self._since = since
        """From this time on (microseconds since the epoch) every member of a window was counted."""
        self._tally = Tally(capacity)
        self._shapes = self.learned

    def widen(self, widenings: Iterable[Widening]) -> None:
        """Let what people said is fine be usual, and nothing else that they ever said."""
        wider: dict[str, list[tuple[str, int | str]]] = {}
        for widening in widenings:
            wider.setdefault(folded(widening.rule), []).extend(widening.values)
        self._shapes = {
            key: widened(shape, wider[_name(key)]) if _name(key) in wider else shape
            for key, shape in self.learned.items()
        }

    def of(self, rule: NoiseRule) -> Shape | None:
        """Return what the members of a rule are like, ``None`` if that is not known yet."""
        return self._shapes.get(key_of(rule))

    def oddities(self, rule: NoiseRule, alert: Alert) -> tuple[Oddity, ...]:
        """Return in what a member of a rule differs from the others."""
        shape = self.of(rule)
        if shape is None:
            return ()
        counted = (shape.odd(axis, self._crowded.get(_window(rule, axis, alert))) for axis in OVER_TIME)
        return (*shape.oddities(alert), *(oddity for oddity in counted if oddity is not None))

    def sql(self, rule: NoiseRule) -> Sql:
        """Return the condition that a member of a rule differs. It is true or false, never NULL."""
        shape = self.of(rule)
        return FALSE if shape is None else shape_sql.odd_now(shape, self._windows(rule, shape))

    def count(self, alert: Alert, rules: Iterable[NoiseRule]) -> set[int]:
        """Take in that an alert is a member of these rules, and of no other; return whose standing that may change."""
        wanted = {
            _window(rule, axis, alert): alert.packets if axis.column == "sum(packets)" else 1
            for rule in rules
            if (shape := self.of(rule)) is not None
            for axis in OVER_TIME
            if axis.name in shape.usual
        }
        again = self.forget(alert.id, but=wanted)
        for window, amount in wanted.items():
            again |= self._settle(window, self._tally.put(window, alert.id, amount))
        return again

    def forget(self, member: int, but: Iterable[Window] = ()) -> set[int]:
        """Take an alert out of all windows but these; return whose standing that may change."""
        again: set[int] = set()
        for window in self._tally.windows(member).difference(but):
            again |= self._settle(window, self._tally.drop(window, member))
        return again

    def prime(self, rule: NoiseRule, members: Iterable[tuple[int, str, int, int]]) -> None:
        """Take in members that are in the windows already: number, source, time and packets, oldest first."""
        key = key_of(rule)
        for member, source, first, packets in members:
            for axis in OVER_TIME:
                window = (key, axis.name, source, first // (axis.per or 1))
                self._tally.put(window, member, packets if axis.column == "sum(packets)" else 1)

    def _settle(self, window: Window, total: int) -> set[int]:
        """Take in the new sum of a window; return its members if it is crowded now and was not, or the reverse."""
        key, axis = window[:2]
        base, usual = self.learned[key].usual[axis], self._shapes[key].usual[axis]
        before = self._crowded.get(window, 0)
        after = total if self._is_whole(window) else max(total, before)
        if after > base.high:
            self._crowded[window] = after
        else:
            self._crowded.pop(window, None)
        is_crossed = (before > usual.high) != (after > usual.high)
        return set(self._tally.members(window)) if is_crossed else set()

    def _is_whole(self, window: Window) -> bool:
        """Tell whether all members of a window were counted here."""
        (per,) = (axis.per or 1 for axis in OVER_TIME if axis.name == window[1])
        return window[3] * per >= self._since

    def _windows(self, rule: NoiseRule, shape: Shape) -> dict[str, list[tuple[str, int]]]:
        key, found = (
            key_of(rule),
            {axis.name: list[tuple[str, int]]() for axis in OVER_TIME if axis.name in shape.usual},
        )
        # A copy, which is made in one step: members are counted in one thread while another asks.
        for (rule_key, axis, source, place), total in self._crowded.copy().items():
            if rule_key == key and axis in found and total > shape.usual[axis].high:
                found[axis].append((source, place))
        return found


def key_of(rule: NoiseRule) -> str:
    """Return what a shape is kept under: a rule that hides something else is another one."""
    return f"{folded(rule.name)}\n{rule.match}"


def _name(key: str) -> str:
    return key.partition("\n")[0]


def _window(rule: NoiseRule, axis: Axis, alert: Alert) -> Window:
    return key_of(rule), axis.name, alert.src, alert.first // (axis.per or 1)


def windows_of(rule: NoiseRule, axis: Axis, rows: Iterable[tuple[str, int, int, int]]) -> Iterator[tuple[Window, int]]:
    """Yield crowded windows of a rule from rows of source, place, sum, and the number of a member."""
    key = key_of(rule)
    return (((key, axis.name, source, place), total) for source, place, total, _ in rows)
