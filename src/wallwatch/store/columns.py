"""Sightings of a block by columns: what they have in common once, times and positions as differences.

Beside each other the values of a column look alike, so that they need a tenth of the room that whole records need when
they are compressed, and less time. A column is found by the name of its field: one that a later version adds has its
default in earlier blocks, and one that it drops is passed over.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub
from typing import Any, Final

import msgspec

from wallwatch.model import Sighting
from wallwatch.store.rows import bounded

_FIELDS: Final = {field.name: field for field in msgspec.structs.fields(Sighting)}
_REQUIRED: Final = object()
_DEFAULTS: Final = [_REQUIRED if field.required else field.default for field in _FIELDS.values()]
"""Which value of a column is not worth a word."""
_STEPPED: Final = frozenset({"time", "start", "end", "uptime", "number"})
"""Columns that hardly ever go back."""
_ELSEWHERE: Final = frozenset({"raw"})
"""Kept beside the columns: it is asked for seldom, and needs most of the room."""


class _Packed(msgspec.Struct, array_like=True):
    """``common`` values are those of all rows; ``listed`` has one for each; ``stepped`` the first and the steps."""

    count: int
    common: dict[str, Any]
    listed: dict[str, Any]
    stepped: dict[str, Any]


class _Raw(msgspec.Struct, array_like=True):
    """The same as :class:`_Packed`, before anything is decoded."""

    count: int
    common: dict[str, msgspec.Raw]
    listed: dict[str, msgspec.Raw]
    stepped: dict[str, msgspec.Raw]


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Raw).decode
_one: Final = {name: msgspec.msgpack.Decoder(field.type).decode for name, field in _FIELDS.items()}
_many: Final = {name: msgspec.msgpack.Decoder(list[field.type]).decode for name, field in _FIELDS.items()}  # type: ignore[name-defined]
_steps: Final = msgspec.msgpack.Decoder(list[int]).decode


def pack(sightings: Sequence[Sighting]) -> bytes:
    """Return the sightings without their raw lines. A number that no column holds becomes unknown."""
    try:
        return _encode(_packed(sightings))
    except OverflowError:
        return _encode(_packed([bounded(sighting) for sighting in sightings]))


def unpack(data: bytes) -> "Columns":
    """Return what :func:`pack` made of some sightings.

    Raises:
        msgspec.DecodeError: the data is garbled.
    """
    raw = _decode(data)
    columns: dict[str, Sequence[Any]] = {}
    for name in raw.common.keys() & _FIELDS.keys():
        columns[name] = [_one[name](raw.common[name])] * raw.count
    for name in raw.listed.keys() & _FIELDS.keys():
        columns[name] = _many[name](raw.listed[name])
    for name in raw.stepped.keys() & _FIELDS.keys():
        columns[name] = list(accumulate(_steps(raw.stepped[name])))
    return Columns(raw.count, columns)


class Columns:
    """Sightings, unpacked but not made into records."""

    def __init__(self, count: int, columns: dict[str, Sequence[Any]]) -> None:
        self._count = count
        self._columns = columns
        numbers = columns.get("number", [0] * count)
        self.places: dict[int, int] = dict(zip(numbers, range(count), strict=True))
        """Where the sighting of each number is."""

    def __len__(self) -> int:
        return self._count

    def at(self, place: int) -> Sighting:
        """Return one sighting."""
        return Sighting(**{name: column[place] for name, column in self._columns.items()})

    def all(self) -> Iterable[Sighting]:
        """Yield every sighting, in the order of their numbers."""
        names = tuple(self._columns)
        for row in zip(*self._columns.values(), strict=True):
            yield Sighting(**dict(zip(names, row, strict=True)))


def _packed(sightings: Sequence[Sighting]) -> _Packed:
    packed = _Packed(len(sightings), {}, {}, {})
    if not sightings:
        return packed
    if len(sightings) == 1:
        values = zip(_FIELDS, _DEFAULTS, msgspec.structs.astuple(sightings[0]), strict=True)
        packed.common = {name: value for name, default, value in values if value != default and name not in _ELSEWHERE}
        return packed
    columns = zip(*map(msgspec.structs.astuple, sightings), strict=True)
    for name, default, column in zip(_FIELDS, _DEFAULTS, columns, strict=True):
        if name in _ELSEWHERE:
            continue
        if column.count(column[0]) == len(column):
            if column[0] != default:
                packed.common[name] = column[0]
        elif name in _STEPPED and None not in column:
            packed.stepped[name] = [column[0], *map(sub, column[1:], column)]
        else:
            packed.listed[name] = column
    return packed
