"""Why a SYN is called what it is called, in plain words."""

from collections.abc import Iterator
from typing import Final

from wallwatch.fingerprint import tools
from wallwatch.fingerprint.match import Matcher
from wallwatch.fingerprint.near import Near
from wallwatch.model import Header, Stack

_ALL: Final = 10_000
_MATCHES: Final = {
    "exact": "all of a signature agrees",
    "generic": "a catch-all for the family agrees, and none that tells a version",
    "tool": "all of a tool's signature agrees",
}


def reasons(matcher: Matcher, header: Header, stack: Stack | None) -> tuple[str, ...]:
    """Return why ``matcher`` gave the answer ``stack`` for a SYN: what agrees, and what does not."""
    return tuple(_reasons(matcher, header, stack))


def _reasons(matcher: Matcher, header: Header, stack: Stack | None) -> Iterator[str]:
    if stack is not None and stack.match == "partial":
        yield "TTL, length, DF and window fit no other family; without the options there is no version to tell"
        return
    if stack is not None and stack.match == tools.TOOL and (because := tools.why(stack.label)) is not None:
        yield because
        if (chance := tools.chance(stack.label)) is not None:
            yield f"chance of a false hit: {chance}"
        return
    near = matcher.near(header, _ALL)
    if stack is None:
        yield "no signature agrees" if near else "its options were not logged, and the rest fits no single family"
        return
    decided = next((each for each in near if each.label == stack.label), None)
    if decided is not None:
        yield f"{_MATCHES.get(stack.match, 'a signature agrees but for what a path can change')}: {_place(decided)}"
        yield from decided.failed


def _place(near: Near) -> str:
    return f"{near.database}:{near.line}  {near.text}"
