"""What was never seen before: target ports, signatures, systems and networks that came in after some alert."""

import json
from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec

from wallwatch.filter.clause import Sql, all_of
from wallwatch.filter.places import AROUND_SOURCE
from wallwatch.filter.quote import term_for
from wallwatch.model.address import network_of
from wallwatch.store import StoreReader

_TOLD: Final = 8
"""Groups of a kind that are told by name, those with most alerts."""


class Group(msgspec.Struct, frozen=True):
    """Alerts that have something in common: its name, the filter that lets them through, and how many there are."""

    name: str
    match: str
    alerts: int


class Newcomers(msgspec.Struct, frozen=True):
    """Groups of one kind (``port``, ``signature``, ``stack``, ``network``): how many, and those with most alerts."""

    kind: str
    count: int
    groups: tuple[Group, ...]


def newcomers(reader: StoreReader, last: int, where: Sql) -> tuple[Newcomers, ...]:
    """Return the groups of the alerts of ``where`` after the one with the number ``last`` that none before it is in."""
    found = (_newcomers(reader, kind, last, where) for kind in _KINDS)
    return tuple(each for each in found if each.count)


class _Kind(NamedTuple):
    """What a group is told by: a text that SQLite makes of an alert, its name and its filter."""

    name: str
    key: str
    named: Callable[[str], str]
    match: Callable[[str], str]


def _newcomers(reader: StoreReader, kind: _Kind, last: int, where: Sql) -> Newcomers:
    new = all_of([Sql("(id > ?)", (last,)), where])
    counted = f"SELECT {kind.key}, count(*) FROM alerts WHERE {new.text} GROUP BY 1 ORDER BY 2 DESC"  # noqa: S608
    alerts = {key: count for key, count in reader.ask(Sql(counted, new.parameters)) if key is not None}
    if not alerts:
        return Newcomers(kind.name, 0, ())
    # The plus keeps SQLite to the index that has all of it.
    known = f"SELECT DISTINCT {kind.key} FROM alerts WHERE +id <= ? AND {kind.key} IN (SELECT value FROM json_each(?))"  # noqa: S608
    before = {key for (key,) in reader.ask(Sql(known, (last, json.dumps(list(alerts)))))}
    fresh = [key for key in alerts if key not in before]
    groups = (Group(kind.named(key), kind.match(key), alerts[key]) for key in fresh[:_TOLD])
    return Newcomers(kind.name, len(fresh), tuple(groups))


def _port(key: str) -> str:
    proto, _, port = key.partition("/")
    return f"dport:{port} {term_for('proto', proto)}"


def _block(key: str) -> str:
    return network_of(bytes.fromhex(key))


_KINDS: Final = (
    _Kind("port", "proto || '/' || dport", str, _port),
    _Kind("signature", "msg", str, lambda key: term_for("msg", key)),
    _Kind("stack", "os_family", str, lambda key: term_for("os", key)),
    _Kind(
        "network",
        f"hex({AROUND_SOURCE})",
        _block,
        lambda key: f"src:{_block(key)}",
    ),
)
