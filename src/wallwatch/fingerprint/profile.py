"""What the signatures make of all SYNs that differ in TTL and window only.

Of two SYNs of one stack these are what distance and buffers change, so all the rest is compared once: which signatures
agree, which windows they ask for, and how the raw signature reads.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from wallwatch.fingerprint.compare import compare_shape
from wallwatch.fingerprint.database import Entry
from wallwatch.fingerprint.distance import HOPS_MAX, guessed_hops
from wallwatch.fingerprint.raw import RawText
from wallwatch.fingerprint.shape import Shape
from wallwatch.fingerprint.window import Window, multiple_of, segment_sizes
from wallwatch.model import Stack

_ANY: Final = "*"
_EXACT: Final = "="
_DIVISIBLE: Final = "%"
_FLOOR: Final = "//"


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A signature that agrees with a shape, as far as that goes without TTL and window."""

    entry: Entry
    is_fuzzy: bool


class Profile:
    """The signatures that agree with a shape, by the window that they ask for."""

    def __init__(self, shape: Shape, entries: Sequence[Entry], *, as_p0f: bool = False) -> None:
        self.shape = shape
        self._raw = RawText(shape, shape.p0f_quirks if as_p0f else shape.quirks)
        self._sizes = segment_sizes(shape.mss, shape.version, shape.headers, stamped=shape.stamped)
        agreements = ((entry, compare_shape(entry.signature, shape, as_p0f=as_p0f)) for entry in entries)
        self._candidates = [Candidate(entry, how == "fuzzy") for entry, how in agreements if how is not None]
        self._any: list[int] = []
        self._divisible: list[tuple[int, int]] = []
        self._exact: dict[int, list[int]] = defaultdict(list)
        self._multiple: dict[Window, list[int]] = defaultdict(list)
        for place, candidate in enumerate(self._candidates):
            self._file(place, candidate.entry.signature.window)

    def stack(self, ttl: int | None, window: int) -> Stack | None:
        """Return the answer for a TTL and a window, ``None`` if no signature agrees."""
        multiple = multiple_of(window, self._sizes)
        best = _best(self._fitting(window, multiple), ttl)
        if best is None:
            return None
        candidate, match = best
        label = candidate.entry.label
        return Stack(
            label.text,
            label.family,
            match,
            _hops(candidate.entry, ttl),
            self._raw.text(ttl, window, multiple),
            self.shape.unseen if ttl is not None else ("ttl", *self.shape.unseen),
        )

    def raw(self, ttl: int | None, window: int) -> str:
        """Return the raw signature of a SYN with this TTL and window."""
        return self._raw.text(ttl, window, multiple_of(window, self._sizes))

    def _file(self, place: int, wanted: Window) -> None:
        """Remember a candidate under what it asks of the window."""
        if wanted.kind == _ANY:
            self._any.append(place)
        elif wanted.kind == _EXACT:
            self._exact[wanted.number].append(place)
        elif wanted.kind == _DIVISIBLE:
            self._divisible.append((wanted.number, place))
        elif wanted.kind != _FLOOR:
            self._multiple[wanted].append(place)
        elif self.shape.mss:
            self._exact[wanted.number // self.shape.mss * self.shape.mss].append(place)

    def _fitting(self, window: int, multiple: Window | None) -> Iterable[Candidate]:
        """Return the candidates that ask for such a window, in the order of the databases."""
        places = self._any + self._exact.get(window, [])
        if multiple is not None:
            places += self._multiple.get(multiple, ())
        places += [place for number, place in self._divisible if window % number == 0]
        places.sort()
        return map(self._candidates.__getitem__, places)


def _best(candidates: Iterable[Candidate], ttl: int | None) -> tuple[Candidate, str] | None:
    """Return the candidate to name and how it matches.

    The first specific one that agrees exactly wins, else the first generic one, else the first that agrees fuzzily; a
    tool is never named on a fuzzy match.
    """
    generic: Candidate | None = None
    fuzzy: Candidate | None = None
    for candidate in candidates:
        label, signature = candidate.entry.label, candidate.entry.signature
        hops = 0 if ttl is None else signature.ttl - ttl
        if signature.ttl_random and hops < 0:
            continue
        # A sender that draws its TTL never exceeds it; any other may sit behind something.
        if candidate.is_fuzzy or not (signature.ttl_random or 0 <= hops <= HOPS_MAX):
            if fuzzy is None and not label.strict:
                fuzzy = candidate
        elif not label.generic:
            return candidate, "tool" if label.tool else "exact"
        elif generic is None:
            generic = candidate
    if generic is not None:
        return generic, "tool" if generic.entry.label.tool else "generic"
    return None if fuzzy is None or fuzzy.entry.label.tool else (fuzzy, "fuzzy")


def _hops(entry: Entry, ttl: int | None) -> int | None:
    if ttl is None:
        return None
    hops = entry.signature.ttl - ttl
    within = hops >= 0 and (entry.signature.ttl_random or hops <= HOPS_MAX)
    return hops if within else guessed_hops(ttl)
