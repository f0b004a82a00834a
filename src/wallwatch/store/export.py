"""Which sightings belong to the alerts that a filter lets through."""

import sqlite3

from wallwatch.filter.clause import Sql
from wallwatch.store.meta import Meta
from wallwatch.store.packets import numbers_in


class Numbers:
    """A set of numbers of sightings, a bit for each that there ever was: eight million fit into a mebibyte."""

    def __init__(self, end: int) -> None:
        self._bits = bytearray(end // 8 + 1)

    def add(self, number: int) -> None:
        """Put a number into the set."""
        self._bits[number >> 3] |= 1 << (number & 7)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int) or number >> 3 >= len(self._bits):
            return False
        return bool(self._bits[number >> 3] & 1 << (number & 7))


def numbers_of_alerts(connection: sqlite3.Connection, where: Sql, meta: Meta) -> Numbers:
    """Return the numbers of the sightings of all alerts that ``where`` lets through."""
    numbers = Numbers(meta.next_sighting)
    # A clause is rendered by the filter from names of its own; what a person typed is in its parameters.
    chosen = f"alert IN (SELECT id FROM alerts WHERE {where.text})"  # noqa: S608
    for first, record in connection.execute(f"SELECT number, record FROM packets WHERE {chosen}", where.parameters):  # noqa: S608
        for number in numbers_in(first, record):
            numbers.add(number)
    for (number,) in connection.execute(f"SELECT number FROM spare WHERE {chosen}", where.parameters):  # noqa: S608
        numbers.add(number)
    return numbers
