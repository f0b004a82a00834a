"""What people decided of two alerts: that one machine sent both, that two did, or that they are unsure.

A decision is an operation like a mark, about two alerts by what they are. It holds for their two addresses around that
time: an alert more or less of one of them changes nothing, while weeks later an address may be another's.
"""

from collections.abc import Iterable
from typing import Final, Literal, get_args

import msgspec

from wallwatch.model.times import SECOND
from wallwatch.store.ledger import Ledger, Subject

Word = Literal["same", "not same", "unsure"]
_PAIR: Final = 2
WORDS: Final[tuple[Word, ...]] = get_args(Word)

HOLDS: Final = 2 * 86_400 * SECOND
"""Microseconds around the alerts of a decision in which it holds for other alerts of their addresses."""


class Decision(msgspec.Struct, frozen=True):
    """What ``person`` said of two alerts, with a note."""

    word: str
    """One of :data:`WORDS`."""
    note: str
    person: str
    subjects: tuple[Subject, Subject]

    def covers(self, one: Subject, other: Subject) -> bool:
        """Tell whether it was said of these two, in any order."""
        mine, yours = self.subjects
        return (_near(mine, one) and _near(yours, other)) or (_near(mine, other) and _near(yours, one))


def decisions_in(ledger: Ledger) -> tuple[Decision, ...]:
    """Return all decisions that hold, oldest first.

    One of an unknown word (a later version has more) or about another number of alerts is none.
    """
    return tuple(
        Decision(operation.rule, operation.text, operation.person, (subjects[0], subjects[1]))
        for operation, subjects in ledger.said_of_actors()
        if operation.rule in WORDS and len(subjects) == _PAIR
    )


def decision_on(decisions: Iterable[Decision], one: Subject, other: Subject) -> Decision | None:
    """Return the last decision on two alerts, ``None`` if there is none."""
    found = [decision for decision in decisions if decision.covers(one, other)]
    return found[-1] if found else None


def latest(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions without those that another one on the same alerts has replaced, the newest first."""
    kept: list[Decision] = []
    for decision in reversed(list(decisions)):
        if not any(newer.covers(*decision.subjects) for newer in kept):
            kept.append(decision)
    return kept


def _near(decided: Subject, subject: Subject) -> bool:
    return decided.src == subject.src and abs(decided.first - subject.first) <= HOLDS


def is_decided(decisions: Iterable[Decision], subject: Subject) -> bool:
    """Tell whether an alert is one of those that a decision was made on."""
    return any(
        each.tuple == subject.tuple and each.touches(subject) for decision in decisions for each in decision.subjects
    )
