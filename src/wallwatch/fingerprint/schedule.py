"""When a sender tries again: the times between the SYNs of one connection, as a witness of its own.

A system that gets no answer repeats its SYN after waits that its source code fixes, and gives up after so many.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

import msgspec

from wallwatch.fingerprint.waits import JITTER, LONGEST, SYSTEMS, Fit, fits
from wallwatch.model import Stack
from wallwatch.model.times import SECOND

__all__ = ["SYSTEMS", "Schedule", "agrees", "is_settled", "reading"]

_KNOWN: Final = frozenset(family for system in SYSTEMS for family in system.families)

_WORSE: Final = 0.5
"""Seconds by which a schedule fits worse than another one, so that the other one is meant."""

_PATIENCE: Final = 0.5
"""Seconds to wait for a packet that is due, beyond what jitter explains."""

_FIRST_WAIT: Final = 3.0
"""The longest first wait that is known."""

_SHOWN: Final = 7
"""Different waits that words tell of."""

_NAMED: Final = 4
"""Systems that words name."""

_WEIGHTS: Final = (0.0, 0.2, 0.5, 0.7, 0.9)
"""Weight by the number of waits; more of them say no more."""

_MISSING_FACTOR: Final = 0.7
_COARSE_FACTOR: Final = 0.8
"""What a missing packet, and stamps of whole seconds, leave of the weight."""

_CACHED: Final = 4_096

_CONTRADICTS: Final = 0.45
"""Weight from which waits may contradict the options."""


class Schedule(msgspec.Struct, frozen=True, gc=False):
    """What the waits between the SYNs of one connection say of their sender."""

    families: tuple[str, ...] = ()
    """Families whose systems wait like this, the likeliest first; empty where none is known to, or nothing was seen."""
    words: str = ""
    """``3 s, 6 s, then nothing: as Windows 2000 to 8, which then gives up``; empty for one packet with more to come."""
    settled: bool = True
    """No further try is due."""
    weight: float = 0.0
    """From 0 (says nothing) to 1 (as good as the options)."""
    possible: tuple[str, ...] = ()
    """Families that could wait like this if packets are missing from the log, those of ``families`` among them."""
    due: float | None = None
    """Seconds after the last packet at which the next try would come, if it is not over."""


def reading(ladder: Sequence[float], packets: int, *, since_last: float | None = None, tick: int = SECOND) -> Schedule:
    """Return what the waits of an alert of that many packets say.

    ``ladder`` is in seconds, ``since_last`` the seconds since the last packet (``None``: long ago), ``tick`` the
    resolution of the stamps in microseconds.
    """
    answer = _answer_later if since_last is None else _answer
    return answer(tuple(ladder), min(packets, LONGEST + 1), since_last, tick)


def _answer(ladder: tuple[float, ...], packets: int, since_last: float | None, tick: int) -> Schedule:
    if not ladder:
        return _no_wait(packets, since_last, tick)
    found = fits(ladder, tick) if packets <= LONGEST else ()
    if not found:
        return Schedule(words=f"{_waits(ladder)}: as no known system")
    best = _best(found)
    due = max((fit.next_wait for fit in best if fit.next_wait is not None), default=None)
    settled = due is None or _is_overdue(due, since_last, tick)
    # A program may give up before its system does, but most do not: those first that would be silent now.
    best.sort(key=lambda fit: fit.next_wait is not None and _is_overdue(fit.next_wait, since_last, tick))
    return Schedule(
        families=_families(best),
        words=_words(best, settled=settled),
        settled=settled,
        weight=_weight(len(ladder), best[0].missing, tick),
        possible=_families([*best, *found]),
        due=None if settled else due,
    )


_answer_later: Final = lru_cache(maxsize=_CACHED)(_answer)
"""The answer long after the last packet, which is asked for again and again."""


def is_settled(ladder: Sequence[float], since_last: float, tick: int = SECOND) -> bool:
    """Tell whether the next try would have come by now, ``since_last`` seconds after the last packet."""
    return reading(ladder, len(ladder) + 1, since_last=since_last, tick=tick).settled


def agrees(schedule: Schedule, stack: Stack | None) -> bool | None:
    """Tell whether the waits fit the system that the options name; ``None`` where one of the two says too little."""
    if stack is None or stack.family not in _KNOWN or not schedule.families:
        return None
    if stack.family in schedule.families:
        return True
    return None if stack.family in schedule.possible or schedule.weight < _CONTRADICTS else False


def _no_wait(packets: int, since_last: float | None, tick: int) -> Schedule:
    """Answer for a packet that has not come again so far."""
    if not _is_overdue(_FIRST_WAIT, since_last, tick):
        return Schedule(settled=False, due=_FIRST_WAIT)
    return Schedule(words="one try, no second" if packets == 1 else "")


def _best(found: Sequence[Fit]) -> list[Fit]:
    """Return the schedules that explain the waits with the fewest missing packets, and about as exactly."""
    fewest = min(fit.missing for fit in found)
    least = min(fit.error for fit in found if fit.missing == fewest)
    return [fit for fit in found if fit.missing == fewest and fit.error <= least + _WORSE]


def _is_overdue(wait: float, since_last: float | None, tick: int) -> bool:
    return since_last is None or since_last > wait * (1 + JITTER) + _PATIENCE + tick / SECOND


def _weight(waits: int, missing: int, tick: int) -> float:
    weight = _WEIGHTS[min(waits, len(_WEIGHTS) - 1)] * _MISSING_FACTOR**missing
    return round(weight * _COARSE_FACTOR if tick >= SECOND else weight, 2)


def _families(found: Sequence[Fit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(family for fit in found for family in fit.system.families))


def _words(best: Sequence[Fit], *, settled: bool) -> str:
    """Return the waits as they are meant, and who waits like that: of a schedule that is over, who ends it here."""
    first = best[0]
    waits = _waits(first.system.waits[: first.at])
    missing = f" ({first.missing} not logged)" if first.missing else ""
    names = [fit.system.name for fit in best]
    if not settled:
        return f"{waits}{missing} so far: as {_either(names)}"
    over = [fit.system.name for fit in best if fit.next_wait is None]
    if over:
        return f"{waits}{missing}, then nothing: as {_either(over)}, which then gives up"
    return f"{waits}{missing}, then nothing: as {_either(names)}, given up early"


def _waits(waits: Sequence[float]) -> str:
    """Return the waits as in ``1 s x5, 2 s, 4 s``."""
    runs = [(wait, len(list(run))) for wait, run in groupby(waits)]
    shown = [f"{wait:g} s x{count}" if count > 1 else f"{wait:g} s" for wait, count in runs[:_SHOWN]]
    return ", ".join(shown) + (", ..." if len(runs) > _SHOWN else "")


def _either(names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        return "most systems"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
