"""Which hypotheses of one machine at two addresses the alerts of a report are a part of."""

from collections.abc import Sequence
from typing import Final

import msgspec

from wallwatch.engine.actors import Actor, again, decided, in_order, is_worth_telling, weighed
from wallwatch.engine.kin import Kin
from wallwatch.evidence.actor import is_like, may_act, suspects, told
from wallwatch.model import Alert
from wallwatch.store.decisions import Decision, is_decided, latest
from wallwatch.store.ledger import Subject, subject_of

ADDRESSES: Final = 60
"""Addresses of a report that are held against others, those that called first."""
TOLD: Final = 10
"""Pairs that are told of, the likeliest."""

Pair = tuple[Alert, Alert, Sequence[Alert]]
"""An alert, one of another address, and those of the range around the first."""


class Involved(msgspec.Struct, frozen=True):
    """The pairs, the likeliest first; how many more there are, and how many addresses nobody looked into."""

    actors: tuple[Actor, ...] = ()
    more: int = 0
    unlooked: int = 0


def involved(kin: Kin, alerts: Sequence[Alert], decisions: Sequence[Decision] = ()) -> Involved:
    """Return the pairs of addresses of which one called in these alerts: supported, open, or decided on."""
    hypotheses = told([weighed(kin, *pair) for pair in pairs(kin, alerts)])
    actors = [each for each in (decided(one, decisions) for one in hypotheses) if is_worth_telling(each)]
    known = [each.decision for each in actors]
    subjects = [subject_of(alert) for alert in alerts] if decisions else []
    said = (each for each in latest(decisions) if each not in known and _is_about(each, subjects))
    ordered = in_order([*actors, *(again(kin, each) for each in said)])
    return Involved(tuple(ordered[:TOLD]), max(len(ordered) - TOLD, 0), max(len(_callers(alerts)) - ADDRESSES, 0))


def pairs(kin: Kin, alerts: Sequence[Alert]) -> list[Pair]:
    """Return the alerts for which ledgers are made, each pair once; their packets are not looked at."""
    found: dict[frozenset[int], Pair] = {}
    for alert in _callers(alerts)[:ADDRESSES]:
        pool = kin.kindred(alert)
        # Whom nobody is like is in no pair that is worth telling, and a ledger takes some milliseconds.
        for other in suspects(alert, pool) if any(is_like(alert, each) for each in pool) else ():
            found.setdefault(frozenset((alert.id, other.id)), (alert, other, pool))
    return list(found.values())


def _callers(alerts: Sequence[Alert]) -> list[Alert]:
    """Return of each address the alert that tells most: the one of most packets, of equal ones the first."""
    best: dict[str, Alert] = {}
    for alert in alerts:
        if alert.packets > 1 and may_act(alert) and (alert.src not in best or alert.packets > best[alert.src].packets):
            best[alert.src] = alert
    return list(best.values())


def _is_about(decision: Decision, subjects: Sequence[Subject]) -> bool:
    return any(is_decided([decision], subject) for subject in subjects)
