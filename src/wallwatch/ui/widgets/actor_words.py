"""An actor in the words of the screen: two addresses, the odds, who else it may be, and what a person said."""

from typing import Final

from wallwatch.engine.actors import Actor
from wallwatch.evidence.actor import Result
from wallwatch.evidence.entries import odds_words
from wallwatch.evidence.phrases import span
from wallwatch.model.times import SECOND
from wallwatch.store.decisions import Decision
from wallwatch.ui.paint import Ink
from wallwatch.ui.words import date_and_clock

RESULT_INKS: Final[dict[Result, Ink]] = {"supported": "sound", "open": "waiting", "unlikely": "label"}
GONE: Final = "their alerts are not in the store any more"


def result_of(actor: Actor) -> tuple[str, Ink]:
    """Return the result as a word, ``gone`` without a hypothesis."""
    if actor.hypothesis is None:
        return "gone", "label"
    return actor.hypothesis.result, RESULT_INKS[actor.hypothesis.result]


def odds_of(actor: Actor) -> str:
    """Return the odds in words, nothing without a hypothesis."""
    return "" if actor.hypothesis is None else odds_words(actor.hypothesis.odds)


def addresses_of(actor: Actor) -> str:
    """Return both addresses, the one that called first in front."""
    return " > ".join(actor.addresses)


def times_of(actor: Actor) -> str:
    """Return when both called, and where: ``03-02 15:32:54 x3 > 6346, 71 min later x3 > 6346``."""
    if actor.hypothesis is None:
        return GONE
    earlier, later = actor.hypothesis.earlier, actor.hypothesis.later
    gap = span(max(later.first - earlier.last, 0) / SECOND)
    ports = f"port {earlier.dport}" + ("" if earlier.dport == later.dport else f", then {later.dport}")
    return f"{date_and_clock(earlier)}, again {gap} later; x{earlier.packets} and x{later.packets}, {ports}"


def others_of(actor: Actor) -> str:
    """Return who else it may be."""
    return "" if actor.hypothesis is None else actor.hypothesis.base_rate


def decided(decision: Decision | None) -> str:
    """Return what a person said of it: ``mara said: same (re-dialled)``, or nothing."""
    if decision is None:
        return ""
    note = f" ({decision.note})" if decision.note else ""
    return f"{decision.person or 'somebody'} said: {decision.word}{note}"
