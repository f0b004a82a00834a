"""One signature of a SYN: ``ver:ittl:olen:mss:wsize,scale:olayout:quirks:pclass`` (p0f README, section 5)."""

from typing import Final, TypeVar

import msgspec

from wallwatch.errors import SignatureError
from wallwatch.fingerprint.numeral import IPV4, IPV6, parse_number
from wallwatch.fingerprint.quirks import BIT, quirk_bits
from wallwatch.fingerprint.window import Window, parse_window

_Value = TypeVar("_Value")

_FIELDS: Final = 8
_BYTE: Final = 255
_SEGMENT_MAX: Final = 65_535
_PLAIN_OPTIONS: Final = frozenset({"nop", "mss", "ws", "sok", "sack", "ts"})
_VERSIONS: Final = {"4": IPV4, "6": IPV6, "*": None}
_PAYLOADS: Final = {"0": False, "+": True, "*": None}
_IPV4_ONLY: Final = quirk_bits(("df", "id+", "id-"))


class Signature(msgspec.Struct, frozen=True, gc=False):
    """What a stack's SYN looks like. ``None`` is any value, written ``*``."""

    version: int | None
    ttl: int
    """Initial TTL."""
    ttl_random: bool
    """The sender draws its TTL, up to ``ttl`` (written ``64-``)."""
    ip_options: int
    """Bytes of IP options."""
    mss: int | None
    window: Window
    scale: int | None
    layout: str
    """Kinds of the TCP options in order, without the padding of ``eol``."""
    eol_pad: int
    """Bytes after ``eol``."""
    quirks: int
    payload: bool | None
    """Whether the SYN carries data."""
    any_quirks: int = 0
    """Quirks that it may have or not. p0f 3 knows none; the older databases do not look at all of them."""

    def quirks_in(self, version: int) -> int:
        """Return the quirks to expect in IPv4 or IPv6: of a signature for both, those that it can have."""
        if self.version is not None:
            return self.quirks
        return self.quirks & ~(BIT["flow"] if version == IPV4 else _IPV4_ONLY)


def parse_signature(text: str) -> Signature:
    """Return the signature that ``text`` writes down.

    Raises:
        SignatureError: ``text`` does not follow the grammar; the sentence names the field.
    """
    fields = [field.strip() for field in text.split(":")]
    if len(fields) != _FIELDS:
        raise SignatureError(f"A signature has {_FIELDS} fields between colons, this one {len(fields)}.")
    version, ttl, ip_options, mss, sizes, options, quirks, payload = fields
    window, comma, scale = sizes.rpartition(",")
    if not comma:
        raise SignatureError(f"{sizes!r} is not window,scale.")
    layout, eol_pad = _layout(options)
    initial, random = _ttl(ttl)
    return Signature(
        version=_choice(_VERSIONS, version, "IP version"),
        ttl=initial,
        ttl_random=random,
        ip_options=parse_number(ip_options, "length of IP options", _BYTE),
        mss=_any_or(mss, _SEGMENT_MAX, "MSS"),
        window=parse_window(window),
        scale=_any_or(scale, _BYTE, "window scale"),
        layout=layout,
        eol_pad=eol_pad,
        quirks=_quirks(quirks),
        payload=_choice(_PAYLOADS, payload, "payload class"),
    )


def _ttl(text: str) -> tuple[int, bool]:
    """Read ``64``, ``64-`` or, as in a raw signature, ``57+7``."""
    seen, plus, hops = text.removesuffix("-").partition("+")
    initial = parse_number(seen, "TTL", _BYTE) + (parse_number(hops, "distance", _BYTE) if plus else 0)
    return parse_number(str(initial), "initial TTL", _BYTE, 1), text.endswith("-")


def _layout(text: str) -> tuple[str, int]:
    """Return the kinds without padding, and the padding after ``eol``."""
    kinds = [kind.strip() for kind in text.split(",")] if text else []
    pad = 0
    for place, kind in enumerate(kinds):
        if kind.startswith("eol+") and place == len(kinds) - 1:
            pad = parse_number(kind.removeprefix("eol+"), "padding", _BYTE)
            kinds[place] = "eol"
        elif kind.startswith("?"):
            parse_number(kind[1:], "option", _BYTE)
        elif kind not in _PLAIN_OPTIONS:
            raise SignatureError(f"{kind!r} is no TCP option here.")
    return ",".join(kinds), pad


def _quirks(text: str) -> int:
    names = [name.strip() for name in text.split(",")] if text else []
    for name in names:
        if name not in BIT:
            raise SignatureError(f"{name!r} is no quirk.")
    return quirk_bits(names)


def _choice(choices: dict[str, _Value], text: str, what: str) -> _Value:
    if text not in choices:
        raise SignatureError(f"The {what} {text!r} is none of {' '.join(choices)}.")
    return choices[text]


def _any_or(text: str, most: int, what: str) -> int | None:
    return None if text == "*" else parse_number(text, what, most)
