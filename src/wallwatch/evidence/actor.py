"""Whether two addresses are one machine's: a hypothesis, with a ledger of what speaks for it and against it.

The odds begin with who else it may be: the sources of the same range and family that the store holds, and
:data:`UNSEEN` that it does not hold, because nobody has seen all who may call. Each trait that the two have in common
leaves fewer of those; how many are left at the end is the base rate. What tells a machine from its likes comes then:
IP IDs and source ports.

Every entry multiplies the odds by a likelihood ratio. The entries of traits are multiplied along the chain, each among
those who agree so far, so that what hangs together (a block and its distance, a system and its waits) counts once.
Nothing here is ever proven: lines can be forged, and the numbers beside the counts are assumptions, which are named.
"""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from wallwatch.evidence.court import Companion
from wallwatch.evidence.entries import Entry, odds_words, product
from wallwatch.evidence.kinship import is_tool
from wallwatch.evidence.numbering import Continuation, numbering
from wallwatch.evidence.port_run import port_run
from wallwatch.evidence.timing import timing
from wallwatch.evidence.traits import TRAITS, Trait
from wallwatch.evidence.verdict import LEAVES
from wallwatch.model import Alert
from wallwatch.model.address import canonical

Result = Literal["supported", "open", "unlikely"]

UNSEEN: Final = 128
"""Sources of one range (a /16) and one family that are assumed to be able to call, beside those that have."""
SUPPORTED: Final = 3.0
"""Odds from which on a hypothesis is supported; below the inverse it is unlikely."""
ODDS_MAX: Final = 99.0
"""Odds that nothing surpasses, for or against: more than that is not known of who writes log lines."""
SUSPECTS: Final = 5
"""Other addresses that one alert is held against, those that have most in common with it."""


PRIOR: Final = "prior"


class Hypothesis(msgspec.Struct, frozen=True, gc=False):
    """That the sources of two alerts are one machine. ``pool`` tells how many other sources were looked at.

    ``prior`` is what the odds begin with, ``entries`` what they are multiplied by.
    """

    earlier: Alert
    later: Alert
    prior: Entry
    entries: tuple[Entry, ...]
    pool: int
    rivals: int
    """Other sources in the store that match all that these two have in common, but for IP IDs and ports."""
    unseen: float
    """Further ones that are assumed, because nobody has seen them."""
    counter: Continuation | None = None
    """What the IP IDs say, if they are a counter's."""

    @property
    def odds(self) -> float:
        """The odds that it holds."""
        odds = self.prior.factor * product([entry.factor for entry in self.entries])
        return min(max(odds, 1 / ODDS_MAX), ODDS_MAX)

    @property
    def result(self) -> Result:
        """What follows: never that it is proven."""
        odds = self.odds
        if odds >= SUPPORTED:
            return "supported"
        return "unlikely" if odds <= 1 / SUPPORTED else "open"

    @property
    def base_rate(self) -> str:
        """Who else it may be, in a sentence."""
        if not self.rivals:
            return "no other source in the store matches all but the IP IDs"
        one = self.rivals == 1
        return f"{self.rivals:,} other source{'' if one else 's'} match{'es' if one else ''} all but the IP IDs"

    @property
    def because(self) -> str:
        """The result with its reasons in a sentence."""
        told = {"+": "for it", "-": "against it"}
        sides = {side: [each.name for each in self.entries if each.side == side] for side in told}
        reasons = "; ".join(f"{told[side]}: {', '.join(names)}" for side, names in sides.items() if names)
        return f"{self.result}, {odds_words(self.odds)}, not proven; {reasons or 'nothing tells'}"


def may_act(alert: Alert) -> bool:
    """Tell whether an alert is one of a system that can be known again: a connection attempt that came in here."""
    stack = alert.os
    is_known = stack is not None and stack.family is not None and not is_tool(stack)
    return alert.proto == "tcp" and is_known and alert.because != LEAVES and canonical(alert.src) is not None


