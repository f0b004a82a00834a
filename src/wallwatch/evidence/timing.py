"""What the times say of two addresses that may be one machine's: it has one address at a time."""

from collections.abc import Iterable
from typing import Final

from wallwatch.evidence.entries import Entry
from wallwatch.evidence.phrases import span
from wallwatch.model import Alert
from wallwatch.model.times import SECOND

NAME: Final = "gap"

_AT_ONCE: Final = 1 / 50
"""Some machines have two addresses, on two lines."""
_AGAIN: Final = 1 / 10
"""Some lines give the same address again, now and then."""


def timing(earlier: Alert, later: Alert, others: Iterable[Alert]) -> Entry:
    """Return the entry of the gap between two alerts; ``others`` may hold further ones of their addresses."""
    gap = (later.first - earlier.last) / SECOND
    if gap < 0:
        return Entry(NAME, _AT_ONCE, "both called at the same time; a machine has one address at a time")
    for other in others:
        if other.src == earlier.src and other.first > later.first:
            return Entry(NAME, _AGAIN, f"{earlier.src} called again later: its holder had not given it up")
        if other.src == later.src and other.last < earlier.first:
            return Entry(NAME, _AGAIN, f"{later.src} called before as well: its holder had it all the time")
    return Entry(NAME, 1.0, f"{span(gap)} from one to the other; the addresses were never in use at once")
