"""Asks the store which addresses may be one machine's. What it costs does not grow with the store."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import msgspec

from wallwatch.engine.kin import Kin
from wallwatch.evidence.actor import Hypothesis, Result, is_like, may_act, suspects, told, weigh
from wallwatch.evidence.traits import hops
from wallwatch.model import Alert
from wallwatch.model.address import packed
from wallwatch.store import StoreReader
from wallwatch.store.decisions import Decision, decision_on, latest
from wallwatch.store.ledger import Subject, subject_of

LOOKED_AT: Final = 2_000
"""The newest attempts that a survey holds against each other."""
COMPARED: Final = 50
"""Those before it that each of them is held against, the nearest."""
WEIGHED: Final = 60
"""Those of them, the newest, for which ledgers are made."""
SHOWN: Final = 3
"""Hypotheses that are shown of one alert."""

LISTED: Final[frozenset[Result]] = frozenset({"supported", "open"})
"""Results that are told unasked."""
_IPV4: Final = 14
_IPV6: Final = 4
"""Bytes of a packed address that its range has."""


class Actor(msgspec.Struct, frozen=True):
    """Two addresses that may be one machine's, and what a person said of them.

    There is no hypothesis where the alerts that were decided on are not in the store any more.
    """

    hypothesis: Hypothesis | None
    decision: Decision | None = None

    @property
    def addresses(self) -> tuple[str, str]:
        """The two addresses, the one that called first in front."""
        if self.hypothesis is not None:
            return self.hypothesis.earlier.src, self.hypothesis.later.src
        one, other = self.decision.subjects if self.decision is not None else (None, None)
        return (one.src if one else "", other.src if other else "")


def actors_of(reader: Kin, alert: Alert, decisions: Sequence[Decision] = ()) -> list[Actor]:
    """Return the other addresses that the machine behind an alert may have had, the likeliest first."""
    if not may_act(alert):
        return []
    pool = reader.kindred(alert)
    found = [weighed(reader, alert, other, pool) for other in suspects(alert, pool)]
    return [decided(each, decisions) for each in told(found)[:SHOWN]]


def actor_of(reader: Kin, one: Alert, other: Alert, decisions: Sequence[Decision] = ()) -> list[Actor]:
    """Return the ledger of two alerts, whatever they have in common; none if one is of no system that is known."""
    return [decided(weighed(reader, one, other), decisions)] if may_act(one) and may_act(other) else []


def survey(reader: StoreReader, decisions: Sequence[Decision] = ()) -> list[Actor]:
    """Return the hypotheses over the newest attempts that are supported or open, and all that was decided on.

    The best odds come first; at the end is what was decided on alerts that are gone.
    """
    found = [each for alert in _promising(reader) for each in _of_later(reader, alert)]
    actors = [decided(each, decisions) for each in told(found)]
    actors = [each for each in actors if is_worth_telling(each)]
    known = [each.decision for each in actors]
    return in_order([*actors, *(again(reader, each) for each in latest(decisions) if each not in known)])


def is_worth_telling(actor: Actor) -> bool:
    """Tell whether a pair is supported or open, or was decided on."""
    return bool(actor.decision or (actor.hypothesis and actor.hypothesis.result in LISTED))


def in_order(actors: Sequence[Actor]) -> list[Actor]:
    """Return pairs by their odds, the best first; at the end those of which there is no hypothesis any more."""
    return sorted(actors, key=lambda each: -each.hypothesis.odds if each.hypothesis else 0.0)


def _of_later(reader: Kin, alert: Alert) -> Iterator[Hypothesis]:
    """Yield the hypotheses whose later alert this is."""
    pool = reader.kindred(alert)
    for other in suspects(alert, [each for each in pool if each.first < alert.first]):
        yield weighed(reader, alert, other, pool)


def again(reader: Kin, decision: Decision) -> Actor:
    """Return what was decided on with its ledger of today."""
    alerts = reader.alike(decision.subjects)
    one, other = (_found(alerts, subject) for subject in decision.subjects)
    return Actor(None if one is None or other is None else weighed(reader, one, other), decision)


def _found(alerts: Sequence[Alert], subject: Subject) -> Alert | None:
    alike = (alert for alert in alerts if subject_of(alert).tuple == subject.tuple)
    return next((alert for alert in alike if subject_of(alert).touches(subject)), None)


def decided(hypothesis: Hypothesis, decisions: Sequence[Decision]) -> Actor:
    """Return a hypothesis with what was decided on its alerts."""
    subjects = subject_of(hypothesis.earlier), subject_of(hypothesis.later)
    return Actor(hypothesis, decision_on(decisions, *subjects))


def weighed(reader: Kin, one: Alert, other: Alert, pool: Sequence[Alert] | None = None) -> Hypothesis:
    """Return the ledger of two alerts; ``pool`` is that of ``one``."""
    later = max(one, other, key=lambda alert: (alert.first, alert.id))
    around = reader.kindred(later) if pool is None or later is not one else pool
    return weigh((one, reader.packets(one.id)), (other, reader.packets(other.id)), around)


def _promising(reader: StoreReader) -> list[Alert]:
    """Return the newest attempts that have a like from another address of their range among those before them."""
    newest = [alert for alert in reader.called_again(LOOKED_AT) if may_act(alert)]
    newest.sort(key=_kind)
    promising = [alert for _, alike in groupby(newest, _kind) for alert in _with_like(list(alike))]
    return sorted(promising, key=lambda alert: (-alert.first, alert.id))[:WEIGHED]


def _with_like(alerts: Sequence[Alert]) -> Iterator[Alert]:
    in_order = sorted(alerts, key=lambda alert: (alert.first, alert.id))
    for place, alert in enumerate(in_order):
        if any(is_like(alert, other) for other in in_order[max(place - COMPARED, 0) : place]):
            yield alert


def _kind(alert: Alert) -> tuple[bytes, str, int, int]:
    """Return what has to be the same before it is worth a closer look."""
    key = packed(alert.src)
    family = (alert.os.family if alert.os is not None else None) or ""
    return key[: _IPV6 if ":" in alert.src else _IPV4], family, alert.dport or 0, hops(alert) or 0
