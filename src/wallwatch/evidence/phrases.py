"""The words that verdicts are made of."""

from collections.abc import Sequence
from typing import Final

from wallwatch.model import Stack

_VOWELS: Final = frozenset("aeiouAEIOU")
_WAITS_SHOWN: Final = 6
_MINUTE: Final = 60
_HOUR: Final = 3_600


def article(word: str) -> str:
    """Return the article that goes before a word, by its first letter."""
    return "an" if word[0] in _VOWELS else "a"


def host(stack: Stack | None) -> str:
    """Return who it is: ``a Windows host``; ``a host`` if that is not known."""
    if stack is None or not stack.family:
        return "a host"
    return f"{article(stack.family)} {stack.family} host"


def waits(ladder: Sequence[float]) -> str:
    """Return the times between packets, rounded as one speaks of them: ``3 s, 6 s``."""
    shown = ", ".join(seconds(gap) for gap in ladder[:_WAITS_SHOWN])
    return f"{shown} .." if len(ladder) > _WAITS_SHOWN else shown


def seconds(number: float) -> str:
    """Return a time in seconds: ``0.5 s`` below ten seconds where it is no whole number, else ``3 s``."""
    near = round(number)
    return f"{number:.1f} s" if number < 2 and abs(number - near) > 0.15 else f"{near} s"  # noqa: PLR2004


def span(number: float) -> str:
    """Return how long something took: ``4 s``, ``12 min``, ``3 h``."""
    if number < 2 * _MINUTE:
        return f"{max(round(number), 1)} s"
    return f"{round(number / _MINUTE)} min" if number < 2 * _HOUR else f"{round(number / _HOUR)} h"


def count(number: int, most: int, noun: str) -> str:
    """Return a count with its noun, open upwards where no more than ``most`` were counted: ``16 ports and more``."""
    words = f"{number:,} {noun}{'' if number == 1 else 's'}"
    return f"{words} and more" if number >= most else words
