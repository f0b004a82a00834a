"""What a bar of the overview is called, and the filter terms that let through what it counts.

A name in a filter is a part of a name: ``os:Linux`` lets ``Linux 2.6`` through as well, which has a bar of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Final, NamedTuple

from wallwatch.engine.overview import Bars, Group, Kind, Value, together
from wallwatch.filter.quote import quote, term_for
from wallwatch.model.address import network_of
from wallwatch.model.services import protocol, service
from wallwatch.model.times import SECOND, from_datetime, to_datetime

_PORTLESS: Final = frozenset({"tcp", "udp"})
"""Protocols whose alerts have a port, unless it is not known."""
_DAY: Final = 86_400 * SECOND


class Bar(NamedTuple):
    """A bar: its ``label``, the alerts that it stands for, and the ``terms`` that ask for them."""

    label: str
    terms: tuple[str, ...]
    new: int
    noise: int


def bars_of(kind: Kind, groups: Sequence[Group]) -> tuple[Bar, ...]:
    """Return a bar for each group."""
    named = _NAMED[kind]
    return tuple(Bar(*named(group), group.new, group.noise) for group in groups)


Named = tuple[str, tuple[str, ...]]


def _port(group: Group) -> Named:
    value = group.value
    if isinstance(value, int):
        at = f"{value}/{group.proto}" if group.proto else str(value)
        name = service(group.proto or "tcp", value)
        return f"{at} {name}" if name else at, (term_for("dport", value),)
    proto = str(value)
    if proto in _PORTLESS:
        return f"{proto}, port unknown", (term_for("proto", proto), term_for("dport", None))
    return protocol(proto), (term_for("proto", proto),)


def _network(group: Group) -> Named:
    value = group.value
    if isinstance(value, bytes):
        block = network_of(value)
        return block, (f"src:{block}",)
    return _named_by("net", group)


def _or_unknown(value: Value) -> str:
    return "unknown" if value is None else str(value)


def _named_by(field: str, group: Group) -> Named:
    """Return a group that is called what it is, and the term of the ``field`` that has it."""
    name = _or_unknown(group.value)
    return name, (term_for(field, None if group.value is None else name),)


_NAMED: Final[Mapping[Kind, Callable[[Group], Named]]] = {
    "ports": _port,
    "networks": _network,
    "stacks": partial(_named_by, "os"),
    "verdicts": partial(_named_by, "verdict"),
}


class Rate(NamedTuple):
    """Alerts over time: bars that last ``step`` microseconds, on the wall clock of ``zone``.

    ``bars`` are by number: the time on the wall clock, in steps since the epoch; ``shift`` is how far that clock was
    ahead of UTC (microseconds). There are ``length`` of them from the ``first`` on, those without an alert among them.
    """

    step: int
    shift: int
    bars: Bars
    zone: tzinfo
    first: int
    length: int

    def coarser(self, step: int) -> "Rate":
        """Return the same with bars of ``step``, which is a multiple of that of this one."""
        return rate_of(step, self.shift, together(self.bars, step // self.step), self.zone)

    def at(self, place: int) -> tuple[int, int]:
        """Return new alerts and noise of the bar at a place, from 0."""
        return self.bars.get(self.first + place, (0, 0))

    def begins(self, place: int) -> int:
        """Return when the bar at a place begins, microseconds since the epoch."""
        return (self.first + place) * self.step - self.shift

    def terms(self, place: int) -> tuple[str, ...]:
        """Return the terms for what was seen in the time of a bar."""
        begin = self.begins(place)
        # ``until`` takes in the whole minute, or second, that it names.
        last = begin + self.step - (60 * SECOND if self.step % (60 * SECOND) == 0 else SECOND)
        return f"since:{self._written(begin)}", f"until:{self._written(last)}"

    def words(self, place: int) -> str:
        """Return when a bar begins, in words: ``03-02 15:30``, ``15:30:05`` where bars are shorter than a minute."""
        return f"{to_datetime(self.begins(place)).astimezone(self.zone):{self._shape}}"

    @property
    def _shape(self) -> str:
        if self.step >= _DAY:
            return "%Y-%m-%d"
        return "%m-%d %H:%M:%S" if self.step % (60 * SECOND) else "%m-%d %H:%M"

    def _written(self, micros: int) -> str:
        """Return a moment as a filter reads it back; with its offset where the wall clock shows it twice or never."""
        moment = to_datetime(micros).astimezone(self.zone)
        whole = self.step % (60 * SECOND) == 0 and not moment.second
        text = moment.replace(tzinfo=None).isoformat(timespec="minutes" if whole else "seconds")
        if from_datetime(datetime.fromisoformat(text).replace(tzinfo=self.zone)) == micros:
            return quote(text)
        return quote(f"{text}{moment:%z}")


def rate_of(step: int, shift: int, bars: Bars, zone: tzinfo) -> Rate:
    """Return the bars in their order."""
    first = min(bars, default=0)
    return Rate(step, shift, bars, zone, first, max(bars) - first + 1 if bars else 0)


def shift_of(micros: int, zone: tzinfo) -> int:
    """Return how far the wall clock of ``zone`` was ahead of UTC at a time, in microseconds."""
    offset = to_datetime(micros).astimezone(zone).utcoffset() or timedelta(0)
    return offset // timedelta(microseconds=1)


_NAMES: Final = ((86_400 * 7, "w"), (86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


def lasting(step: int) -> str:
    """Return how long a bar lasts: ``15m``, ``3h``, ``1w``."""
    seconds = step // SECOND
    return next(f"{seconds // size}{unit}" for size, unit in _NAMES if seconds % size == 0)
