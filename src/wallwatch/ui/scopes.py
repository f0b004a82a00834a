"""What a report from the screen can be of."""

from collections.abc import Sequence
from typing import NamedTuple

from wallwatch.reports.gather import PARTS


class Scope(NamedTuple):
    """What a report can be of: in words, with the name and the note of an incident, and the numbers of the alerts.

    ``more`` alerts of these are left out.
    """

    words: str
    ids: Sequence[int]
    name: str = ""
    note: str = ""
    more: int = 0


def scope(words: str, ids: Sequence[int], name: str = "", note: str = "", total: int | None = None) -> Scope:
    """Return a scope with as many alerts as a report holds; of ``total`` ones, if ``ids`` are not all of them."""
    count = len(ids) if total is None else total
    return Scope(words, ids[:PARTS], name, note, max(count - PARTS, 0))
