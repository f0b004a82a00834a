"""The entries of a ledger: what speaks for a hypothesis or against it, how much, and why."""

from collections.abc import Iterable
from math import exp, log, log2
from typing import Final, Literal

import msgspec

Side = Literal["+", "-", "."]

_SAYS_NOTHING: Final = 1.15
"""A factor below this, and above its inverse, speaks neither for nor against."""
_TENS: Final = 9.5
"""From here on odds are told in whole numbers."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One piece of evidence.

    ``factor`` is its likelihood ratio, by which it multiplies the odds: how much likelier it is if the hypothesis
    holds than if it does not. ``words`` say what was seen.
    """

    name: str
    factor: float
    words: str

    @property
    def side(self) -> Side:
        """``+`` if it speaks for the hypothesis, ``-`` against it, ``.`` if it says nothing."""
        if self.factor >= _SAYS_NOTHING:
            return "+"
        return "-" if self.factor <= 1 / _SAYS_NOTHING else "."

    @property
    def bits(self) -> float:
        """The weight as log-odds to the base of 2: entries are added up by it."""
        return log2(self.factor)


def odds_words(odds: float) -> str:
    """Return odds as people say them: ``6 to 1``, ``1.9 to 1``, ``even``, ``1 to 4``."""
    if 1 / _SAYS_NOTHING < odds < _SAYS_NOTHING:
        return "even"
    return f"{_number(odds)} to 1" if odds > 1 else f"1 to {_number(1 / odds)}"


def per_cent(share: float) -> str:
    """Return a share from 0 to 1 as one speaks of it: ``17%``, ``0.3%``, ``one in 4,096`` if it is smaller."""
    if share >= 0.095:  # noqa: PLR2004 - below, a decimal is news
        return f"{share:.0%}"
    return f"{share:.1%}" if share >= 0.002 else f"one in {_round(1 / share):,}"  # noqa: PLR2004 - 0.2 %


def _number(odds: float) -> str:
    if odds >= _TENS:
        return f"{_round(odds):,}"
    shown = f"{odds:.1f}"
    return shown.removesuffix(".0")


def _round(number: float) -> int:
    """Return a number in three digits that count: more of them would claim more than is known."""
    digits = max(len(str(round(number))) - 3, 0)
    return int(round(number, -digits))


def product(factors: Iterable[float]) -> float:
    """Return the product of many factors, whatever their size."""
    return exp(sum(log(factor) for factor in factors))
