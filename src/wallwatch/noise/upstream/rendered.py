"""A rule as another program would have it, or why that program cannot have it."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from wallwatch.noise.rule import NoiseRule

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9 ._:/+-]")
_COMMENT_MAX: Final = 200


class Rendered(msgspec.Struct, frozen=True):
    """``text`` is what to put where ``place`` says; without a text, ``place`` says why there is none."""

    target: str
    text: str | None
    place: str


def refused(target: str, why: str) -> Rendered:
    """Return that a program cannot have the rule."""
    return Rendered(target, None, why)


def beyond(target: str, words: Sequence[str]) -> Rendered:
    """Return that the rule says more than the program has words for; without them it would silence more."""
    return refused(target, f"It cannot say {', '.join(words)}, and would silence more without.")


def label(rule: NoiseRule) -> str:
    """Return the name of a rule as a comment that no program can take for anything else."""
    return _UNSAFE.sub("_", f"wallwatch: {rule.name}")[:_COMMENT_MAX]
