"""What alerts can be put together by: a table, and what a row of the table has to be.

A group is one row of the feed. :meth:`Grouping.read` finds all groups in one question to the store, :meth:`members`
says which alerts are in one, so that Enter shows them; both run in a thread. A group is known by one of its alerts, and
what the row says of it is taken from that alert (:meth:`label`). Whoever has another kind of group, whose alerts are
not told by the values of columns, writes a class with these methods (``members`` may be ``id IN (...)``) and puts it
into :data:`GROUPINGS`: menu, row, sorting, opening, tags and marks follow from that.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol

from wallwatch.filter.clause import Sql, all_of
from wallwatch.filter.places import AROUND_SOURCE
from wallwatch.filter.quote import term_for
from wallwatch.model import GAP, Alert
from wallwatch.model.address import around
from wallwatch.model.services import icmp_name, protocol, service
from wallwatch.store import StoreReader
from wallwatch.ui import words
from wallwatch.ui.folds import Group
from wallwatch.ui.views import Groups

_COUNTED: Final = "min(id), count(*), sum(lines), min(first), max(last)"
_NO_SIGNATURE: Final = "no signature"


class Grouping(Protocol):
    """What the alerts of a group have in common."""

    @property
    def name(self) -> str:
        """What it is called in the menu and over the groups: ``source``."""
        ...

    @property
    def has_address(self) -> bool:
        """Whether the source address of a group's alert says something of the whole group."""
        ...

    def read(self, reader: StoreReader, where: Sql, order: str, tagged: Sql) -> Groups:
        """Return the groups of the alerts that ``where`` lets through, in an order (what follows ``ORDER BY``).

        ``tagged`` is true for an alert with a tag. Alerts that are in no group are left out.
        """
        ...

    def members(self, reader: StoreReader, alert: int) -> Sql:
        """Return the condition that an alert is in the same group as this one."""
        ...

    def label(self, alert: Alert) -> str:
        """Return the key of the group of an alert, for the eye; it may be cut at its end."""
        ...

    def term(self, alert: Alert, *, negate: bool) -> str:
        """Return the filter term that is nearest to the group of an alert."""
        ...


class ByColumns(NamedTuple):
    """Alerts with the same values in some columns, or expressions over them, of the table ``alerts``."""

    name: str
    columns: tuple[str, ...]
    label: Callable[[Alert], str]
    asks: Callable[[Alert], tuple[str, str | int | None]]
    has_address: bool = False

    def read(self, reader: StoreReader, where: Sql, order: str, tagged: Sql) -> Groups:
        """Return the groups of the alerts that ``where`` lets through."""
        question = Sql(
            f"SELECT {_COUNTED}, sum({tagged.text}) FROM alerts WHERE {where.text}"  # noqa: S608 - names of our own
            f" GROUP BY {', '.join(self.columns)} ORDER BY {order}, min(first), min(id)",
            (*tagged.parameters, *where.parameters),
        )
        return Groups(reader.columns(question, len(Group._fields)))

    def members(self, reader: StoreReader, alert: int) -> Sql:
        """Return the condition that an alert has the same values as this one; none has if this one is gone."""
        rows = reader.ask(Sql(f"SELECT {', '.join(self.columns)} FROM alerts WHERE id = ?", (alert,)))  # noqa: S608
        if not rows:
            return Sql("(id = ?)", (alert,))
        return all_of([_equal(column, value) for column, value in zip(self.columns, rows[0], strict=True)])

    def term(self, alert: Alert, *, negate: bool) -> str:
        """Return the filter term for the value of an alert."""
        field, value = ("proto", GAP) if alert.proto == GAP else self.asks(alert)
        return term_for(field, value, negate=negate)


class ByScan(ByColumns):
    """The alerts of a scan; those that are in none are left out."""

    def read(self, reader: StoreReader, where: Sql, order: str, tagged: Sql) -> Groups:
        """Return the scans of the alerts that ``where`` lets through."""
        return super().read(reader, all_of([where, Sql("(scan IS NOT NULL)")]), order, tagged)


SCAN: Final = ByScan(
    "scan",
    ("scan",),
    lambda alert: f"{alert.scan} from {alert.src}",
    lambda alert: ("scan", alert.scan),
    has_address=True,
)
"""Alerts by the scan that they are a part of."""


def _equal(column: str, value: int | str | bytes | None) -> Sql:
    return Sql(f"({column} IS NULL)") if value is None else Sql(f"({column} = ?)", (value,))


def _network(alert: Alert) -> str:
    """Return the registered network, or the addresses around the source where none is known."""
    return alert.network or around(alert.src) or alert.src


def _asked_network(alert: Alert) -> tuple[str, str | int | None]:
    return ("net", alert.network) if alert.network else ("src", around(alert.src) or alert.src)


def _port(alert: Alert) -> str:
    if alert.dport is None:
        return icmp_name(alert.proto, alert.icmp_type) or protocol(alert.proto)
    name = service(alert.proto, alert.dport)
    return f"{alert.dport}/{alert.proto}{f' {name}' if name else ''}"


def _asked_port(alert: Alert) -> tuple[str, str | int | None]:
    if alert.dport is not None:
        return "dport", alert.dport
    return ("proto", alert.proto) if alert.icmp_type is None else ("type", alert.icmp_type)


def _signature(alert: Alert) -> str:
    signature = alert.signature
    if signature is None:
        return _NO_SIGNATURE
    known = ":".join(str(number) for number in (signature.gid, signature.sid) if number is not None)
    return f"{signature.message} {f'[{known}]' if known else ''}".strip()


def _asked_signature(alert: Alert) -> tuple[str, str | int | None]:
    signature = alert.signature
    if signature is None or not signature.sid or signature.gid is None:
        return "msg", (signature and signature.message) or None
    return "sid", f"{signature.gid}:{signature.sid}"


GROUPINGS: Final[Sequence[Grouping]] = (
    ByColumns("source", ("src",), lambda alert: alert.src, lambda alert: ("src", alert.src), has_address=True),
    ByColumns(
        "network",
        ("network", f"CASE WHEN network IS NULL THEN {AROUND_SOURCE} END"),
        _network,
        _asked_network,
        has_address=True,
    ),
    ByColumns("target port", ("proto", "dport", "icmp_type"), _port, _asked_port),
    ByColumns("signature", ("gid", "sid", "msg"), _signature, _asked_signature),
    ByColumns("stack", ("os_label",), words.stack, lambda alert: ("os", None if alert.os is None else alert.os.label)),
    SCAN,
)
"""Everything that alerts can be grouped by, in the order of the menu."""
