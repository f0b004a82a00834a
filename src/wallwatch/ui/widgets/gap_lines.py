"""What a row says that tells of a gap: it has no packets, and the panes below the feed would be empty."""

from collections.abc import Iterator
from typing import Final

from wallwatch.model import Alert
from wallwatch.model.times import to_datetime
from wallwatch.ui.widgets.laid_lines import LaidLine, wrapped

_WHAT: Final = "Lines of {} are missing that nobody can read any more."
_SO: Final = "How many there were is not known: the sum reads >=."


def gap_lines(alert: Alert, width: int) -> Iterator[LaidLine]:
    """Yield which source it is, what is known, when it was found out, and what follows from it."""
    found = f"found out {to_datetime(alert.first, alert.zone):%Y-%m-%d %H:%M:%S}"
    yield from wrapped("gap", _WHAT.format(alert.src), width, "failed", " ")
    yield from wrapped("because", alert.because or "", width, "strong", " ")
    yield from wrapped("found", found, width, "shown", " ")
    yield from wrapped("so", _SO, width, "label", " ")
