"""Records as rows: the columns that filters ask for, and the whole record beside them."""

from typing import Any, Final, TypeVar

import msgspec

from wallwatch.filter.fields import COLUMNS
from wallwatch.model import Alert
from wallwatch.model.address import packed
from wallwatch.store.record import record_of

ALERT_COLUMNS: Final = tuple(COLUMNS)
"""The columns of the table ``alerts`` as filters call them, in the order of :func:`alert_row`."""

Row = tuple[Any, ...]
"""Values to be bound. Blobs are ``bytearray``: the sqlite3 module binds that at once, and looks for adapters of
``bytes`` first, which takes longer than writing them."""

_Record = TypeVar("_Record", bound=msgspec.Struct)

_INTEGER_MAX: Final = 2**63 - 1
_UNSIGNED: Final = (None, None, None, None)
_UNREPORTED: Final = (None, None, None)


def alert_row(alert: Alert) -> Row:
    """Return the row of an alert.

    Raises:
        OverflowError: a number in it is too large for a database; see :func:`bounded`.
    """
    signature, stack = alert.signature, alert.os
    named = _UNSIGNED if signature is None else (signature.gid, signature.sid, signature.rev, signature.message or None)
    sent_by = _UNREPORTED if stack is None else (stack.label, stack.family, stack.hops)
    return (
        alert.id, alert.first, alert.last, alert.packets, alert.lines,
        alert.proto, alert.src, alert.dst, address_key(alert.src), address_key(alert.dst),
        alert.sport, alert.dport, alert.icmp_type, alert.icmp_code, alert.flags, alert.ttl, alert.witnesses,
        *named,
        alert.action, alert.chain, alert.rule, alert.host, alert.iface,
        *sent_by,
        alert.verdict, alert.network, alert.asn, "\n".join(alert.sources),
        bytearray(record_of(alert)),
        alert.scan,
    )  # fmt: skip


def address_key(text: str) -> bytearray | None:
    """Return the packed address, or ``None`` for a text that is no address."""
    try:
        return bytearray(packed(text))
    except ValueError:
        return None


def bounded(record: _Record) -> _Record:
    """Return the record without the numbers that no database column holds; such a field becomes ``None``.

    A stranger may write any number of digits into a log line, and one line must not keep a batch from the store.
    """
    held = {name: _bounded(getattr(record, name)) for name in record.__struct_fields__}
    return msgspec.structs.replace(record, **held)


def _bounded(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        return bounded(value)
    if isinstance(value, tuple):
        return tuple(map(_bounded, value))
    return None if isinstance(value, int) and abs(value) > _INTEGER_MAX else value
