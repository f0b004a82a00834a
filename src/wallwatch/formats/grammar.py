"""A pattern that reads a record, shared by parsing it and by showing where its fields stand."""

import re
from functools import lru_cache
from typing import Any, Final

from wallwatch.formats.format import Span

Fields = dict[str, Any]
Pairs = tuple[tuple[str, str], ...]

_AGAIN: Final = "_2"


class Grammar:
    """An anchored pattern whose groups are named after the fields of a sighting.

    A group in capitals is something that no field holds, in the emitter's own word; one with a leading underscore is
    the format's own business; ``_2`` at the end tells two places of one thing apart.
    """

    def __init__(self, *pieces: str) -> None:
        pattern = re.compile("".join(pieces), re.ASCII)
        self.match: Final = pattern.match
        self._own: Final = tuple(name for name in pattern.groupindex if name.isupper())
        self._fields: Final = tuple(name for name in pattern.groupindex if name.islower() and name[0] != "_")

    def more(self, match: re.Match[str]) -> Pairs:
        """Return what the emitter says beside the fields, in its own words."""
        return _pairs(self._own, match.group(*self._own)) if self._own else ()

    def spans(self, match: re.Match[str] | None) -> dict[str, Span]:
        """Return where each field stands that the match holds."""
        if match is None:
            return {}
        return {name.removesuffix(_AGAIN): match.span(name) for name in self._fields if match[name]}


@lru_cache(maxsize=4_096)
def _pairs(names: tuple[str, ...], values: str | tuple[str | None, ...] | None) -> Pairs:
    """Pair names with values. ``re`` gives the value of a single group as it is, not in a tuple."""
    row = values if isinstance(values, tuple) else (values,)
    return tuple(
        (name.removesuffix(_AGAIN), value) for name, value in zip(names, row, strict=True) if value is not None
    )
