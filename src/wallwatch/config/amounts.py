"""Amounts as people write them: how long (``90d``) and how much (``2GB``)."""

import re
from typing import Final, Self

_HOUR: Final = 3_600_000_000
_DURATIONS: Final = {"h": _HOUR, "d": 24 * _HOUR, "w": 7 * 24 * _HOUR, "y": 365 * 24 * _HOUR}
_SIZES: Final = {"MB": 10**6, "GB": 10**9, "TB": 10**12, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
_AMOUNT: Final = re.compile(r"([1-9][0-9]{0,5}) ?([A-Za-z]{1,3})")


class Duration(int):
    """A span of time in microseconds; :meth:`parse` reads ``36h``, ``90d``, ``12w``, ``1y``."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the span.

        Raises:
            ValueError: it is none.
        """
        return cls(_amount(text, _DURATIONS))


class Size(int):
    """A number of bytes; :meth:`parse` reads ``500MB``, ``2GB`` (thousands) and ``2GiB`` (1,024s)."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the number.

        Raises:
            ValueError: it is none.
        """
        return cls(_amount(text, _SIZES))


def _amount(text: str, units: dict[str, int]) -> int:
    match = _AMOUNT.fullmatch(text)
    if match is None or match[2] not in units:
        raise ValueError(text)
    return int(match[1]) * units[match[2]]
