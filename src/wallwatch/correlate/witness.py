"""Who saw a packet, as bits: "has this witness seen it?" is one operation, however many sources there are."""

from typing import Final

from wallwatch.model import KINDS, WITNESS, Kind

_KIND_BIT: Final = {kind: 1 << place for place, kind in enumerate(KINDS)}
_ALL_KINDS: Final = (1 << len(KINDS)) - 1


def _letters(kinds: int) -> str:
    return "".join(WITNESS[kind] if kinds & _KIND_BIT[kind] else "-" for kind in KINDS)


_LETTERS: Final = tuple(_letters(kinds) for kinds in range(_ALL_KINDS + 1))


def letters(witnesses: int) -> str:
    """Return the kinds among ``witnesses`` as in ``SK-D``."""
    return _LETTERS[witnesses & _ALL_KINDS]


class Witnesses(dict[tuple[str, Kind], int]):
    """The bits of each witness, by source and kind (one mixed file holds up to four witnesses).

    A witness has two bits: its own, and below them the one of its kind. Unknown ones get their bits when asked for.
    """

    def __missing__(self, witness: tuple[str, Kind]) -> int:
        _source, kind = witness
        bits = self[witness] = 1 << (len(KINDS) + len(self)) | _KIND_BIT[kind]
        return bits
