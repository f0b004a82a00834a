"""What else came from a block of addresses."""

import sqlite3
from typing import Final

import msgspec

from wallwatch.model.address import packed

_PORTS: Final = 8

_SUM: Final = """
SELECT count(DISTINCT src), ifnull(sum(packets), 0) FROM alerts WHERE src_key BETWEEN ? AND ?"""
_PORTS_OF: Final = """
SELECT dport FROM alerts WHERE src_key BETWEEN ? AND ? AND dport IS NOT NULL
GROUP BY dport ORDER BY sum(packets) DESC, dport LIMIT ?"""


class Neighbours(msgspec.Struct, frozen=True):
    """The addresses of a block that are sources of alerts, their packets, and the ports they knocked on most."""

    addresses: int = 0
    packets: int = 0
    ports: tuple[int, ...] = ()


def neighbours(connection: sqlite3.Connection, first: str, last: str) -> Neighbours:
    """Return what came from the addresses ``first`` to ``last``."""
    bounds = packed(first), packed(last)
    addresses, packets = connection.execute(_SUM, bounds).fetchone()
    ports = connection.execute(_PORTS_OF, (*bounds, _PORTS)) if addresses else ()
    return Neighbours(addresses, packets, tuple(port for (port,) in ports))
