"""``That is fine too``: what a person said is usual of a rule's members, as the marks keep it."""

from collections.abc import Iterable
from typing import Final

import msgspec

from wallwatch.noise.axes import AXES, Value
from wallwatch.noise.shape import Oddity

_AXES: Final = frozenset(axis.name for axis in AXES)
_VALUES_MAX: Final = 100


class Widening(msgspec.Struct, frozen=True):
    """Values that are usual of a rule's members as well, each with its axis."""

    rule: str
    values: tuple[tuple[str, Value], ...]

    def text(self) -> str:
        """Return the values as they are kept."""
        return _encode(self.values).decode()


def widening(rule: str, oddities: Iterable[Oddity]) -> Widening:
    """Return that what an alert differs in is fine for a rule."""
    return Widening(rule, tuple((oddity.axis, oddity.value) for oddity in oddities))


def read_widening(rule: str, text: str) -> Widening:
    """Return a widening as it was kept; what nobody understands any more widens nothing."""
    try:
        values = _decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError):
        values = ()
    return Widening(rule, tuple(pair for pair in values[:_VALUES_MAX] if pair[0] in _AXES))


_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(tuple[tuple[str, int | str], ...]).decode
