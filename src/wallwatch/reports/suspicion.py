"""What a report says of the hypothesis that two addresses are one machine's: the ledger, and what a person decided."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec

from wallwatch.evidence.actor import Hypothesis
from wallwatch.evidence.entries import Entry, Side, odds_words
from wallwatch.model import Alert
from wallwatch.model.times import iso

TITLE: Final = "One machine at two addresses?"
EXPLAINED: Final = (
    "A hypothesis is weighed and never proven: log lines can be forged. The odds begin with how many other hosts the"
    " second one may be; each entry for it or against it multiplies them."
)
_SIDES: Final[dict[Side, str]] = {"+": "for", "-": "against", ".": "says nothing"}
_BEGINS: Final = "begins with"


class Suspicion(msgspec.Struct, frozen=True, kw_only=True):
    """That two addresses are one machine's. ``word``, ``note`` and ``person`` are of who decided on it, if anybody did.

    There is no hypothesis where the alerts that were decided on are not there any more.
    """

    addresses: tuple[str, str]
    hypothesis: Hypothesis | None = None
    word: str = ""
    note: str = ""
    person: str = ""


class Row(NamedTuple):
    """An entry of the ledger: on which side it is, what is compared, the odds it is worth, and what was seen."""

    side: str
    name: str
    worth: str
    words: str


def addresses(suspicion: Suspicion) -> str:
    """Return the two addresses, the one that called first in front."""
    return " and ".join(suspicion.addresses)


def result(suspicion: Suspicion) -> str:
    """Return what follows: ``supported, odds 6 to 1, not proven``, and who else it may be."""
    found = suspicion.hypothesis
    if found is None:
        return "their alerts are not there any more"
    unseen = f"about {found.unseen:.1g} unseen are assumed"
    return f"{found.result}, odds {odds_words(found.odds)}, not proven; base rate: {found.base_rate}, {unseen}"


def calls(suspicion: Suspicion) -> list[str]:
    """Return the two alerts that are compared, each in a line."""
    found = suspicion.hypothesis
    return [] if found is None else [_call(alert) for alert in (found.earlier, found.later)]


def _call(alert: Alert) -> str:
    time = iso(alert.first, alert.zone, alert.tick).replace("T", " ")
    return f"{time} {alert.src} x{alert.packets} to port {alert.dport}"


def rows(suspicion: Suspicion) -> Iterator[Row]:
    """Yield the ledger: what the odds begin with, and each entry."""
    found = suspicion.hypothesis
    if found is not None:
        yield _row(_BEGINS, found.prior)
        yield from (_row(_SIDES[entry.side], entry) for entry in found.entries)


def _row(side: str, entry: Entry) -> Row:
    return Row(side, entry.name, odds_words(entry.factor), entry.words)


def decided(suspicion: Suspicion) -> str:
    """Return what a person said of it, or that nobody did."""
    if not suspicion.word:
        return "nobody has decided on it"
    by = f"{suspicion.person} decided" if suspicion.person else "decided"
    return f"{by}: {suspicion.word}" + (f" ({suspicion.note})" if suspicion.note else "")


def suspicion_json(suspicion: Suspicion) -> dict[str, Any]:
    """Return the object of a pair of addresses; what is unknown is left out."""
    found = suspicion.hypothesis
    record: dict[str, Any] = {} if found is None else _hypothesis_json(found)
    if suspicion.word:
        record["addresses"] = list(suspicion.addresses)
        record["decision"] = {"word": suspicion.word, "note": suspicion.note, "person": suspicion.person}
    return record


def _hypothesis_json(hypothesis: Hypothesis) -> dict[str, Any]:
    counter = hypothesis.counter
    return {
        "addresses": [hypothesis.earlier.src, hypothesis.later.src],
        "result": hypothesis.result,
        "odds": round(hypothesis.odds, 3),
        "because": hypothesis.because,
        "base_rate": {"others": hypothesis.rivals, "of": hypothesis.pool, "unseen": round(hypothesis.unseen, 3)},
        "chance": None if counter is None else round(counter.chance, 6),
        "earlier": _alert_json(hypothesis.earlier),
        "later": _alert_json(hypothesis.later),
        "prior": _entry_json(hypothesis.prior),
        "entries": [{"side": each.side} | _entry_json(each) for each in hypothesis.entries],
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    factor, bits = round(entry.factor, 4), round(entry.bits, 2)
    return {"name": entry.name, "factor": factor, "bits": bits, "words": entry.words}


def _alert_json(alert: Alert) -> dict[str, Any]:
    return {
        "first": iso(alert.first, alert.zone, alert.tick),
        "last": iso(alert.last, alert.zone, alert.tick),
        "src": alert.src,
        "sport": alert.sport,
        "dst": alert.dst,
        "dport": alert.dport,
        "packets": alert.packets,
    }
