"""The answer to "what sent it".

A tool that gives itself away, else of all signatures that a SYN agrees with the one that p0f would name.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import msgspec

from wallwatch.fingerprint import tools
from wallwatch.fingerprint.database import Database, Entry
from wallwatch.fingerprint.near import Near, nearest
from wallwatch.fingerprint.partial import family
from wallwatch.fingerprint.profile import Profile
from wallwatch.fingerprint.shape import shape_of
from wallwatch.fingerprint.syn import Fields, Key, Values, read_syn
from wallwatch.model import Header, Stack

_CACHED: Final = 8_192
"""Answers that are kept. Real traffic has hundreds; a flood of made-up SYNs must not fill the memory."""


_PROFILES: Final = 4_096


class Suspicion(NamedTuple):
    """A tool that may have sent a SYN, and what the packet must have to prove it."""

    proves: Callable[[Header], bool]
    stack: Stack


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What is said of all SYNs of one key: ``stack``, unless a number of the packet proves a tool."""

    stack: Stack | None
    suspicions: tuple[Suspicion, ...]


class Matcher:
    """Signatures of one or several databases, as if they were one file, the first database first.

    Answers are kept by what a signature can see of a SYN. What signatures make of all but the TTL and the window is
    kept too, so that a source at a new distance, or one that draws its windows, costs little.

    ``as_p0f`` makes it answer as p0f 3.09b does from these signatures: quirks as p0f sees them, no tool but theirs, and
    nothing where p0f says ``???``.
    """

    def __init__(self, databases: Sequence[Database], *, as_p0f: bool = False) -> None:
        self._databases = tuple(databases)
        self._as_p0f = as_p0f
        self._by_layout: dict[str, list[Entry]] = {}
        for database in databases:
            for entry in database.entries:
                self._by_layout.setdefault(entry.signature.layout, []).append(entry)
        self._profiles: dict[Values, Profile] = {}
        self._answers: dict[Key, Answer] = {}
        self._older: dict[Key, Answer] = {}

    @property
    def databases(self) -> tuple[Database, ...]:
        """What it was made of."""
        return self._databases

    def stack(self, header: Header) -> Stack | None:
        """Return what sent a SYN; ``None`` if nothing is known of it, or it is no SYN.

        Of a SYN whose options were not logged a family at most is said. ``hops`` of a tool that draws its TTL is an
        upper bound, as in p0f's ``dist=<= 11``.
        """
        key = read_syn(header)
        if key is None:
            return None if self._as_p0f else tools.tool(header) or family(header)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._find(key, header)
        for suspicion in answer.suspicions:
            if suspicion.proves(header):
                return suspicion.stack
        return answer.stack

    def near(self, header: Header, limit: int = 5) -> tuple[Near, ...]:
        """Return the ``limit`` signatures that come nearest to a SYN, with what of them does not agree."""
        key = read_syn(header)
        if key is None:
            return ()
        ttl, window, fields = key
        return nearest(self._databases, shape_of(Fields(*fields)), ttl, window, limit, as_p0f=self._as_p0f)

    def raw(self, header: Header) -> str | None:
        """Return a SYN written as a signature, ``None`` if it is none, or its options were not logged."""
        key = read_syn(header)
        return None if key is None else self._profile(key[2]).raw(key[0], key[1])

    def _find(self, key: Key, header: Header) -> Answer:
        """Return the answer for a key that is not among the newest, and remember it."""
        if len(self._answers) >= _CACHED:
            self._older = self._answers
            self._answers = {}
        answer = self._older.get(key) or self._work_out(key, header)
        self._answers[key] = answer
        return answer

    def _work_out(self, key: Key, header: Header) -> Answer:
        ttl, window, values = key
        profile = self._profile(values)
        stack = profile.stack(ttl, window)
        suspicions: list[Suspicion] = []
        for rule in () if self._as_p0f else tools.suspects(header):
            named = rule.stack(ttl, profile.raw(ttl, window))
            if rule.proves is not None:
                suspicions.append(Suspicion(rule.proves, named))
            elif stack is None or not rule.last_resort:
                stack = named
                break
        return Answer(stack, tuple(suspicions))

    def _profile(self, values: Values) -> Profile:
        """Return what the signatures make of all SYNs with these fields."""
        profile = self._profiles.get(values)
        if profile is None:
            if len(self._profiles) >= _PROFILES:
                self._profiles.clear()
            shape = shape_of(Fields(*values))
            profile = Profile(shape, self._by_layout.get(shape.layout, ()), as_p0f=self._as_p0f)
            self._profiles[values] = profile
        return profile
