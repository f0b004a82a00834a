"""What the signatures of p0f 2 and of pf.os have in common: ``wwww:ttt:D:ss:OOO``, as one of ours.

Window, initial TTL, DF, length of the packet, options. ``Snn`` and ``Tnn`` are windows of so many segments and packets,
``T0`` is a timestamp of zero, ``M``, ``W`` carry a value or ``*``. Of what only these grammars can say (a value that is
divisible by a number, lengths that come from IP options or data) no signature is made.
"""

from collections.abc import Sequence
from typing import Final

from wallwatch.errors import SignatureError
from wallwatch.fingerprint.numeral import IPV4, parse_number
from wallwatch.fingerprint.quirks import quirk_bits
from wallwatch.fingerprint.signature import Signature
from wallwatch.fingerprint.window import WINDOW_MAX, parse_window

_NAMES: Final = {"N": "nop", "E": "eol", "S": "sok", "T": "ts", "T0": "ts"}
_SIZES: Final = {"eol": 1, "nop": 1, "mss": 4, "ws": 3, "sok": 2, "ts": 10}
_UNITS: Final = {"S": "mss*", "T": "mtu*"}
_HEADERS: Final = 40
_WORD: Final = 4
_BYTE: Final = 255


class InexpressibleError(SignatureError):
    """A signature that is in order, and that ours cannot say."""


def to_signature(fields: Sequence[str], quirks: int, any_quirks: int, *, payload: bool | None = False) -> Signature:
    """Return the signature of ``window, ttl, DF, length, options``, with the quirks that the rest of its line tells.

    Raises:
        InexpressibleError: it says what a signature of ours cannot.
        SignatureError: it does not follow the grammar.
    """
    window, ttl, df, length, options = fields
    tokens = [] if options == "." else [token.strip() for token in options.split(",")]
    kinds = [_kind(token) for token in tokens]
    if "eol" in kinds:
        kinds = kinds[: kinds.index("eol") + 1]
    if parse_number(df, "DF", 1):
        quirks |= quirk_bits(("df",))
    if "T0" in tokens:
        quirks |= quirk_bits(("ts1-",))
    return Signature(
        version=IPV4,
        ttl=parse_number(ttl, "TTL", _BYTE, 1),
        ttl_random=False,
        ip_options=0,
        mss=_value(tokens, "M", WINDOW_MAX),
        window=parse_window(_UNITS[window[0]] + window[1:] if window[:1] in _UNITS else window),
        scale=_value(tokens, "W", _BYTE),
        layout=",".join(kinds),
        eol_pad=_padding(kinds, length, payload=payload),
        quirks=quirks,
        payload=payload,
        any_quirks=any_quirks & ~quirks,
    )


def _kind(token: str) -> str:
    if token in _NAMES:
        return _NAMES[token]
    if token[:1] == "?":
        return f"?{parse_number(token[1:], 'option', _BYTE)}"
    kind = {"M": "mss", "W": "ws"}.get(token[:1])
    if kind is None:
        raise SignatureError(f"{token!r} is no TCP option here.")
    return kind


def _value(tokens: Sequence[str], letter: str, most: int) -> int | None:
    """Return the value of an option, ``None`` for any, 0 where the option is absent."""
    value = next((token[1:] for token in tokens if token[:1] == letter), "0")
    if value.startswith("%"):
        raise InexpressibleError(f"{letter}{value} asks for a divisor.")
    return None if value == "*" else parse_number(value, f"value of {letter}", most)


def _padding(kinds: Sequence[str], length: str, *, payload: bool | None) -> int:
    """Return the bytes after EOL, which the length of the packet tells."""
    if any(kind not in _SIZES for kind in kinds):
        raise InexpressibleError("The length of an option is not known.")
    size = sum(_SIZES[kind] for kind in kinds)
    ended = kinds[-1:] == ["eol"]
    if length in {"*", "0"} or payload:
        return -size % _WORD if ended else 0
    spare = parse_number(length, "length", WINDOW_MAX) - _HEADERS - size
    if spare < 0 or (spare and not ended):
        raise InexpressibleError(f"{length} bytes are not what these options take.")
    return spare
