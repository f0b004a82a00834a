"""What one witness says of the sender, and how that stands to the best answer."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from wallwatch.evidence.kinship import kin
from wallwatch.model import Stack

Stance = Literal["best", "agrees", "contradicts", ""]
"""It is the best answer; it speaks for it or against it; or neither."""


class Opinion(msgspec.Struct, frozen=True, gc=False):
    """One line of the court: who says what, and how it stands to the best answer."""

    witness: str
    says: str
    stance: Stance = ""


def stance(families: Iterable[str], best: Stack | None, *, strong: bool) -> Stance:
    """Return how a witness that names ``families`` stands; only a ``strong`` one contradicts.

    Others name who is known to do so, and others may do so too.
    """
    named = {kin(family) for family in families}
    if best is None or best.family is None or not named:
        return ""
    if kin(best.family) in named:
        return "agrees"
    return "contradicts" if strong else ""
