"""What a store holds, counted for plots: attempts over time, and how many there are of each port, network and so on.

Every question is one pass over the store, in SQL alone: what comes back is some rows, however many alerts there are.
A gap is counted nowhere, for it is no attempt.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from wallwatch.filter.clause import TRUE, Sql, all_of
from wallwatch.model.times import SECOND
from wallwatch.store import StoreReader

Kind = Literal["ports", "networks", "stacks", "verdicts"]
Value = str | int | bytes | None
"""A port, a name, the first bytes of a packed address, or ``None`` for what is not known."""

MOST: Final = 60
"""Groups that are returned of a kind."""
FINEST: Final = 2_000
"""Bars that a span is divided into at most, before they are put together for the room there is."""

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
STEPS: Final = tuple(
    seconds * SECOND
    for seconds in (
        *(1, 5, 15, 30, _MINUTE, 5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE),
        *(_HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR),
        *(_DAY, 7 * _DAY, 28 * _DAY, 364 * _DAY),
    )
)
"""How long a bar lasts, in microseconds. Each divides the next."""

_MAPPED: Final = "x'00000000000000000000ffff'"
"""What a packed IPv4 address begins with."""
V4_BYTES: Final = 15
V6_BYTES: Final = 6
"""Bytes of a packed source that stand for a network nobody has named: a /24, and a /48."""

_COLUMNS: Final[Mapping[Kind, str]] = {
    "ports": "ifnull(dport, proto)",
    "networks": (
        f"CASE WHEN network IS NOT NULL THEN network WHEN substr(src_key, 1, 12) = {_MAPPED} "
        f"THEN substr(src_key, 1, {V4_BYTES}) ELSE substr(src_key, 1, {V6_BYTES}) END"
    ),
    "stacks": "os_label",
    "verdicts": "verdict",
}
KINDS: Final = tuple(_COLUMNS)
"""What alerts are counted by, each for itself."""


class Asked(msgspec.Struct, frozen=True):
    """Which alerts are counted (``passing``), and which of them are noise (``hidden``); neither is ever NULL.

    Where noise ``counts``, it counts for the order of the groups as well.
    """

    passing: Sql = TRUE
    hidden: Sql = Sql("0")
    counts: bool = False


class Total(msgspec.Struct, frozen=True):
    """How many alerts are new, how many noise, and when the first and the last of them began (microseconds)."""

    new: int
    noise: int
    first: int
    last: int


class Group(msgspec.Struct, frozen=True):
    """How many alerts have a value; ``proto`` is their protocol, where it is the same for all."""

    value: Value
    new: int
    noise: int
    proto: str | None = None


Bars = dict[int, tuple[int, int]]
"""New alerts and noise by the number of the bar: the time, shifted to the wall clock, in steps since the epoch."""


def total(reader: StoreReader, asked: Asked) -> Total | None:
    """Return how much there is, and from when to when; ``None`` where there is nothing."""
    ((count, noise, first, last),) = reader.ask(_select("count(*), {noise}, min(first), max(first)", asked))
    return Total(count - noise, noise, first, last) if count else None


def rate(reader: StoreReader, asked: Asked, step: int, shift: int) -> Bars:
    """Return the alerts over time, in steps; ``shift`` microseconds lead from UTC to the wall clock."""
    rows = reader.ask(_select(f"(first + {shift}) / {step}, count(*), {{noise}}", asked, " GROUP BY 1"))
    return {bar: (count - noise, noise) for bar, count, noise in rows}


def groups(reader: StoreReader, asked: Asked, kind: Kind) -> tuple[Group, ...]:
    """Return the values that most alerts have, most first; where noise does not count, only those that have others."""
    order = "all_of" if asked.counts else "all_of - noise"
    rows = reader.ask(
        _select(
            f"{_COLUMNS[kind]} AS value, count(*) AS all_of, {{noise}} AS noise, min(proto), max(proto)",
            asked,
            f" GROUP BY 1 HAVING {order} > 0 ORDER BY {order} DESC, value LIMIT {MOST}",
        )
    )
    return tuple(
        Group(value, count - noise, noise, first if first == last else None)
        for value, count, noise, first, last in rows
    )


def step_for(span: int, bars: int) -> int:
    """Return the shortest step with which ``span`` microseconds need at most so many bars."""
    return next((step for step in STEPS if span // step + 2 <= bars), STEPS[-1])


def together(bars: Bars, times: int) -> Bars:
    """Return the bars with ``times`` of them put together to one."""
    found: Bars = {}
    for bar, (new, noise) in bars.items():
        old = found.get(bar // times, (0, 0))
        found[bar // times] = old[0] + new, old[1] + noise
    return found


def _select(what: str, asked: Asked, rest: str = "") -> Sql:
    noise = f"ifnull(sum({asked.hidden.text}), 0)"
    where = all_of([asked.passing, Sql("(proto != 'gap')")])
    text = f"SELECT {what.format(noise=noise)} FROM alerts WHERE {where.text}{rest}"  # noqa: S608 - bound parameters
    return Sql(text, asked.hidden.parameters + where.parameters)