def suspects(focus: Alert, pool: Sequence[Alert], limit: int = SUSPECTS) -> list[Alert]:
    """Return one alert of each other address that may be the machine behind ``focus``, the likeliest first.

    That is the one which has most in common with it, and of those the nearest in time.
    """
    best: dict[str, tuple[float, int, Alert]] = {}
    for other in pool:
        if other.src == focus.src or not may_act(other):
            continue
        rank = (_likeness(focus, other), abs(other.first - focus.first), other)
        if other.src not in best or rank[:2] < best[other.src][:2]:
            best[other.src] = rank
    ranked = sorted(best.values(), key=lambda rank: (*rank[:2], rank[2].id))
    return [other for _, _, other in ranked[:limit]]


def weigh(one: Companion, other: Companion, pool: Sequence[Alert]) -> Hypothesis:
    """Return the ledger of two alerts, each with its packets, in any order.

    ``pool`` are the alerts of the same range around the later one, these two among them or not.
    """
    (earlier, before), (later, after) = sorted((one, other), key=lambda side: (side[0].first, side[0].id))
    others = [alert for alert in pool if alert.src not in {earlier.src, later.src} and may_act(alert)]
    chain = _Chain(earlier, later, others)
    numbered, counter = numbering(before, after)
    rest = [timing(earlier, later, pool), numbered, port_run(earlier, later)]
    return Hypothesis(
        earlier=earlier,
        later=later,
        prior=chain.prior,
        entries=(*chain.entries, *(entry for entry in rest if entry is not None)),
        pool=len(_sources(others)),
        rivals=len(_sources(chain.left)),
        unseen=chain.unseen,
        counter=counter,
    )


class _Chain:
    """The traits, one after the other, each among those of the others who agree in all before."""

    def __init__(self, earlier: Alert, later: Alert, others: Sequence[Alert]) -> None:
        self.left = list(others)
        self.unseen = float(UNSEEN)
        seen = len(_sources(others))
        family = later.os.family if later.os is not None else "unknown"
        words = f"the second may be any {family} host of the range: {seen:,} others called, {UNSEEN} unseen are assumed"
        self.prior = Entry(PRIOR, 1 / (UNSEEN + seen), words)
        self.entries = tuple([self._entry(trait, earlier, later) for trait in TRAITS])

    def _entry(self, trait: Trait, earlier: Alert, later: Alert) -> Entry:
        agrees, words = trait.agree(earlier, later), trait.words(earlier, later)
        if agrees is None:
            return Entry(trait.name, 1.0, words)
        alike = [other for other in self.left if trait.agree(other, later)]
        before = self.unseen + len(_sources(self.left))
        after = self.unseen * trait.share + len(_sources(alike))
        share = after / before
        if not agrees:
            return Entry(trait.name, (1 - trait.same) / max(1 - share, 1 - trait.same), words)
        self.left, self.unseen = alike, self.unseen * trait.share
        return Entry(trait.name, trait.same / share, words)


def _likeness(focus: Alert, other: Alert) -> float:
    """Return how surprising it is that another machine has so much in common; less is more."""
    return product([_unlike(trait, trait.agree(focus, other)) for trait in TRAITS])


def _unlike(trait: Trait, agrees: bool | None) -> float:  # noqa: FBT001 - an answer
    if agrees is None:
        return 1.0
    return trait.share / trait.same if agrees else (1 - trait.share) / (1 - trait.same)


def _sources(alerts: Sequence[Alert]) -> set[str]:
    return {alert.src for alert in alerts}


def told(hypotheses: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Return each pair of addresses once, by its best hypothesis; the best odds first, of equal ones the newest."""
    best: dict[frozenset[str], Hypothesis] = {}
    for each in sorted(hypotheses, key=lambda one: (-one.odds, -one.later.first, one.later.id)):
        best.setdefault(frozenset((each.earlier.src, each.later.src)), each)
    return list(best.values())


def is_like(focus: Alert, other: Alert) -> bool:
    """Tell whether nothing that is known of two alerts of different addresses differs."""
    return focus.src != other.src and all(trait.agree(focus, other) is not False for trait in TRAITS)
