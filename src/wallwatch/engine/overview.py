"""What a store holds, counted for plots: attempts over time, and how many there are of each port, network and so on.

Every question is one pass over the store, in SQL alone: what comes back is some rows, however many alerts there are.
What noise rules hide takes longer to find out than to count, so some kinds are counted in one pass. A gap is counted
nowhere, for it is no attempt.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import msgspec

from wallwatch.filter.clause import TRUE, Sql, all_of
from wallwatch.filter.places import AROUND_SOURCE
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

_COLUMNS: Final[Mapping[Kind, str]] = {
    "ports": "ifnull(dport, proto)",
    "networks": f"ifnull(network, {AROUND_SOURCE})",
    "stacks": "os_label",
    "verdicts": "verdict",
}
PASSES: Final[tuple[tuple[Kind, ...], ...]] = (("ports", "stacks", "verdicts"), ("networks",))
"""Kinds that are counted together. Of networks there may be as many as alerts: with them, of all combinations."""


class Asked(msgspec.Struct, frozen=True):
    """Which alerts are counted (``passing``), and which of them are noise (``hidden``); neither is ever NULL.

    Where noise ``counts``, it counts for the order of the groups as well.
    """

    passing: Sql = TRUE
    hidden: Sql = Sql("0")
    counts: bool = False


class Group(msgspec.Struct, frozen=True):
    """How many alerts have a value; ``proto`` is their protocol, where it is the same for all."""

    value: Value
    new: int
    noise: int
    proto: str | None = None


Bars = dict[int, tuple[int, int]]
"""New alerts and noise by the number of the bar: the time, shifted to the wall clock, in steps since the epoch."""


def span(reader: StoreReader, asked: Asked) -> tuple[int, int] | None:
    """Return when the first and the last alert began (microseconds); ``None`` where there is none."""
    ((first, last),) = reader.ask(_from_alerts("min(first), max(first)", asked.passing))
    return None if first is None else (first, last)


def rate(reader: StoreReader, asked: Asked, step: int, shift: int) -> Bars:
    """Return the alerts over time, in steps; ``shift`` microseconds lead from UTC to the wall clock."""
    what = Sql(f"(first + {shift}) / {step}, count(*), {_noise(asked)}", asked.hidden.parameters)
    rows = reader.ask(_from_alerts(what, asked.passing, " GROUP BY 1"))
    return {bar: (count - noise, noise) for bar, count, noise in rows}


def groups(reader: StoreReader, asked: Asked, kinds: Sequence[Kind]) -> dict[Kind, tuple[Group, ...]]:
    """Return for each kind the values that most alerts have, most first, in one pass for all of them.

    Where noise does not count, only values are returned that others than noise have.
    """
    names = ", ".join(f"{_COLUMNS[kind]} AS {kind}" for kind in kinds)
    what = Sql(
        f"{names}, min(proto) AS least, max(proto) AS greatest, count(*) AS counted, {_noise(asked)} AS noise",
        asked.hidden.parameters,
    )
    places = ", ".join(str(place) for place in range(1, len(kinds) + 1))
    combined = _from_alerts(what, asked.passing, f" GROUP BY {places}")
    order = "sum(counted)" if asked.counts else "sum(counted) - sum(noise)"
    each = " UNION ALL ".join(_MOST.format(kind=kind, order=order) for kind in kinds)
    found: dict[Kind, list[Group]] = {kind: [] for kind in kinds}
    for kind, value, count, noise, least, greatest in reader.ask(
        Sql(f"WITH combined AS MATERIALIZED ({combined.text}) {each}", combined.parameters)
    ):
        found[kind].append(Group(value, count - noise, noise, least if least == greatest else None))
    return {kind: tuple(some) for kind, some in found.items()}


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


_MOST: Final = (  # our own names alone
    "SELECT * FROM (SELECT '{kind}', {kind} AS value, sum(counted), sum(noise), min(least), max(greatest) "  # noqa: S608
    f"FROM combined GROUP BY 2 HAVING {{order}} > 0 ORDER BY {{order}} DESC, 2 LIMIT {MOST})"
)


def _noise(asked: Asked) -> str:
    return f"ifnull(sum({asked.hidden.text}), 0)"


def _from_alerts(what: Sql | str, passing: Sql, rest: str = "") -> Sql:
    wanted = Sql(what) if isinstance(what, str) else what
    where = all_of([passing, Sql("(proto != 'gap')")])
    text = f"SELECT {wanted.text} FROM alerts WHERE {where.text}{rest}"  # noqa: S608 - what people wrote is bound
    return Sql(text, wanted.parameters + where.parameters)
