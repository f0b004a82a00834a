"""What wallwatch keeps: alerts, their packets, what was read of which source, and people's marks.

One SQLite file is the store. One writer commits what a batch changed together with the byte ranges that it came from,
so that a kill at any moment loses nothing and counts nothing twice; any number of readers follow by change numbers.
The marks are human work and lie in a file of their own, keyed by what an alert is, so that they outlive the store.
Each table has a module with the statements that write and read it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wallwatch.store.alerts import Index
    from wallwatch.store.batch import Batch
    from wallwatch.store.changes import ChangeRow, ChangeSet
    from wallwatch.store.complaints import CancelledError, FullError
    from wallwatch.store.damage import DamagedError
    from wallwatch.store.database import UnbuiltError
    from wallwatch.store.ledger import Incident, Mark, Marked, Subject
    from wallwatch.store.marks import Marks, Undone
    from wallwatch.store.reader import StoreReader, Totals
    from wallwatch.store.sources import SourceRow
    from wallwatch.store.unparsed import UnparsedRow
    from wallwatch.store.writer import StoreWriter

__all__ = [
    "Batch",
    "CancelledError",
    "ChangeRow",
    "ChangeSet",
    "DamagedError",
    "FullError",
    "Incident",
    "Index",
    "Mark",
    "Marked",
    "Marks",
    "SourceRow",
    "StoreReader",
    "StoreWriter",
    "Subject",
    "Totals",
    "UnbuiltError",
    "Undone",
    "UnparsedRow",
]

_HOMES: Final = {
    "Batch": "batch",
    "CancelledError": "complaints",
    "ChangeRow": "changes",
    "ChangeSet": "changes",
    "DamagedError": "damage",
    "FullError": "complaints",
    "Incident": "ledger",
    "Index": "alerts",
    "Mark": "ledger",
    "Marked": "ledger",
    "Marks": "marks",
    "SourceRow": "sources",
    "StoreReader": "reader",
    "StoreWriter": "writer",
    "Subject": "ledger",
    "Totals": "reader",
    "UnbuiltError": "database",
    "Undone": "marks",
    "UnparsedRow": "unparsed",
}
"""The module of each name. It is imported when it is asked for: who only looks does not wait for what writes."""


def __getattr__(name: str) -> object:
    """Return what has this name here."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
