"""The other alerts of a source, for what one alert alone cannot tell: how its sender numbers its packets, say."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from wallwatch.filter.clause import Sql
from wallwatch.model import Alert
from wallwatch.store import StoreReader
from wallwatch.ui.open_store import Question

if TYPE_CHECKING:
    from wallwatch.evidence.court import Companion

NEWEST: Final = 50
"""Alerts that are looked at."""

_BEFORE: Final = 20_000
_AFTER: Final = 5_000
"""How many alerts around this one are searched: there is no index of sources, and a busy store holds millions."""


async def companions(store: Path, alert: Alert) -> "tuple[Companion, ...]":
    """Return the newest alerts of the source of ``alert`` around it, with their packets, not the alert itself.

    This asks the store in a thread.

    Raises:
        StoreError: the store is missing, or cannot be read.
    """
    return await Question(store).ask(lambda reader: _find(reader, alert))


def _find(reader: StoreReader, alert: Alert) -> "tuple[Companion, ...]":
    where = Sql("id BETWEEN ? AND ? AND src = ?", (alert.id - _BEFORE, alert.id + _AFTER, alert.src))
    numbers = [number for number in reader.index(where).ids if number != alert.id]
    return tuple([(other, reader.packets(other.id)) for other in reader.alerts(numbers[-NEWEST:])])
