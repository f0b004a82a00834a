"""The answer to "what sent it": of all signatures that a SYN agrees with, the one that p0f would name.

The first specific signature that agrees exactly wins, else the first generic one, else the first that agrees fuzzily;
a tool is never named on a fuzzy match.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from wallwatch.fingerprint.compare import Agreement, compare_shape, compare_ttl
from wallwatch.fingerprint.database import Database, Entry
from wallwatch.fingerprint.distance import guessed_hops
from wallwatch.fingerprint.raw import raw_signature
from wallwatch.fingerprint.shape import Shape, shape_of
from wallwatch.fingerprint.signature import Signature
from wallwatch.fingerprint.syn import Fields, Syn, read_syn
from wallwatch.fingerprint.window import fits, window_multiple
from wallwatch.model import Header, Stack

_CACHED: Final = 8_192
"""Answers that are kept. Real traffic has hundreds; a flood of made-up SYNs must not fill the memory."""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A signature that agrees with a shape, as far as that goes without TTL and window."""

    entry: Entry
    agreement: Agreement


class Matcher:
    """Signatures of one or several databases, as if they were one file, the first database first.

    Answers are kept by what a signature can see of a SYN. What signatures fit all but the TTL and the window is kept
    too, so that a source at a new distance, or one that draws its windows, costs little.
    """

    def __init__(self, databases: Sequence[Database]) -> None:
        self._by_layout: dict[str, list[Entry]] = {}
        for database in databases:
            for entry in database.entries:
                self._by_layout.setdefault(entry.signature.layout, []).append(entry)
        self._candidates = lru_cache(maxsize=_CACHED)(self._find_candidates)
        self._answer = lru_cache(maxsize=_CACHED)(self._find_answer)

    def stack(self, header: Header) -> Stack | None:
        """Return what sent a SYN; ``None`` if no signature agrees, it is no SYN, or its options were not decoded.

        ``hops`` of a tool that draws its TTL is an upper bound, as in p0f's ``dist=<= 11``.
        """
        syn = read_syn(header)
        return None if syn is None else self._answer(syn)

    def _find_candidates(self, fields: Fields) -> tuple[Shape, tuple[Candidate, ...]]:
        shape = shape_of(fields)
        entries = self._by_layout.get(shape.layout, ())
        agreements = ((entry, compare_shape(entry.signature, shape)) for entry in entries)
        return shape, tuple(Candidate(entry, agreement) for entry, agreement in agreements if agreement is not None)

    def _find_answer(self, syn: Syn) -> Stack | None:
        shape, candidates = self._candidates(syn.fields)
        multiple = window_multiple(syn.window, shape.mss, shape.version, shape.headers, stamped=shape.stamped)
        fitting = (one for one in candidates if fits(one.entry.signature.window, syn.window, shape.mss, multiple))
        best = _best(fitting, syn.ttl)
        if best is None:
            return None
        label, match = best.entry.label, _match(best)
        return Stack(
            label=label.text,
            family=label.family,
            match=match,
            hops=_hops(best.entry.signature, syn.ttl),
            raw_sig=raw_signature(shape, syn.ttl, syn.window, multiple),
            unseen=shape.unseen if syn.ttl is not None else ("ttl", *shape.unseen),
        )


def _best(candidates: Iterable[Candidate], ttl: int | None) -> Candidate | None:
    """Return the candidate to name, with how well its TTL agrees too."""
    generic: Candidate | None = None
    fuzzy: Candidate | None = None
    for candidate in candidates:
        label = candidate.entry.label
        agreement = compare_ttl(candidate.entry.signature, ttl)
        if agreement == "exact":
            agreement = candidate.agreement
        if agreement == "exact" and not label.generic:
            return candidate
        if agreement == "exact":
            generic = generic or candidate
        elif agreement == "fuzzy" and not label.strict:
            fuzzy = fuzzy or Candidate(candidate.entry, "fuzzy")
    if generic is not None:
        return generic
    return None if fuzzy is None or fuzzy.entry.label.tool else fuzzy


def _match(best: Candidate) -> str:
    if best.entry.label.tool:
        return "tool"
    if best.agreement == "exact" and best.entry.label.generic:
        return "generic"
    return best.agreement


def _hops(signature: Signature, ttl: int | None) -> int | None:
    if ttl is None:
        return None
    return signature.ttl - ttl if compare_ttl(signature, ttl) == "exact" else guessed_hops(ttl)
