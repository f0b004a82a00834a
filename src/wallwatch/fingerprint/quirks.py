"""The quirks of a SYN: oddities of its headers, by the names that p0f's signatures give them (p0f README, section 5).

A set of quirks is a number with one bit for each, so that two sets compare in one step.
"""

from collections.abc import Iterable
from typing import Final

QUIRKS: Final = (
    "df", "id+", "id-", "ecn", "0+", "flow", "seq-", "ack+", "ack-", "uptr+", "urgf+", "pushf+", "ts1-", "ts2+",
    "opt+", "exws", "bad",
)  # fmt: skip
"""Every quirk, in the order in which p0f writes them."""

BIT: Final = {name: 1 << place for place, name in enumerate(QUIRKS)}


def quirk_bits(names: Iterable[str]) -> int:
    """Return the set of the quirks ``names``.

    Raises:
        KeyError: one of them is no quirk.
    """
    bits = 0
    for name in names:
        bits |= BIT[name]
    return bits


def quirk_names(bits: int) -> tuple[str, ...]:
    """Return the names of a set, in p0f's order."""
    return tuple(name for name, bit in BIT.items() if bits & bit)
