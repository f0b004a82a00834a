"""What has to be remembered of an alert with more packets than are kept, so that it can be opened again as it was.

An alert and its packets tell everything of those that are kept. The newest ones beyond, which another witness may
still join, and what was said of those that are only counted, are told by nobody else.
"""

from collections.abc import Mapping

import msgspec

from wallwatch.correlate.attempt import PACKETS_KEPT, Attempt
from wallwatch.model import Kind, Packet, Sighting

Witness = tuple[str, Kind]


class Tail(msgspec.Struct, frozen=True, array_like=True):
    """The newest ``packets`` of an alert, those between them and the ones that are kept counted in ``uncounted``.

    The rest is what all packets together say, also those that are only counted, see :class:`Attempt`.
    """

    uncounted: int
    packets: tuple[Packet, ...]
    witnesses: tuple[Witness, ...]
    sources: tuple[str, ...]
    width: int
    ruling: Sighting | None
    alarm: Sighting | None
    report: Sighting | None


def is_long(attempt: Attempt) -> bool:
    """Tell whether an alert has more packets than are kept."""
    return attempt.uncounted > 0 or len(attempt.packets) > PACKETS_KEPT


def tail_of(attempt: Attempt, witnesses: Mapping[Witness, int]) -> Tail:
    """Return what is to be remembered of an alert that is long; ``witnesses`` tells the bits of each."""
    return Tail(
        uncounted=attempt.uncounted,
        packets=tuple(stitch.packet() for stitch in attempt.packets[PACKETS_KEPT:]),
        witnesses=tuple(witness for witness, bits in witnesses.items() if attempt.witnesses & bits == bits),
        sources=attempt.sources,
        width=attempt.width,
        ruling=attempt.ruling,
        alarm=attempt.alarm,
        report=attempt.report,
    )


def put_on(attempt: Attempt, tail: Tail, witnesses: Mapping[Witness, int]) -> None:
    """Let an alert, opened again with all its packets, know what was said of those that are only counted."""
    attempt.uncounted = tail.uncounted
    attempt.sources = tail.sources
    attempt.width = tail.width
    attempt.ruling, attempt.alarm, attempt.report = tail.ruling, tail.alarm, tail.report
    for witness in tail.witnesses:
        attempt.witnesses |= witnesses[witness]
