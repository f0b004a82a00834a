"""Where the value of a field stands: in an alert, in a sighting, and in the store's table ``alerts``."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

import msgspec

from wallwatch.filter.facts import Record
from wallwatch.model import Alert, Sighting
from wallwatch.model.address import AROUND, MAPPED, packed
from wallwatch.model.packet import seen_by


class Place(msgspec.Struct, frozen=True):
    """Columns, or an expression over them, and the readers of the same value; ``None`` and ``NULL`` are unknown."""

    columns: tuple[str, ...]
    alert: Callable[[Alert], Any]
    sighting: Callable[[Sighting], Any]


def same(name: str) -> Place:
    """Return the place of what an alert, a sighting and a column call the same."""
    return Place((name,), attrgetter(name), attrgetter(name))


def renamed(column: str, alert: str, sighting: str) -> Place:
    """Return the place of what is called differently in each."""
    return Place((column,), attrgetter(alert), attrgetter(sighting))


def alert_only(column: str) -> Place:
    """Return the place of what a sighting never knows."""
    return Place((column,), attrgetter(column), _unknown)


def address(name: str) -> Place:
    """Return the place of an address as the bytes that sort."""

    def read(record: Record) -> bytes | None:
        try:
            return packed(getattr(record, name))
        except ValueError:
            return None

    return Place((f"{name}_key",), read, read)


def _unknown(_sighting: Sighting) -> None:
    return None


def _itself(record: Record) -> Record:
    return record


def _rule_ids(record: Record) -> tuple[int | None, ...] | None:
    signature = record.signature
    if signature is None:
        return None
    ids = (signature.gid, signature.sid, signature.rev)
    return None if ids == (None, None, None) else ids


def _message(record: Record) -> str | None:
    return None if record.signature is None else record.signature.message or None


def _stack_words(record: Record) -> str | None:
    return None if record.os is None else f"{record.os.label}\n{record.os.family or ''}"


def _hops(record: Record) -> int | None:
    return None if record.os is None else record.os.hops


def _witness(sighting: Sighting) -> str:
    return seen_by((sighting,))


def _interface(sighting: Sighting) -> str | None:
    return sighting.iface_in or sighting.iface_out


def _sources(alert: Alert) -> str:
    return "\n".join(alert.sources)


def _everything(record: Record) -> str:
    label = None if record.os is None else record.os.label
    network = record.network if isinstance(record, Alert) else None
    words = (_message(record), label, network, record.chain, record.host, record.src, record.dst)
    return "\n".join(word or "" for word in words)


RULE_IDS: Final = Place(("gid", "sid", "rev"), _rule_ids, _rule_ids)
MESSAGE: Final = Place(("msg",), _message, _message)
STACK: Final = Place(("os_label || char(10) || coalesce(os_family, '')",), _stack_words, _stack_words)
HOPS: Final = Place(("hops",), _hops, _hops)
WITNESSES: Final = Place(("witnesses",), attrgetter("witnesses"), _witness)
INTERFACE: Final = Place(("iface",), attrgetter("iface"), _interface)
SOURCES: Final = Place(("sources",), _sources, attrgetter("source"))
SCAN: Final = Place(("coalesce(scan, 0)",), lambda alert: alert.scan or 0, _unknown)
"""The number of the scan, 0 for none: whether an alert is part of one is always known."""
RECORD: Final = Place((), _itself, _itself)
EVERYTHING: Final = Place(
    (
        " || char(10) || ".join(
            f"coalesce({column}, '')" for column in ("msg", "os_label", "network", "chain", "host", "src", "dst")
        ),
    ),
    _everything,
    _everything,
)
"""All words of a record, one a line. It asks what the record says, so it is never unknown."""
AROUND_SOURCE: Final = (
    f"substr(src_key, 1, CASE WHEN substr(src_key, 1, {len(MAPPED)}) = x'{MAPPED.hex()}'"
    f" THEN {len(MAPPED) + AROUND[4] // 8} ELSE {AROUND[6] // 8} END)"
)
"""What the addresses of the network around the source begin with, as ``model.address.around`` has it."""
