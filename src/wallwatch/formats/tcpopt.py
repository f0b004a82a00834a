"""TCP options: raw bytes, as netfilter logs them, become the names that all formats speak in."""

from functools import lru_cache
from typing import Final

import msgspec

_EOL: Final = 0
_NOP: Final = 1
_SACK: Final = 5
_HEAD: Final = 2
"""Bytes of the kind and the length that begin every other option."""

_NUMBERS: Final[dict[int, tuple[str, tuple[int, ...]]]] = {
    2: ("mss", (2,)),
    3: ("ws", (1,)),
    4: ("sok", ()),
    8: ("ts", (4, 4)),
}
"""Option kind → its name and the widths of its numbers in bytes (RFC 9293, RFC 7323, RFC 2018)."""


class Options(msgspec.Struct, frozen=True, gc=False):
    """A list of options: ``names`` in wire order, and the ``size`` of the list in bytes.

    ``eol_pad`` is the number of bytes after the first EOL, ``None`` without one; ``eol_data`` tells whether one of them
    is other than zero, ``bad`` whether the list is malformed.
    """

    names: tuple[str, ...]
    size: int
    eol_pad: int | None = None
    eol_data: bool | None = None
    bad: bool | None = False


@lru_cache(maxsize=4_096)
def decode(digits: str) -> Options | None:
    """Return what the hex digits of an option list say, or ``None`` if they are no whole bytes.

    A malformed list is read as p0f reads it (process.c): after a known option of a wrong length it goes on as if the
    length were right, and it ends at an option that reaches beyond it.
    """
    try:
        octets = bytes.fromhex(digits)
    except ValueError:
        return None
    names: list[str] = []
    bad = False
    at = 0
    while at < len(octets):
        kind = octets[at]
        if kind == _EOL:
            pad = octets[at + 1 :]
            return Options((*names, "eol"), len(octets), eol_pad=len(pad), eol_data=any(pad), bad=bad)
        told = _told(octets, at)
        length = _HEAD + sum(_NUMBERS[kind][1]) if kind in _NUMBERS else told
        if not length or at + length > len(octets):
            return Options((*names, f"?{kind}"), len(octets), bad=True)
        bad = bad or length != told
        names.append(_name(octets[at : at + length]))
        at += length
    return Options(tuple(names), len(octets), bad=bad)


def _told(octets: bytes, at: int) -> int:
    """Return the length that the option at ``at`` says it has, 0 for one that cannot be."""
    if octets[at] == _NOP:
        return 1
    length = octets[at + 1] if at + 1 < len(octets) else 0
    return length if length >= _HEAD else 0


def _name(option: bytes) -> str:
    kind = option[0]
    if kind not in _NUMBERS:
        return {_NOP: "nop", _SACK: "sack"}.get(kind, f"?{kind}")
    words, widths = [_NUMBERS[kind][0]], _NUMBERS[kind][1]
    at = _HEAD
    for width in widths:
        words.append(str(int.from_bytes(option[at : at + width])))
        at += width
    return ":".join(words)
